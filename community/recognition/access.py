"""From what an address says to what there is; "not found" for what the house has switched off."""

from django.http import Http404

from community.members.trust import day_of
from community.recognition.badges import Badge, badge_of
from community.recognition.models import Settings
from community.recognition.queries import Rank, switches
from community.recognition.seasons import Season, read_season, season_of
from community.universes.models import Universe
from realtime import clock

ALL_TIME = "toujours"


def house_or_404(*needed: str) -> Settings:
    """What the house has, if it has one of these, or anything at all."""
    house = switches()
    if house.is_on and (not needed or any(getattr(house, what) for what in needed)):
        return house
    raise Http404


def badge_or_404(slug: str) -> Badge:
    """A badge, in a house that has badges."""
    house_or_404("badges")
    if badge := badge_of(slug):
        return badge
    raise Http404(slug)


def season_or_404(text: str) -> Season | None:
    """A season that has begun; this one where nothing is said, None for all time."""
    now = season_of(day_of(clock.now()))
    if text == ALL_TIME:
        return None
    season = read_season(text) if text else now
    if season is None or season > now:
        raise Http404(text)
    return season


def universe_or_404(slug: str) -> Universe | None:
    """A universe; None where nothing is said."""
    if not slug:
        return None
    if universe := Universe.objects.filter(slug=slug).first():
        return universe
    raise Http404(slug)


def rank_or_404(text: str) -> Rank | None:
    """Where a page of a leaderboard begins; None for the first one."""
    if not text:
        return None
    if rank := Rank.read(text):
        return rank
    raise Http404(text)
