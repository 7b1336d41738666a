import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from community.discussions.demo.scene import set_scene, talk_under
from community.discussions.demo.words import typeset
from community.gatherings.hours import THERE
from community.gatherings.models import Gathering, GatheringState, Rsvp, RsvpState
from community.gatherings.talk import SUBJECT
from community.members.models import Member
from community.universes.models import Universe

HERE = Path(__file__).parent
ANSWERS_END = timedelta(days=2)  # before the beginning
FORESIGHT = timedelta(days=30)  # between the first answer and the last

Row = dict[str, Any]


@transaction.atomic
def make_demo_gatherings(now: datetime) -> None:
    """Make the demo's gatherings that are missing, with their answers and their talk as if they had grown until `now`.

    Refuses outside a demo house. Announces nothing, and leaves the index of the search to `manage.py reindex`.
    """
    universe, people = set_scene(now, "These evenings never were")
    for row in tomllib.loads((HERE / "gatherings.toml").read_text(encoding="utf-8"))["gathering"]:
        if not Gathering.objects.filter(slug=row["slug"]).exists():
            gathering = _make(row, universe, now)
            _answer(gathering, row, people, now)
            talk_under(gathering, SUBJECT, row.get("post", []), people, gathering.ends_at)


def _make(row: Row, universe: Universe, now: datetime) -> Gathering:
    hour, minute = map(int, row["from"].split(":"))
    day = localtime(now, THERE) + timedelta(days=row["days"])
    day += timedelta(days=(row["weekday"] - day.weekday()) % 7)
    starts_at = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
    words = {name: typeset(row[name].strip()) for name in ("title", "summary", "text", "directions")}
    since = min(now, starts_at) - FORESIGHT
    return Gathering.objects.create(
        **words,
        slug=row["slug"],
        universe=universe,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=row["hours"]),
        rsvp_until=starts_at - ANSWERS_END,
        place=row["place"],
        address=row["address"],
        capacity=row["capacity"],
        guests_per_member=row["guests"],
        state=GatheringState.CANCELLED if "cancelled" in row else GatheringState.PUBLISHED,
        cancelled_reason=typeset(row.get("cancelled", "")),
        sequence=1 if "cancelled" in row else 0,
        published_at=since,
        revised_at=since,
    )


def _answer(gathering: Gathering, row: Row, people: Mapping[str, Member], now: datetime) -> None:
    """Seats for so many people, those first who are named in the row; then the line. Two in three show their name."""
    chance = Random(row["slug"])  # noqa: S311 -- who comes to a party that never was, no secret
    waiting = [Rsvp(member=people[handle], guests=guests) for handle, guests in row.get("waiting", [])]
    named = [people[handle] for handle in row.get("going", [])]
    apart = {member.pk for member in (*named, *(rsvp.member for rsvp in waiting))}
    others = [member for member in people.values() if member.pk not in apart]
    chance.shuffle(others)
    going = []
    left = row["seats"]
    for member in (*named, *others):
        rsvp = Rsvp(member=member, guests=min(chance.choice((0, 0, 1, 1, 2)), gathering.guests_per_member, left - 1))
        going.append(rsvp)
        left -= rsvp.party
        if not left:
            break
    since = gathering.published_at or now
    for number, rsvp in enumerate((*going, *waiting), 1):
        rsvp.gathering, rsvp.shows_name = gathering, chance.random() < 2 / 3
        rsvp.at = since + (min(now, gathering.rsvp_until) - since) * number / (len(going) + len(waiting) + 1)
        rsvp.state, rsvp.seated_at = RsvpState.GOING, rsvp.at
    for place, rsvp in enumerate(waiting, 1):
        rsvp.state, rsvp.seated_at, rsvp.place = RsvpState.WAITING, None, place
    Rsvp.objects.bulk_create([*going, *waiting])
    gathering.seats = sum(rsvp.party for rsvp in going)
    gathering.waiting, gathering.last_place = sum(rsvp.party for rsvp in waiting), len(waiting)
    gathering.save()
