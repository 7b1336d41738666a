"""What the house does with its Qdéfis: write, announce, illustrate, duplicate, settle, forget a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from challenges.qdefis import events, webhooks
from challenges.qdefis.actions.locking import lock_qdefi
from challenges.qdefis.endings import are_results_held, end
from challenges.qdefis.models import Qdefi, QdefiPicture, Question
from challenges.qdefis.rules import QdefiRefused, check_hours, check_publishable, check_settleable
from challenges.qdefis.search import index_qdefi
from challenges.qdefis.telling import tell_of_results
from community.discussions.actions.writing import slug_of
from community.members.models import Member
from community.pictures.actions import forget_pictures, take_picture, use_pictures
from community.universes.models import Universe
from realtime.announce import announce

WORDS = frozenset({"title", "lead", "brief", "rules", "prize", "language"})
ALWAYS = WORDS | {"solution", "results_at"}  # what nobody relied on when they entered
FIXED_ONCE_PUBLIC = frozenset({"slug", "universe", "kind"})
COPIED = (*sorted(WORDS), "kind", "most_entries", "most_pictures", "is_blind", "unit", "terms", "community_weight")
COPIED += ("vote_method", "jury_method", "quorum")
HOURS = ("entries_open_at", "entries_close_at", "votes_open_at", "votes_close_at", "results_at")
A_WEEK = timedelta(days=7)


@transaction.atomic
def announce_qdefi(qdefi: Qdefi) -> Qdefi:
    """Show a draft to everybody. Refuses (`QdefiRefused`) what has opened unseen and what nobody could decide."""
    qdefi, now = lock_qdefi(qdefi.pk)
    check_publishable(qdefi, qdefi.questions.count(), now)
    qdefi.published_at = now
    qdefi.save(update_fields=["published_at"])
    index_qdefi(qdefi)
    webhooks.announced(qdefi)
    return qdefi


@transaction.atomic
def revise_qdefi(qdefi: Qdefi, changes: Mapping[str, Any]) -> Qdefi:
    """Change some facts; other terms become a new version. Its results can be put off while they are not there.

    Refuses (`QdefiRefused`) another address, universe or kind for what is announced, and once entries are open all
    but words, what a guess aims at, and the hour of the results.
    """
    qdefi, now = lock_qdefi(qdefi.pk)
    changes = {name: value for name, value in changes.items() if getattr(qdefi, name) != value}
    if not qdefi.is_draft and FIXED_ONCE_PUBLIC & changes.keys():
        raise QdefiRefused("public")
    if (qdefi.has_opened(now) and changes.keys() - ALWAYS) or (qdefi.settled_at and changes.keys() - WORDS):
        raise QdefiRefused("opened")
    for name, value in changes.items():
        setattr(qdefi, name, value)
    if "terms" in changes and not qdefi.is_draft:
        qdefi.terms_version += 1
    check_hours(qdefi)
    if not qdefi.is_draft and "entries_open_at" in changes and qdefi.entries_open_at <= now:
        raise QdefiRefused("past")
    qdefi.save(update_fields=[*changes, "terms_version"])
    index_qdefi(qdefi)
    return qdefi


@transaction.atomic
def ask_questions(qdefi: Qdefi, questions: Sequence[Mapping[str, Any]]) -> None:
    """Give a quiz these questions in place of those it had. Refuses (`QdefiRefused`) once entries are open."""
    qdefi, now = lock_qdefi(qdefi.pk)
    if qdefi.has_opened(now):
        raise QdefiRefused("opened")
    qdefi.questions.all().delete()
    Question.objects.bulk_create(Question(qdefi=qdefi, **facts) for facts in questions)


def draft_like(
    facts: Mapping[str, Any], universe: Universe, *, questions: Sequence[Mapping[str, Any]] = (), now: datetime
) -> Qdefi:
    """A draft from a template's facts, with an address of its own; it opens in a week until somebody dates it.

    `facts` may hold the hours in days after the opening: `{"days": [14, 16, 23, 27]}`, votes left out where none are.
    """
    own = {name: facts[name] for name in COPIED if name in facts}
    hours = _hours_after(now + A_WEEK, facts["days"])
    with transaction.atomic():
        qdefi = Qdefi.objects.create(slug=_free_slug(str(facts["title"])), universe=universe, **own, **hours)
        Question.objects.bulk_create(Question(qdefi=qdefi, **question) for question in questions)
    return qdefi


def duplicate_qdefi(qdefi: Qdefi, *, now: datetime) -> Qdefi:
    """A draft like an earlier Qdéfi: its words, its rules, its questions and the distance of its hours."""
    facts: dict[str, Any] = {name: getattr(qdefi, name) for name in COPIED}
    opens_at = qdefi.entries_open_at
    facts["days"] = [(hour - opens_at) / timedelta(days=1) for name in HOURS[1:] if (hour := getattr(qdefi, name))]
    questions = qdefi.questions.values("text", "choices", "right", "why")
    return draft_like(facts, qdefi.universe, questions=list(questions), now=now)


@transaction.atomic
def settle_qdefi(qdefi: Qdefi) -> Qdefi:
    """The results are there: names are shown, nothing changes any more. For the part above that knows who won.

    Harmless when repeated. Refuses (`QdefiRefused`) before the hour, and while something keeps the results back.
    Announces `qdefi.closed`; tells who entered.
    """
    qdefi, now = lock_qdefi(qdefi.pk)
    if qdefi.settled_at is not None:
        return qdefi
    check_settleable(qdefi, now)
    if are_results_held(qdefi, now):
        raise QdefiRefused("held")
    qdefi.settled_at = now
    qdefi.save(update_fields=["settled_at"])
    webhooks.closed(qdefi)
    tell_of_results(qdefi)
    end(qdefi)
    announce(*events.qdefi_closed(qdefi))
    return qdefi


def illustrate_qdefi(qdefi: Qdefi, upload: Any, *, alt: str, by: Member) -> QdefiPicture:
    """Add a picture through the one door. Refuses (`PictureRefused`) what the door refuses; takes seconds."""
    picture = take_picture(by, upload)
    with transaction.atomic():
        use_pictures(by, [picture.token])
        return QdefiPicture.objects.create(qdefi=qdefi, picture=picture, alt=alt)


@transaction.atomic
def delete_draft(qdefi: Qdefi) -> None:
    """Forget a Qdéfi that nobody ever saw, with its pictures. Refuses (`QdefiRefused`) one that is announced."""
    qdefi, _now = lock_qdefi(qdefi.pk)
    if not qdefi.is_draft:
        raise QdefiRefused("public")
    forget_pictures(list(qdefi.pictures.values_list("picture__token", flat=True)))
    qdefi.delete()


def _hours_after(opens_at: datetime, days: Sequence[float]) -> dict[str, datetime | None]:
    """The hours of a draft: entries close, perhaps votes open and close, results."""
    closes, *votes, results = (opens_at + timedelta(days=each) for each in days)
    opened, closed = votes or (None, None)
    return dict(zip(HOURS, (opens_at, closes, opened, closed, results), strict=True))


def _free_slug(title: str) -> str:
    """An address that no Qdéfi has yet."""
    slug = slug_of(title)[:50]
    taken = set(Qdefi.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(each for n in range(1, len(taken) + 2) if (each := slug if n == 1 else f"{slug}-{n}") not in taken)
