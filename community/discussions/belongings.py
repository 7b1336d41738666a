"""What the café puts on a member's own page: what they wrote, and the topics they opened."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.discussions.contributions import EXCERPT
from community.discussions.models import Post, PostState, Thread
from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member
from community.text.clean import excerpt
from community.text.markdown import read


def count_posts(member: Member) -> int:
    """How many posts of a member's are there for their own eyes: the hidden and the waiting ones too."""
    return _posts(member).count()


def posts(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """What a member wrote, each with its topic and how it stands; one query."""
    rows = latest(_posts(member).select_related("thread"), after, limit)
    return [
        Line(
            pk=post.pk,
            title=excerpt(read(post.source).plain, EXCERPT) or post.thread.title,
            at=post.at,
            url=post.get_absolute_url(),
            note=post.thread.title if post.state == PostState.SHOWN else post.get_state_display(),
            language=post.thread.language,
        )
        for post in rows
    ]


def _posts(member: Member) -> QuerySet[Post]:
    return Post.objects.filter(author=member).exclude(state=PostState.DELETED)


def count_threads(member: Member) -> int:
    """How many topics of the café a member opened."""
    return _threads(member).count()


def threads(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """The topics that a member opened, each with how many messages there are to see; one query."""
    return [
        Line(
            pk=thread.pk,
            title=thread.title,
            at=thread.started_at,
            url=thread.get_absolute_url(),
            note=_messages(thread.shown),
            language=thread.language,
        )
        for thread in latest(_threads(member), after, limit, by="started_at")
    ]


def _threads(member: Member) -> QuerySet[Thread]:
    return Thread.objects.filter(author=member, category__isnull=False)


def _messages(shown: int) -> str:
    return ngettext("%(number)s message", "%(number)s messages", shown) % {"number": number_format(shown)}


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("messages", _("Messages"), count=count_posts, lines=posts)
    register_mine("sujets", _("Sujets lancés"), count=count_threads, lines=threads)
