"""What becomes of talk when a member leaves: others' words stay true, and nobody's name stands in them any more.

Each post is a transaction of its own; a worker that is killed has done those before, and does them no harm again.
"""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.discussions.actions.composing import attached_by, authors_quoted, members_called
from community.discussions.actions.posts import KIND, delete_post, lock_post
from community.discussions.actions.writing import slug_of
from community.discussions.models import Post, PostState, Thread
from community.discussions.rules import TalkRefused
from community.discussions.search import index_post, index_thread
from community.members.models import Member
from community.moderation.actions.items import drop_item
from community.personal.registry import Leaving
from community.personal.traces import rewritten, traces_of
from community.pictures.models import Picture
from community.pictures.queries import shown
from community.text.markdown import read

# What was told of a thread, or is being told, carries its title; our own tellings have put it there.
_RETITLE = "UPDATE {table} SET data = jsonb_set(data, '{{title}}', to_jsonb(%s::text)) WHERE key = %s"
_TOLD = ("notices_notice", "notices_round")


def let_author_go(leaving: Leaving) -> None:
    """Make traces of the member's posts, or leave them without a name; take the name out of everybody else's.

    What nobody could read becomes a trace in any case. Announces `post.hidden` for each that was shown.
    """
    leaver = Member.objects.get(pk=leaving.member_id)
    own = Post.objects.filter(author=leaver).exclude(source="")
    going = own if leaving.takes_words else own.exclude(state=PostState.SHOWN)
    for post in going.order_by("pk").iterator():
        _make_trace(post, leaver)
    pictures = set(Picture.objects.filter(owner=leaver).values_list("token", flat=True))
    for pk in _naming(leaving, pictures):
        _rename(pk, leaving, gone=pictures)


@transaction.atomic
def _make_trace(post: Post, leaver: Member) -> None:
    """Delete a post as its author would, and its words with it: only its number is left."""
    drop_item(KIND, str(post.pk))
    delete_post(post, by=leaver)
    Post.objects.filter(pk=post.pk).update(source="", html="", pictures=[], edits=0, edited_at=None, key="")


def _naming(leaving: Leaving, pictures: Collection[str]) -> list[int]:
    """Posts that name the member or quote them, that show their pictures, and all that they wrote."""
    found = Q(author=leaving.member_id)
    for pattern, _instead in traces_of(leaving):
        found |= Q(source__iregex=pattern) | Q(html__iregex=pattern)
    if pictures:
        found |= Q(pictures__has_any_keys=list(pictures))
    return list(Post.objects.filter(found).exclude(source="").order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _rename(pk: int, leaving: Leaving, gone: Collection[str]) -> None:
    """Write a post anew without the name and the pictures of who leaves; nobody edited it, so no history says so."""
    try:
        thread, post = lock_post(Post.objects.get(pk=pk))
    except (Post.DoesNotExist, TalkRefused):
        return
    post.source = rewritten(post.source, leaving)
    document = read(post.source)
    pictures = shown(document.pictures, owner_id=post.author_id, carried=post.pictures)
    pictures = {token: each for token, each in pictures.items() if token not in gone}
    authors = {quoted: _name(handle, leaving) for quoted, handle in authors_quoted(document).items()}
    writer = _name(post.author.handle, leaving) if post.author else ""
    post.html = document.html(
        members=members_called(document),
        pictures=pictures,
        authors=authors,
        undescribed=attached_by(writer, thread.language),
    )
    post.pictures = list(pictures)
    if post.author_id == leaving.member_id:
        post.edits, post.edited_at = 0, None  # its history goes
    post.save(update_fields=["source", "html", "pictures", "edits", "edited_at"])
    if post.state == PostState.SHOWN:
        index_post(thread, post)


def _name(handle: str, leaving: Leaving) -> str:
    return leaving.tombstone if handle in leaving.handles else handle


def retitle_threads(leaving: Leaving) -> None:
    """Take the name out of every title, and with the member's words the titles that they gave."""
    named = Q()
    for pattern, _instead in traces_of(leaving):
        named |= Q(title__iregex=pattern)
    for thread in Thread.objects.filter(named):
        retitle_thread(thread.pk, rewritten(thread.title, leaving))
    if leaving.takes_words:
        for thread in Thread.objects.filter(author=leaving.member_id, subject=""):
            with override(thread.language):
                retitle_thread(thread.pk, _("Un sujet de quelqu’un qui est parti"))


@transaction.atomic
def retitle_thread(pk: int, title: str) -> None:
    """Another title on the page, in the address, in the search and in what members were told of the thread."""
    thread = Thread.objects.select_for_update(no_key=True).get(pk=pk)
    if thread.title == title:
        return
    thread.title, thread.slug = title[: thread._meta.get_field("title").max_length], slug_of(title)  # noqa: SLF001 -- Django's documented name
    thread.save(update_fields=["title", "slug"])
    index_thread(thread)
    retitle_told(f"thread:{thread.pk}", thread.title)


def retitle_told(key: str, title: str) -> None:
    """Another title in what members were told, or are being told, of the thing that has this key."""
    with connection.cursor() as cursor:
        for table in _TOLD:
            cursor.execute(_RETITLE.format(table=table), [title, key])
