"""Qdéfis whose result is counted and kept back by a ceremony, and what stands on the podium."""

from datetime import timedelta

from challenges.ceremonies.models import Ceremony
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Judging
from challenges.qdefis.models import Kind, Qdefi
from realtime import clock
from tests.factories.qdefis import make_entry, make_qdefi

SECONDS = 20


def make_ceremony(*, since=-3600, guesses=(10, 20, 30, 40), **fields):
    """A guess that is counted, its solution 10, with a ceremony that began `since` seconds ago (ahead: negative)."""
    now = clock.now()
    fields = {"kind": Kind.GUESS, "solution": 10, "title": "Combien de dents ?"} | fields
    qdefi = make_qdefi("jury", **fields)
    for guess in guesses:
        make_entry(qdefi, guess=guess, title="", source="", html="", lead="")
    Qdefi.objects.filter(pk=qdefi.pk).update(results_at=now - timedelta(hours=2))
    Ceremony.objects.create(qdefi=qdefi, starts_at=now + timedelta(days=1), seconds=SECONDS)
    qdefi.refresh_from_db()
    settle_judging(qdefi, clock.now())
    Judging.objects.filter(qdefi=qdefi).update(settled_at=now - timedelta(hours=2))
    move_ceremony(qdefi, since)
    return qdefi


def move_ceremony(qdefi, since):
    """Have it begun `since` seconds ago."""
    Ceremony.objects.filter(qdefi=qdefi).update(starts_at=clock.now() - timedelta(seconds=since))


def places_of(qdefi):
    """The entries by place, as they were counted."""
    places = Judging.objects.get(qdefi=qdefi).outcome["places"]
    return {place: qdefi.entries.get(code=code) for code, place in places.items()}
