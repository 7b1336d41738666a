"""Who waits for the answer to a question, and how they are told that it is there."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.discussions.models import Post, Reading, SharedQuestion, Stance, Thread
from community.discussions.telling import may_see_posts
from community.discussions.voices import HOUSE, Badge, official_voice
from community.members.models import Member
from community.notices.actions import begin_round
from community.notices.kinds import APP, MAIL, PUSH, NoticeKind, Told
from community.notices.models import Notice

ANSWERED, SOLVED = "answered", "solved"
WAITING = "question"  # the audience of those who have a question


def tell_of_answer(thread: Thread, post: Post) -> None:
    """Have those told who wait for an answer, when one comes from the house or for a brand. In its transaction."""
    if post.number != 1 and (badge := official_voice(post, thread)):
        _begin(ANSWERED, thread, post, actor_id=post.author_id, badge=badge)


def tell_of_best(thread: Thread, post: Post, *, by: Member) -> None:
    """Have those told who wait, when an answer was called the best. In its transaction."""
    _begin(SOLVED, thread, post, actor_id=by.pk)


def _begin(kind: str, thread: Thread, post: Post, *, actor_id: int | None, badge: Badge | None = None) -> None:
    data: dict[str, Any] = {"kind": kind, "post": post.pk, "thread": thread.pk, "title": thread.title}
    if badge is not None and badge.voice != HOUSE.name:
        data["for"] = badge.words
    spared = [pk for pk in {actor_id, post.author_id} if pk is not None]
    begin_round(WAITING, actor_id=actor_id, key=f"thread:{thread.pk}", data=data, spared=spared)


def waiting(data: Mapping[str, Any], after: int, limit: int) -> dict[int, str | None]:
    """The next who asked a question or have it, too, each with what they are told.

    Who muted it, has read the answer meanwhile or was told of it for a closer reason is passed over.
    """
    post = Post.objects.shown().select_related("thread").filter(pk=data["post"]).first()
    if post is None:
        return {}
    page = _next(post.thread, after, limit)
    deaf = _deaf(post, page, data["kind"])
    return {pk: None if pk in deaf else data["kind"] for pk in page}


def _next(thread: Thread, after: int, limit: int) -> list[int]:
    shared = SharedQuestion.objects.filter(thread=thread, member__gt=after).order_by("member")
    found = list(shared.values_list("member_id", flat=True)[:limit])
    if thread.author_id is not None and thread.author_id > after:
        found = sorted({*found, thread.author_id})[:limit]
    return found


def _deaf(post: Post, members: Collection[int], kind: str) -> set[int]:
    readings: QuerySet[Reading] = post.thread.readings.filter(member__in=members)
    told = Notice.objects.filter(member__in=members, key=post.thread.topic, data__post=post.pk)
    deaf = Q(stance=Stance.MUTED)
    if kind == ANSWERED:
        deaf |= Q(number__gte=post.number)
    else:
        told = told.filter(kind=SOLVED)  # who marks it, takes it back and marks it again nags nobody
    passed_over = set(readings.filter(deaf).values_list("member_id", flat=True))
    return passed_over | set(told.values_list("member_id", flat=True))


def _answered(told: Told) -> str:
    return _("Une réponse de @{who} ({voice}) à « {title} »").format(
        who=told.actor or "…", voice=told.data.get("for") or _("la maison"), title=told.data["title"]
    )


def _solved(told: Told) -> str:
    return _("« {title} » a trouvé sa meilleure réponse").format(title=told.data["title"])


def _url(told: Told) -> str:
    return reverse("discussions:post", args=[told.data["post"]])


_FIELDS: dict[str, Any] = {
    "url": _url,
    "may_see": may_see_posts,
    "by_default": frozenset({APP, MAIL, PUSH}),
    "group": gettext_lazy("Le café"),
}
KINDS = (
    NoticeKind(
        ANSWERED, gettext_lazy("La maison ou une marque répond à une question que je me pose"), _answered, **_FIELDS
    ),
    NoticeKind(SOLVED, gettext_lazy("Une question que je me pose a sa meilleure réponse"), _solved, **_FIELDS),
)
