"""What judgings show beside Qdéfis, their entries and the cards of their gallery."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from challenges.juries import queries
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Juror
from challenges.qdefis.models import Entry, Phase, Qdefi
from challenges.qdefis.rules import may_manage


def on_qdefi(request: HttpRequest, qdefi: Qdefi, now: datetime) -> Mapping[str, Any] | None:
    """The turnout, the jury's progress, then the result; nothing before the votes open."""
    judging = settle_judging(qdefi, now)
    if judging is None:
        return None
    if (result := queries.result_view(judging, request.user)) is not None:
        return {"result": result}
    if not qdefi.is_judged:
        return None
    sits = (
        request.user.is_authenticated and Juror.objects.sitting().filter(judging=judging, member=request.user).exists()
    )
    return {
        "qdefi": qdefi,
        "turnout": queries.turnout_for(request.user, judging, now) if judging.takes_votes else None,
        "progress": queries.progress_of(judging),
        "sits": sits,
        "manages": may_manage(request.user),
    }


def on_entry(request: HttpRequest, entry: Entry, now: datetime) -> Mapping[str, Any] | None:
    """The viewer's mark while votes are open; the place once there is a result."""
    if not entry.is_standing or (not entry.qdefi.is_judged and entry.qdefi.settled_at is None):
        return None
    judging = settle_judging(entry.qdefi, now)
    if judging is None:
        return None
    if judging.outcome is not None:
        place = judging.outcome["places"].get(entry.code)
        return None if place is None else {"place": place, "wins": entry.code in judging.outcome["winners"]}
    marking = queries.markings_for(request.user, judging, [entry.pk], now).get(entry.pk)
    return None if marking is None else {"marking": marking, "back": request.get_full_path()}


def on_cards(
    request: HttpRequest, qdefi: Qdefi, entries: Collection[int], now: datetime
) -> Mapping[int, Mapping[str, Any]]:
    """The viewer's marks on a page of a gallery."""
    if not qdefi.is_judged or qdefi.phase(now) != Phase.VOTES or (judging := settle_judging(qdefi, now)) is None:
        return {}
    back = request.get_full_path()
    markings = queries.markings_for(request.user, judging, entries, now)
    return {pk: {"marking": marking, "back": back} for pk, marking in markings.items()}
