"""Whether what a member is told reaches them: each channel shows a card on `/moi/alertes/`.

Parts register theirs in `AppConfig.ready()`: the channels their card, others what is coming that nobody wants to miss.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Member
from community.notices.kinds import APP, MAIL, PUSH
from community.notices.models import Notice

ORDER = (APP, MAIL, PUSH)


class Health(TextChoices):
    """How a channel is, in two words."""

    WORKS = "works", gettext_lazy("passe")
    UNPROVEN = "unproven", gettext_lazy("pas encore éprouvé")
    FAILING = "failing", gettext_lazy("ne passe plus")
    OFF = "off", gettext_lazy("pas branché")


@dataclass(frozen=True, slots=True)
class HealthCard:
    """How one channel is for one member: when it last worked, what is wrong, what to do.

    `template` is what stands below, a button or a list; it finds `card`, and in it `context`.
    """

    title: str | Promise
    state: Health
    worked_at: datetime | None = None
    sentence: str = ""
    advice: str = ""
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coming:
    """Something soon that one would be told by a channel that leaves the site: a sentence, and its page."""

    sentence: str
    url: str
    at: datetime


Card = Callable[[Member, datetime], HealthCard]
Look = Callable[[Member, datetime], Coming | None]

_cards: dict[str, Card] = {}
_coming: dict[str, Look] = {}


def register_health(name: str, card: Card) -> None:
    """Show a channel's card on the page; a name belongs to one channel."""
    if _cards.get(name, card) is not card:
        raise ValueError(f"The card {name!r} is taken.")
    _cards[name] = card


def register_coming(name: str, look: Look) -> None:
    """Say on the page what is soon, when no channel would tell it; a name belongs to one part."""
    if _coming.get(name, look) is not look:
        raise ValueError(f"The name {name!r} is taken.")
    _coming[name] = look


def cards_of(member: Member, now: datetime) -> dict[str, HealthCard]:
    """The member's cards by the name of their channel: first the site itself, then what leaves it."""
    names = sorted(_cards, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return {name: _cards[name](member, now) for name in names}


def missed_by(member: Member, cards: Mapping[str, HealthCard], now: datetime) -> Coming | None:
    """The next thing that would reach this member by none of these cards; None while one of them works outside."""
    if any(card.state == Health.WORKS for name, card in cards.items() if name != APP):
        return None
    found = [coming for look in _coming.values() if (coming := look(member, now))]
    return min(found, key=lambda coming: coming.at, default=None)


def app_card(member: Member, now: datetime) -> HealthCard:
    """The site itself: it works as long as one comes by. `static/js/alive.js` says whether the line is live now."""
    read_at = Notice.objects.filter(member=member).aggregate(last=Max("read_at"))["last"]
    return HealthCard(
        title=gettext_lazy("Sur le site"),
        state=Health.WORKS,
        worked_at=read_at,
        sentence=_("Tes avis t’attendent sous la cloche, et arrivent en direct tant qu’une page est ouverte."),
        template="notices/_app_health.html",
    )
