"""Points and badges for a demo house, as if its members had earned them over the last three seasons."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from community.members.models import Member
from community.members.trust import day_of
from community.recognition.badges import Facts, all_badges
from community.recognition.models import Distinction, Entry, Total
from community.recognition.reasons import all_reasons
from community.recognition.seasons import season_of
from community.universes.models import Universe

SINCE = timedelta(days=250)
MOST = 60  # lines, or a few more of who is trusted
SOURCE = "demo:"  # what never was has no page


@transaction.atomic
def make_demo_recognition(now: datetime) -> None:
    """Give the demo's members their ledgers, once; told is nobody. Refuses outside a demo house."""
    if not settings.DEMO:
        raise ImproperlyConfigured("These points were never earned; they need DEMO = True.")
    if Entry.objects.filter(source__startswith=SOURCE).exists():
        return
    universe = Universe.objects.get(slug="qlock")
    members = Member.objects.filter(is_active=True, is_staff=False).order_by("pk")
    members = members.exclude(email__endswith=".invalid")  # nobody's: accounts of a rehearsal go with it
    Entry.objects.bulk_create(entry for member in members for entry in _earned(member, universe, now))
    _add_up()
    _decorate()


def _earned(member: Member, universe: Universe, now: datetime) -> Iterable[Entry]:
    """What somebody may have got, within the caps: few have much."""
    chance = Random(member.handle)  # noqa: S311 -- a past that never was, no secret
    joined = max(member.date_joined, now - SINCE)
    reasons, today = all_reasons(), Counter[tuple[str, object]]()
    likely = [100 / reason.points for reason in reasons]
    for number in range(MOST // 5 * member.level + int(MOST * chance.random() ** 3)):
        reason = chance.choices(reasons, likely)[0]
        at = joined + (now - joined) * chance.random()
        points = min(reason.points, reason.cap - today[reason.name, day_of(at)])
        today[reason.name, day_of(at)] += points
        yield Entry(
            member=member, points=points, reason=reason.name, source=f"{SOURCE}{number}", universe=universe, at=at
        )


def _add_up() -> None:
    """Write the totals anew, from the ledger."""
    sums = Counter[tuple[int, str, int | None]]()
    for member, points, universe, at in Entry.objects.values_list("member_id", "points", "universe_id", "at"):
        season = str(season_of(day_of(at)))
        for place in {("", None), (season, None), ("", universe), (season, universe)}:
            sums[member, *place] += points
    Total.objects.all().delete()
    Total.objects.bulk_create(
        Total(member_id=member, season=season, universe_id=universe, points=points)
        for (member, season, universe), points in sums.items()
    )


def _decorate() -> None:
    """Give each badge at the line by which its rule was met."""
    given: dict[tuple[int, str], datetime] = {}
    times: dict[int, Counter[str]] = {}
    points = Counter[int]()
    for entry in Entry.objects.standing().order_by("at", "pk"):
        mine = times.setdefault(entry.member_id, Counter())
        mine[entry.reason] += 1
        points[entry.member_id] += entry.points
        facts = Facts(mine, points[entry.member_id])
        for badge in all_badges():
            if badge.rule.is_met(facts):
                given.setdefault((entry.member_id, badge.slug), entry.at)
    Distinction.objects.bulk_create(
        [Distinction(member_id=member, badge=badge, at=at) for (member, badge), at in given.items()],
        ignore_conflicts=True,
    )
