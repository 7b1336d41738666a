"""What the templates of `templates/drops/` are given, from read models alone."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.urls import reverse

from drops import words
from drops.models import Phase
from drops.queries import ClaimView, schedule
from drops.sheet import lines_of
from drops.standing import OVER, Standing
from drops.templatetags.drops import hour, seconds, weekday
from drops.visibility import DropView, FiguresDropView, SheetDropView
from realtime.clock import to_ms

BEFORE = frozenset({Phase.SEALED, Phase.ANNOUNCED})
DONE = frozenset({Phase.CLOSED, Phase.CANCELLED})  # nobody waits for news of them


def programme(drops: Sequence[DropView], now: datetime) -> dict[str, Any]:
    """The schedule: the drop of the moment with its dial, what else is coming, what is past, the latest first."""
    current = first_of(drops)
    coming = [drop for drop in drops if drop is not current and drop.phase not in OVER]
    past = [drop for drop in reversed(drops) if drop is not current and drop.phase in OVER]
    return {
        "first": stage(current, now) if current else None,
        "coming": coming,
        "past": past,
        "refresh": refresh_after(current, now) if current else None,
    }


def dial_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """The panel of the home page: the drop of the moment, if there is one."""
    current = first_of(schedule(request.user, now))
    return stage(current, now) if current else None


def first_of(drops: Sequence[DropView]) -> DropView | None:
    """The drop of the moment: an open one, the one that closes first; else the next to open."""
    shown = [drop for drop in drops if drop.phase in {Phase.OPEN, Phase.ANNOUNCED}]
    return min(shown, key=_turn, default=None)


def _turn(drop: DropView) -> tuple[bool, int]:
    is_open = drop.phase == Phase.OPEN
    goal = drop.closes_at if is_open else drop.opens_at
    return not is_open, to_ms(goal) if goal else 0


def stage(drop: DropView, now: datetime) -> dict[str, Any]:
    """The dial, the line above the title, the stamp, and when to ask again without script.

    The page's own frame is number 0: whatever the socket says replaces it.
    """
    note = "" if drop.opens_at is None else f"{weekday(drop.opens_at)} · {hour(drop.opens_at)}"
    return {
        "drop": drop,
        "frame": {"seq": 0, "now": to_ms(now), "data": drop.payload},
        "dial_note": note,
        "poll": reverse("api:drop", args=[drop.code]),
        "line": _line(drop, now),
        "stamp": _stamp(drop, now),
        "refresh": refresh_after(drop, now),
    }


def offer(drop: DropView) -> dict[str, Any]:
    """What is offered: nothing but its hour before the opening, the watch and its sheet from then on."""
    sheet = lines_of(drop.watch) if isinstance(drop, SheetDropView) else []
    return {"drop": drop, "sheet": sheet, "is_over": drop.phase in {Phase.SOLD_OUT, Phase.CLOSED}}


def place(drop: DropView, claim: ClaimView | None, standing: Standing, *, intends: bool) -> dict[str, Any]:
    """What this person may do. `intends`: they pressed the button before they had signed in."""
    return {
        "drop": drop,
        "claim": claim,
        "standing": standing,
        "place_template": f"drops/places/_{standing}.html",
        "intends": intends,
        "login_url": redirect_to_login(intention(drop.code)).url,
        "claim_label": words.say(words.claim, _label(drop)),
        "quantities": range(1, getattr(drop, "per_member", 1) + 1),
        "fresh_key": secrets.token_hex(16),
    }


def intention(code: str) -> str:
    """The page of a drop for who wanted a piece before they had signed in."""
    return f"{reverse('drops:drop', args=[code])}?demande=1#place"


def refresh_after(drop: DropView, now: datetime) -> int | None:
    """After how many seconds a page without script should ask again; None once nothing moves any more."""
    if drop.phase in OVER or drop.opens_at is None:
        return None
    if drop.phase == Phase.OPEN:
        return 15
    return max(1, min(60, -(-(to_ms(drop.opens_at) - to_ms(now)) // 1000)))


def _stamp(drop: DropView, now: datetime) -> str:
    """From when the figures are, as long as they move, and how many members asked, where that may be known."""
    parts = [] if drop.phase in DONE else [words.say(words.stamp, "fresh", time=seconds(now))]
    if isinstance(drop, FiguresDropView):
        parts.append(words.say(words.stamp, "claims" if drop.claims else "no_claims", drop.claims))
    return " · ".join(parts)


def _label(drop: DropView) -> str:
    """What the button says: by the phase, and once open by whether a piece is there or only a place in the queue."""
    if drop.phase != Phase.OPEN:
        return str(drop.phase)
    if drop.paused:
        return "paused"
    return "queue" if isinstance(drop, FiguresDropView) and drop.available == 0 else "claim"


def _line(drop: DropView, now: datetime) -> str:
    if drop.opens_at is None or drop.closes_at is None:
        return words.say(words.dial, "sealed")
    state = "paused" if drop.phase == Phase.OPEN and drop.paused else str(drop.phase)
    goal = drop.opens_at if drop.phase in BEFORE else drop.closes_at
    return words.say(words.countdown, state, left=words.time_left(to_ms(goal) - to_ms(now)))
