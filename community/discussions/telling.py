"""Whom a post concerns, and how a notice about it reads. Each person is told once, for the closest reason."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from community.discussions.models import CategoryStance, Post, PostState, Stance, Thread
from community.discussions.rules import may_read_thread
from community.discussions.subjects import thing_of
from community.members.models import Member
from community.members.queries import followers_of
from community.notices.actions import Telling, begin_round, tell_all
from community.notices.kinds import APP, MAIL, PUSH, NoticeKind, Told
from community.text.markdown import read
from realtime import clock

MENTION, REPLY, QUOTE, WATCHED, STARTED = "mention", "reply", "quote", "watched", "started"
LISTENERS = "post"  # the audience of those whom a post does not call and who want to hear of it


def tell_of_post(thread: Thread, post: Post, mentioned: Iterable[int] | None = None) -> None:
    """Tell whom a post calls, answers and quotes, and have those told who listen. Inside the transaction that shows it.

    `mentioned` are the ids of the called when they are known already. Who muted the thread, or its table, hears
    nothing of it.
    """
    document = read(post.source)
    if mentioned is None:
        mentioned = Member.objects.filter(handle__in=document.mentions).values_list("pk", flat=True)
    answered = [post.reply_to.author_id] if post.reply_to else []
    quoted = Post.objects.filter(pk__in=document.quotes, state=PostState.SHOWN).values_list("author_id", flat=True)
    reasons = ((MENTION, mentioned), (REPLY, answered), (QUOTE, quoted if document.quotes else ()))
    called = {kind: {pk for pk in members if pk is not None} for kind, members in reasons}
    heard = _deaf(thread, set[int]().union(*called.values())) | {post.author_id}
    key, data = f"thread:{thread.pk}", {"post": post.pk, "thread": thread.pk, "title": thread.title}
    tellings = []
    for kind, members in called.items():
        concerned = members - heard
        tellings.append(Telling(kind, sorted(concerned), post.author_id, key, data))
        heard |= concerned
    tell_all(*tellings)
    told = {member for telling in tellings for member in telling.member_ids}
    begin_round(LISTENERS, actor_id=post.author_id, key=key, data=data, spared=told)


def listeners(data: Mapping[str, Any], after: int, limit: int) -> dict[int, str | None]:
    """The next who watch a post's thread or its table, or follow who opens a thread with it, each with the reason.

    Who has read it meanwhile or may not read it is passed over; once it is out of sight nobody hears of it.
    """
    post = Post.objects.shown().select_related("thread").filter(pk=data["post"]).first()
    if post is None:
        return {}
    reasons = dict.fromkeys(_followers(post), STARTED) | dict.fromkeys(_watchers(post, after, limit), WATCHED)
    page = sorted(pk for pk in reasons if pk > after)[:limit]
    readers = _readers(post.thread, page)
    return {pk: reasons[pk] if pk in readers else None for pk in page}


def _followers(post: Post) -> Collection[int]:
    """Who follows the member that opens a thread of the café with this post, and has not muted or read it."""
    if post.number != 1 or post.author_id is None or post.thread.category_id is None:
        return ()
    followers = followers_of(post.author_id)
    readers = post.thread.readings.filter(member__in=followers, number__gte=post.number)
    return followers - _deaf(post.thread, followers) - set(readers.values_list("member_id", flat=True))


def _deaf(thread: Thread, member_ids: Collection[int]) -> set[int]:
    """Those of them who muted the thread, or its table without another choice for the thread."""
    if not member_ids:
        return set()
    chosen = thread.readings.filter(~Q(stance=""), member__in=member_ids)
    table = CategoryStance.objects.filter(category=thread.category_id, member__in=member_ids)
    stances = dict(table.values_list("member_id", "stance")) | dict(chosen.values_list("member_id", "stance"))
    return {pk for pk, stance in stances.items() if stance == Stance.MUTED}


def _watchers(post: Post, after: int, limit: int) -> list[int]:
    """The next who want to hear of every post: of this thread, or of its table unless they chose otherwise."""
    number, readings = post.number or 0, post.thread.readings
    watching = readings.filter(stance=Stance.WATCHING, number__lt=number, member__gt=after)
    found = list(watching.order_by("member").values_list("member_id", flat=True)[:limit])
    if post.thread.category_id is None:
        return found
    settled = readings.filter(~Q(stance="") | Q(number__gte=number)).values("member_id")
    of_table = CategoryStance.objects.filter(category=post.thread.category_id, stance=Stance.WATCHING, member__gt=after)
    others = of_table.exclude(member__in=settled).order_by("member")
    return found + list(others.values_list("member_id", flat=True)[:limit])


def _readers(thread: Thread, member_ids: Collection[int]) -> Collection[int]:
    """Those of them who may read a thread: of the café all, under a thing whoever may read there now."""
    if not thread.subject:
        return member_ids
    found, now = thing_of(thread.subject, thread.subject_id), clock.now()
    if found is None:
        return ()
    subject, thing = found
    return {pk for pk, each in Member.objects.in_bulk(member_ids).items() if subject.may_read(thing, each, now)}


def _who(told: Told) -> str:
    return f"@{told.actor}" if told.actor else _("Quelqu’un")


def _saying(words: Any) -> Callable[[Told], str]:
    """The sentence of a kind: its words, counted and filled in, in the language being spoken."""

    def sentence(told: Told) -> str:
        return str(words.format(who=_who(told), count=told.count, title=told.data["title"]))

    return sentence


def _url(told: Told) -> str:
    return reverse("discussions:post", args=[told.data["post"]])


def may_see_posts(told: Sequence[Told], member: Member) -> set[int]:
    """Those whose post is still shown, in a thread this member may read."""
    now = clock.now()
    posts = Post.objects.shown().select_related("thread").in_bulk([each.data["post"] for each in told])
    readable = {pk for pk, post in posts.items() if may_read_thread(post.thread, member, now)}
    return {each.pk for each in told if each.data["post"] in readable}


_CAFE, _AT_ONCE = gettext_lazy("Le café"), frozenset({APP, MAIL, PUSH})

KINDS = (
    NoticeKind(
        MENTION,
        gettext_lazy("On me mentionne"),
        _saying(
            ngettext_lazy(
                "{who} te mentionne dans « {title} »",
                "{who} et d’autres te mentionnent {count} fois dans « {title} »",
                "count",
            )
        ),
        _url,
        may_see_posts,
        by_default=_AT_ONCE,
        group=_CAFE,
    ),
    NoticeKind(
        REPLY,
        gettext_lazy("On me répond"),
        _saying(
            ngettext_lazy(
                "{who} t’a répondu dans « {title} »",
                "{count} réponses pour toi dans « {title} », la dernière de {who}",
                "count",
            )
        ),
        _url,
        may_see_posts,
        by_default=_AT_ONCE,
        group=_CAFE,
    ),
    NoticeKind(
        QUOTE,
        gettext_lazy("On reprend mes mots"),
        _saying(
            ngettext_lazy(
                "{who} reprend tes mots dans « {title} »",
                "On reprend tes mots {count} fois dans « {title} »",
                "count",
            )
        ),
        _url,
        may_see_posts,
        group=_CAFE,
    ),
    NoticeKind(
        WATCHED,
        gettext_lazy("Un message dans ce que je surveille"),
        _saying(
            ngettext_lazy(
                "Un nouveau message de {who} dans « {title} »",
                "{count} nouveaux messages dans « {title} »",
                "count",
            )
        ),
        _url,
        may_see_posts,
        group=_CAFE,
    ),
    NoticeKind(
        STARTED,
        gettext_lazy("Un sujet d’un membre que je suis"),
        _saying(
            ngettext_lazy(
                "{who} a ouvert « {title} »",
                "{count} nouveaux sujets de membres que tu suis, le dernier « {title} »",
                "count",
            )
        ),
        _url,
        may_see_posts,
        group=_CAFE,
    ),
)
