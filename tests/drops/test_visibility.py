"""The embargo, held against the table of decision 7 for every phase and every viewer."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from drops import queries
from drops.audiences import Audience
from drops.live import DropTopic, ScheduleTopic
from drops.models import Drop, Phase
from drops.visibility import VIEWS, DropView, Level, OfferDropView, entry_of, level_of, payload_of, view_of
from tests.factories.drops import (
    make_draft,
    make_drop,
    make_picture,
    make_rehearser,
    make_team_member,
    make_watch,
)
from tests.factories.members import make_member

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PHASES = {
    "draft": {"armed_at": None},
    "armed, unannounced": {"announced_at": NOW + HOUR, "opens_at": NOW + 2 * HOUR, "closes_at": NOW + 3 * HOUR},
    "announced": {"opens_at": NOW + HOUR, "closes_at": NOW + 2 * HOUR},
    "open": {},
    "paused": {"paused_at": NOW},
    "sold out": {"sold": 3},
    "closed": {"opens_at": NOW - 2 * HOUR, "closes_at": NOW - HOUR},
    "cancelled, never announced": {
        "announced_at": NOW + HOUR,
        "opens_at": NOW + 2 * HOUR,
        "closes_at": NOW + 3 * HOUR,
        "cancelled_at": NOW,
    },
    "cancelled, announced": {"opens_at": NOW + HOUR, "closes_at": NOW + 2 * HOUR, "cancelled_at": NOW},
    "cancelled, open": {"cancelled_at": NOW},
}
NOTHING, NOTICE, SHEET, FIGURES, OFFER = Level
# What everybody, members and the team may see.
TABLE = {
    "draft": (NOTHING, NOTHING, OFFER),
    "armed, unannounced": (NOTHING, NOTHING, OFFER),
    "announced": (NOTICE, NOTICE, OFFER),
    "open": (SHEET, OFFER, OFFER),
    "paused": (SHEET, OFFER, OFFER),
    "sold out": (FIGURES, FIGURES, FIGURES),
    "closed": (FIGURES, FIGURES, FIGURES),
    "cancelled, never announced": (NOTHING, NOTHING, FIGURES),
    "cancelled, announced": (NOTICE, NOTICE, FIGURES),
    "cancelled, open": (SHEET, SHEET, FIGURES),
}
AUDIENCES = [Audience.ANONYMOUS, Audience.MEMBER, Audience.TEAM]
CASES = [(phase, who, level) for phase, row in TABLE.items() for who, level in zip(AUDIENCES, row, strict=True)]
FIGURE_KEYS = {"total", "available", "held", "sold", "claims", "entries", "head"}
NOTICE_KEYS = {
    "code", "universe", "phase", "paused", "opens_at", "closes_at", "mode", "window_s", "commitment", "beacon_source",
    "message",
}  # fmt: skip


def facts(phase):
    times = {
        "announced_at": NOW - 12 * HOUR,
        "armed_at": NOW - 24 * HOUR,
        "opens_at": NOW - HOUR,
        "closes_at": NOW + HOUR,
        "total": 3,
    }
    return times | PHASES[phase]


@pytest.mark.parametrize(("phase", "audience", "level"), CASES)
def test_every_phase_and_audience(phase, audience, level):
    drop = Drop(**facts(phase))
    assert level_of(drop, audience, NOW) == level


def test_every_phase_is_in_the_table():
    assert {Drop(**facts(phase)).phase(NOW) for phase in PHASES} == set(Phase)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("demo", [False, True])
def test_rehearsals_are_the_teams_and_everybodys_in_a_demo(settings, phase, demo):
    settings.DEMO = demo
    rehearsal = Drop(rehearsal=True, **facts(phase))
    levels = [level_of(rehearsal, audience, NOW) for audience in AUDIENCES]
    everybody, member, team = TABLE[phase]
    assert levels == ([everybody, member, team] if demo else [NOTHING, NOTHING, team])


@pytest.mark.parametrize("phase", PHASES)
def test_rehearsers_see_rehearsals_as_members_do_and_nothing_else(phase):
    assert level_of(Drop(rehearsal=True, **facts(phase)), Audience.REHEARSER, NOW) == TABLE[phase][1]
    assert level_of(Drop(**facts(phase)), Audience.REHEARSER, NOW) == NOTHING


@pytest.fixture
def people(db):
    return dict(zip(AUDIENCES, (AnonymousUser(), make_member(), make_team_member()), strict=True))


@pytest.mark.parametrize(("phase", "audience", "level"), CASES)
def test_existence_is_shown_or_not(people, phase, audience, level):
    drop = make_drop(**facts(phase))
    assert Drop.objects.visible_to(people[audience], NOW).contains(drop) == (level > NOTHING)
    view = queries.drop_view(drop.code, people[audience], NOW)
    assert type(view) is VIEWS.get(level, type(None))


@pytest.mark.parametrize(("phase", "audience", "level"), CASES)
def test_payloads_have_the_keys_of_the_protocol(people, phase, audience, level):
    drop = queries.with_stock(Drop.objects.filter(pk=make_drop(**facts(phase)).pk)).get()
    payload = payload_of(drop, audience, NOW)
    expected = NOTICE_KEYS | (FIGURE_KEYS if level >= FIGURES else set())
    assert payload is None if level == NOTHING else payload.keys() == expected


def test_what_is_not_shown_is_not_there(people):
    drop = make_drop(**facts("announced"))
    view = queries.drop_view(drop.code, people[Audience.MEMBER], NOW)
    for secret in ("watch", "statement", "total", "available", "head", "price", "retail_price", "per_member"):
        with pytest.raises(AttributeError):
            getattr(view, secret)


def test_views_are_frozen(people):
    view = queries.drop_view(make_drop(**facts("open")).code, people[Audience.MEMBER], NOW)
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.price = 1


def test_a_rehearser_sees_rehearsals_only(people):
    rehearsal, real = make_drop(rehearsal=True, **facts("open")), make_drop(**facts("open"))
    visible = Drop.objects.visible_to(make_rehearser(), NOW)
    assert (visible.contains(rehearsal), visible.contains(real)) == (True, False)


def test_a_member_who_was_banned_is_nobody(people):
    drop = make_drop(**facts("open"))
    people[Audience.MEMBER].is_active = False
    assert type(queries.drop_view(drop.code, people[Audience.MEMBER], NOW)) is VIEWS[SHEET]


SECRETS = ["Kanarienvogel", "Zaunkönig", "Rotkehlchen", "Dompfaff", "Blaumeise", "Grünfink", "424243", "535354"]


def make_secret_drop(phase):
    """A drop with a secret word in every field that has one."""
    watch = make_watch(
        name=SECRETS[0],
        reference=SECRETS[1],
        statement=SECRETS[2],
        case_material=SECRETS[3],
        calibre=SECRETS[4],
    )
    make_picture(watch, alt=SECRETS[5])
    return make_drop(watch=watch, statement=SECRETS[2], price=424_243, retail_price=535_354, **facts(phase))


def told(value):
    """All that a frozen view or a payload says, in one text."""
    if dataclasses.is_dataclass(value):
        return json.dumps(dataclasses.asdict(value), default=str, ensure_ascii=False)
    return json.dumps(value, default=str, ensure_ascii=False)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("audience", [Audience.ANONYMOUS, Audience.MEMBER])
def test_no_secret_word_leaves_before_its_time(db, phase, audience):
    drop = make_secret_drop(phase)
    user = AnonymousUser() if audience == Audience.ANONYMOUS else make_member()
    level = TABLE[phase][AUDIENCES.index(audience)]
    text = told([told(view) for view in queries.schedule(user, NOW)])
    text += told(queries.drop_view(drop.code, user, NOW)) if level > NOTHING else ""
    rows = queries.with_stock(Drop.objects.filter(pk=drop.pk)).get()
    text += told(payload_of(rows, audience, NOW)) + told(entry_of(rows, audience, NOW))
    assert any(secret in text for secret in SECRETS[:6]) == (level >= SHEET)
    assert any(price in text for price in SECRETS[6:]) == (level == OFFER)


@pytest.mark.parametrize("phase", ["draft", "armed, unannounced", "cancelled, never announced"])
def test_the_wire_says_nothing_of_a_sealed_drop(db, phase):
    shift = datetime.now(UTC) - NOW
    moments = {name: value + shift if isinstance(value, datetime) else value for name, value in facts(phase).items()}
    drop = make_drop(**moments)
    assert DropTopic().read(drop.code).data.keys() == {"team"}
    assert all(data == {"drops": []} for data in ScheduleTopic().read().data.values())


def test_the_views_add_up():
    """Each level has all the fields of the one below."""
    fields = [{field.name for field in dataclasses.fields(VIEWS[level])} for level in (NOTICE, SHEET, FIGURES, OFFER)]
    assert fields[0] < fields[1] < fields[2] < fields[3]
    assert VIEWS[OFFER] is OfferDropView
    assert issubclass(OfferDropView, DropView)


def test_view_of_asks_for_a_drop_with_its_stock(db):
    with pytest.raises(AttributeError):
        view_of(make_drop(**facts("open")), make_member(), NOW)


def test_a_draft_is_shown_to_the_team_without_hours(db):
    drop = make_draft(opens_at=None, closes_at=None)
    assert queries.drop_view(drop.code, make_team_member(), NOW).opens_at is None
