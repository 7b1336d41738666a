"""Entries: a page of the gallery, one of them, a member's own. Where a Qdéfi is blind, no author is in any of it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from challenges.qdefis import orders
from challenges.qdefis.models import Entry, EntryPicture, EntryState, Qdefi, Question
from challenges.qdefis.models.entries import CODE, LETTERS
from community.discussions.models import Thread
from community.discussions.queries.people import person_of
from community.members.queries import Person

A_PAGE = 24
PLACE = re.compile(rf"[{LETTERS}]{{{CODE}}}")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of an entry, with the size of its largest rendition and what is to be seen on it."""

    token: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in the gallery. `author` None: nobody may know yet, or the account is gone."""

    pk: int
    code: str
    url: str
    title: str
    lead: str
    language: str
    photo: Photo | None
    photos: int
    replies: int
    author: Person | None
    is_anonymous: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Gallery:
    """A page of a gallery; `cursor` asks for the next, "" at the end."""

    cards: tuple[Card, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry, all of it. `answers` and `guess` only once everybody may know them, or to who gave them."""

    card: Card
    html: SafeString
    photos: tuple[Photo, ...]
    state: str
    state_label: str
    submitted_at: datetime | None
    guess: Decimal | None
    answers: tuple["Answered", ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of a quiz with what was answered; what is right only with the results."""

    question: str
    answer: str
    right: str
    is_right: bool | None
    why: str


def gallery(qdefi: Qdefi, viewer: Any, after: str = "") -> Gallery:
    """One page of the entries that stand, in an order that says nothing of them. Three queries, however many there are.

    Nothing while the Qdéfi shows no entries. What is no place in `after` counts as the beginning.
    """
    if not qdefi.shows_entries():
        return Gallery((), "")
    rows = qdefi.entries.standing().select_related("author").defer("source", "html").order_by("code")
    if (leaf := orders.leaf_of(qdefi, viewer, after, A_PAGE)) is not None:
        found = {row.pk: row for row in rows.filter(pk__in=leaf.entries)}
        ordered = [found[pk] for pk in leaf.entries if pk in found]
        return Gallery(tuple(cards_of(qdefi, ordered, viewer)), leaf.cursor)
    if PLACE.fullmatch(after):
        rows = rows.filter(code__gt=after)
    page = list(rows[: A_PAGE + 1])
    cursor = page[A_PAGE - 1].code if len(page) > A_PAGE else ""
    return Gallery(tuple(cards_of(qdefi, page[:A_PAGE], viewer)), cursor)


def cards_of(qdefi: Qdefi, entries: Sequence[Entry], viewer: Any) -> list[Card]:
    """The cards of these entries of one Qdéfi, in their order; two queries."""
    numbers = [entry.pk for entry in entries]
    photos, replies = _photos(numbers), _replies(numbers)
    return [_card(qdefi, entry, viewer, photos.get(entry.pk, []), replies.get(entry.pk, 0)) for entry in entries]


def entry_page(entry: Entry, viewer: Any) -> EntryPage:
    """One entry as `access` gave it; three queries, one more for a quiz."""
    qdefi = entry.qdefi
    is_own = viewer.is_authenticated and viewer.pk == entry.author_id
    tells = is_own or qdefi.settled_at is not None
    photos = _photos([entry.pk]).get(entry.pk, [])
    return EntryPage(
        card=_card(qdefi, entry, viewer, photos, _replies([entry.pk]).get(entry.pk, 0)),
        html=mark_safe(entry.html),  # noqa: S308 -- our own rendering, stored
        photos=tuple(photos),
        state=entry.state,
        state_label=str(EntryState(entry.state).label),
        submitted_at=entry.submitted_at if not qdefi.hides_authors() or is_own else None,
        guess=entry.guess if tells else None,
        answers=tuple(_answered(qdefi, entry)) if tells and entry.answers else (),
    )


def neighbours_of(entry: Entry) -> tuple[str, str]:
    """The addresses of the entries before and after it in the gallery, "" where there is none. Two queries."""
    standing = entry.qdefi.entries.standing()
    before = standing.filter(code__lt=entry.code).order_by("-code").values_list("code", flat=True).first()
    after = standing.filter(code__gt=entry.code).order_by("code").values_list("code", flat=True).first()
    slug = entry.qdefi.slug
    left, right = (reverse("qdefis:entry", args=[slug, code]) if code else "" for code in (before, after))
    return left, right


def mine_in(qdefi: Qdefi, viewer: Any) -> list[Entry]:
    """What a member prepared and entered here, but for what they took back; one query, none for a visitor."""
    if not viewer.is_authenticated:
        return []
    rows = list(Entry.objects.kept().filter(qdefi=qdefi, author=viewer).order_by("started_at", "pk"))
    for row in rows:
        row.qdefi = qdefi
    return rows


def questions_for(qdefi: Qdefi) -> list[Question]:
    """The questions of a quiz, in their order. Who shows them leaves out what is right."""
    return list(qdefi.questions.all())


def _card(qdefi: Qdefi, entry: Entry, viewer: Any, photos: Sequence[Photo], replies: int) -> Card:
    is_anonymous = qdefi.hides_authors()
    return Card(
        pk=entry.pk,
        code=entry.code,
        url=reverse("qdefis:entry", args=[qdefi.slug, entry.code]),
        title=entry.title,
        lead=entry.lead,
        language=entry.language,
        photo=photos[0] if photos else None,
        photos=len(photos),
        replies=replies,
        author=None if is_anonymous else person_of(entry.author),
        is_anonymous=is_anonymous,
        is_own=viewer.is_authenticated and viewer.pk == entry.author_id,
    )


def _photos(entries: Collection[int]) -> dict[int, list[Photo]]:
    found: dict[int, list[Photo]] = {}
    if entries:
        rows = EntryPicture.objects.filter(entry__in=entries).order_by("entry", "n")
        facts = ("entry_id", "picture__token", "picture__width", "picture__height", "alt")
        for entry, *photo in rows.values_list(*facts):
            found.setdefault(entry, []).append(Photo(*photo))
    return found


def _replies(entries: Collection[int]) -> dict[int, int]:
    if not entries:
        return {}
    talk = Thread.objects.filter(subject="entry", subject_id__in=entries, kind=Thread.Kind.TALK)
    return {number: shown for number, shown in talk.values_list("subject_id", "shown") if number is not None}


def _answered(qdefi: Qdefi, entry: Entry) -> list[Answered]:
    is_over = qdefi.settled_at is not None
    return [
        Answered(
            question=question.text,
            answer="" if given is None else question.choices[given],
            right=question.choices[question.right] if is_over else "",
            is_right=given == question.right if is_over else None,
            why=question.why if is_over else "",
        )
        for question, given in zip(qdefi.questions.all(), entry.answers, strict=False)
    ]
