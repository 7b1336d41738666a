"""Qdéfis and entries for tests, written as the actions leave them."""

import secrets
from datetime import timedelta
from itertools import count

from challenges.qdefis.models import Entry, EntryPicture, EntryState, Kind, Qdefi, Question
from realtime import clock
from tests.factories.drops import make_universe
from tests.factories.members import make_member
from tests.factories.pictures import make_row

_numbers = count(1)
DAY = timedelta(days=1)
# Days from now: entries open, close, votes open, close, results.
DAYS = {
    "announced": (1, 3, 3, 5, 6),
    "entries": (-1, 2, 2, 4, 5),
    "reading": (-3, -1, 1, 4, 5),
    "votes": (-3, -1, -1, 2, 3),
    "jury": (-6, -4, -4, -1, 1),
    "results": (-6, -4, -4, -2, -1),
}
HOURS = ("entries_open_at", "entries_close_at", "votes_open_at", "votes_close_at", "results_at")


def hours_of(phase, kind=Kind.PHOTO):
    """The hours that put a Qdéfi into a phase just now; one that scores itself takes no votes."""
    now = clock.now()
    hours = {name: now + days * DAY for name, days in zip(HOURS, DAYS[phase], strict=True)}
    return hours if kind in (Kind.PHOTO, Kind.TEXT) else hours | {"votes_open_at": None, "votes_close_at": None}


def make_qdefi(phase="entries", **fields):
    """An announced Qdéfi in that phase; "draft" is not announced, "results" are settled. A quiz has two questions."""
    number, kind, now = next(_numbers), fields.get("kind", Kind.PHOTO), clock.now()
    defaults = {
        "slug": f"qdefi-{number}",
        "title": f"Le Qdéfi numéro {number}",
        "lead": "Montre-nous ta montre là où on ne l’attend pas.",
        "brief": "Une montre, un lieu, **une** photo.",
        "terms": "Tu as pris la photo, et tu nous laisses la montrer.",
        "published_at": None if phase == "draft" else now - 10 * DAY,
        "settled_at": now if phase == "results" else None,
        "unit": "battements" if kind == Kind.GUESS else "",
    } | hours_of("announced" if phase == "draft" else phase, kind)
    fields = defaults | fields
    if "universe" not in fields:
        fields["universe"] = make_universe()
    qdefi = Qdefi.objects.create(**fields)
    if kind == Kind.QUIZ:
        Question.objects.create(qdefi=qdefi, text="Qui inventa l’ancre ?", choices=["Mudge", "Breguet"], right=0)
        Question.objects.create(qdefi=qdefi, text="Combien d’alternances ?", choices=["3", "8", "28 800"], right=2)
    return qdefi


def make_entry(qdefi=None, *, pictures=None, **fields):
    """An entry that stands, by somebody new; one of photos has a row of a picture for each that is asked for."""
    number, now = next(_numbers), clock.now()
    qdefi = qdefi or make_qdefi()
    state = fields.get("state", EntryState.SUBMITTED)
    is_entered = state != EntryState.DRAFT
    defaults = {
        "title": f"Participation {number}",
        "source": "Au sommet, à l’aube.",
        "html": "<p>Au sommet, à l’aube.</p>",
        "lead": "Au sommet, à l’aube.",
        "state": state,
        "started_at": now,
        "submitted_at": now if is_entered else None,
        "terms_version": qdefi.terms_version if is_entered else None,
        "terms_accepted_at": now if is_entered else None,
    }
    fields = defaults | fields
    if "author" not in fields:
        fields["author"] = make_member(level=1)
    entry = Entry.objects.create(qdefi=qdefi, **fields)
    if state == EntryState.SUBMITTED:
        qdefi.entered += 1
        qdefi.save(update_fields=["entered"])
    wanted = int(qdefi.kind == Kind.PHOTO) if pictures is None else pictures
    for n in range(wanted):
        picture = make_row(entry.author, is_used=True, is_hidden=state != EntryState.SUBMITTED)
        EntryPicture.objects.create(entry=entry, picture=picture, n=n, alt=f"Une montre, vue {n + 1}")
    return entry


def make_entries(qdefi, number):
    """So many entries that stand, of one photo each, in a few statements; for galleries."""
    author, now = make_member(level=1), clock.now()
    entries = Entry.objects.bulk_create(
        Entry(
            qdefi=qdefi,
            author=author,
            title=f"Participation {n}",
            state=EntryState.SUBMITTED,
            submitted_at=now,
            terms_version=1,
            terms_accepted_at=now,
        )
        for n in range(number)
    )
    model = EntryPicture._meta.get_field("picture").related_model
    pictures = model.objects.bulk_create(
        model(token=secrets.token_hex(16), owner=author, width=1440, height=960, used_at=now) for _ in entries
    )
    EntryPicture.objects.bulk_create(
        EntryPicture(entry=entry, picture=picture, n=0, alt="Une montre")
        for entry, picture in zip(entries, pictures, strict=True)
    )
    qdefi.entered += number
    qdefi.save(update_fields=["entered"])
    return entries


def move_to(qdefi, phase):
    """The same Qdéfi in another phase, by its hours; "results" are settled."""
    hours = hours_of(phase, qdefi.kind)
    settled_at = clock.now() if phase == "results" else None
    Qdefi.objects.filter(pk=qdefi.pk).update(**hours, settled_at=settled_at)
    qdefi.refresh_from_db()
    return qdefi
