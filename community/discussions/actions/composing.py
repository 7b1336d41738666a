"""From what somebody typed to what can be stored: cleaned, read, counted against their limits, screened, rendered."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from community.discussions.models import Post
from community.discussions.rules import LONGEST_DESCRIPTION, LONGEST_POST, LONGEST_TITLE, SHORTEST_TITLE, TalkRefused
from community.members.models import Member
from community.members.trust import Limits
from community.moderation.screening import Outcome, screen
from community.pictures.queries import shown
from community.text.clean import clean, refuse_text
from community.text.markdown import Document, read


@dataclass(frozen=True, slots=True)
class Composed:
    """Words ready to be stored."""

    source: str
    html: str
    document: Document
    mentioned: Sequence[int] = ()  # ids of the members it calls, without the writer
    pictures: Sequence[str] = ()  # tokens of the pictures it shows
    is_held: bool = False  # somebody reads it before everybody does
    why_held: Sequence[str] = field(default=())


def compose(
    text: str, *, author: Member, limits: Limits, language: str, title: str = "", carried: Collection[str] = ()
) -> Composed:
    """Make of `text` what a post stores. Three queries and the screening's.

    A new thread's `title` is screened with it; `carried` are the pictures of a post that is edited, hidden or not.
    `language` is the thread's: in it the house describes a picture that nobody described.

    Refuses (`TalkRefused`) what is empty, too long or unreadable, more links, mentions or pictures than `limits` give,
    and what the house's word and link rules refuse.
    """
    source = _clean(text, longest=LONGEST_POST)
    document = read(source)
    for code, found, limit in (
        ("links", document.links, limits.links),
        ("mentions", set(document.mentions), limits.mentions),
        ("pictures", document.pictures, limits.pictures),
    ):
        if limit is not None and len(found) > limit:
            raise TalkRefused(code, limit=limit)
    verdict = screen(author, document, f"{title}\n{source}")
    if verdict.outcome == Outcome.REFUSE:
        raise TalkRefused("refused", " ".join(str(sentence) for sentence in verdict.sentences))
    members = members_called(document)
    pictures = shown(document.pictures, owner_id=author.pk, carried=carried)
    return Composed(
        source=source,
        html=document.html(
            members=members,
            pictures=pictures,
            authors=authors_quoted(document),
            undescribed=attached_by(author.handle, language),
        ),
        document=document,
        mentioned=[pk for pk in members.values() if pk != author.pk],
        pictures=list(pictures),
        is_held=verdict.outcome == Outcome.HOLD,
        why_held=[str(note) for note in verdict.notes],
    )


def preview_of(text: str, *, author: Member) -> SafeString:
    """How `text` would look. Three queries at most; refuses (`TalkRefused`) what no post may be, but counts nothing."""
    document = read(_clean(text, longest=LONGEST_POST))
    return document.html(
        members=members_called(document),
        pictures=shown(document.pictures, owner_id=author.pk),
        authors=authors_quoted(document),
        undescribed=attached_by(author.handle, get_language()),
    )


def picture_line(token: str, description: str) -> str:
    """A picture as a text holds it, with what its sender says is to be seen on it."""
    described = " ".join(re.sub(r"[\\\[\]`]", " ", clean(description)).split())[:LONGEST_DESCRIPTION]
    return f"![{described}](/images/{token})"


def attached_by(handle: str, language: str | None) -> str:
    """What stands for a picture's description that its sender left out: never nothing."""
    with override(language):
        return _("Image jointe par {handle}").format(handle=handle)


def members_called(document: Document) -> dict[str, int]:
    """The members a text calls: handle to id."""
    return dict(Member.objects.filter(handle__in=document.mentions, is_active=True).values_list("handle", "pk"))


def authors_quoted(document: Document) -> dict[int, str]:
    """Who wrote the posts that a text quotes: what the quoter says of it is not believed."""
    if not document.attributed:
        return {}
    posts = Post.objects.shown().filter(pk__in=document.attributed, author__isnull=False)
    return dict(posts.values_list("pk", "author__handle"))


def clean_title(text: str) -> str:
    """A title on one line. Refuses (`TalkRefused`) what is too short, too long or unreadable."""
    title = " ".join(_clean(text, longest=LONGEST_TITLE, shortest=SHORTEST_TITLE).split())
    if len(title) < SHORTEST_TITLE:
        raise TalkRefused("title")
    return title


def _clean(text: str, *, longest: int, shortest: int = 1) -> str:
    try:
        refuse_text(text, longest=longest)
    except ValidationError as refusal:
        raise TalkRefused(refusal.code or "text", refusal.messages[0]) from refusal
    cleaned = clean(text)
    if len(cleaned) < shortest:
        raise TalkRefused("title" if shortest > 1 else "empty")
    return cleaned
