"""The embargo: what of a drop may be shown to whom, and when.

Pages, API, sockets, feeds, search and mails see only what `view_of` and `payload_of` hand out. What may not be shown
is not empty there but absent: asking for it raises.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

from django.conf import settings

from drops.audiences import Audience, audience_of
from drops.models import Drop, Phase, Watch, WatchPicture
from realtime.clock import to_ms


class Level(IntEnum):
    """How much is shown; each level includes the one before."""

    NOTHING = 0  # not even that it exists
    NOTICE = 1  # code, hour, universe, mode and rules
    SHEET = 2  # the watch, its data sheet and pictures, the statement
    FIGURES = 3  # pieces, claims, the chain
    OFFER = 4  # the price, and how many a member may have


LEVELS = {
    (Phase.SEALED, Audience.ANONYMOUS): Level.NOTHING,
    (Phase.SEALED, Audience.MEMBER): Level.NOTHING,
    (Phase.SEALED, Audience.TEAM): Level.OFFER,
    (Phase.ANNOUNCED, Audience.ANONYMOUS): Level.NOTICE,
    (Phase.ANNOUNCED, Audience.MEMBER): Level.NOTICE,
    (Phase.ANNOUNCED, Audience.TEAM): Level.OFFER,
    (Phase.OPEN, Audience.ANONYMOUS): Level.SHEET,
    (Phase.OPEN, Audience.MEMBER): Level.OFFER,
    (Phase.OPEN, Audience.TEAM): Level.OFFER,
    (Phase.SOLD_OUT, Audience.ANONYMOUS): Level.FIGURES,
    (Phase.SOLD_OUT, Audience.MEMBER): Level.FIGURES,
    (Phase.SOLD_OUT, Audience.TEAM): Level.FIGURES,
    (Phase.CLOSED, Audience.ANONYMOUS): Level.FIGURES,
    (Phase.CLOSED, Audience.MEMBER): Level.FIGURES,
    (Phase.CLOSED, Audience.TEAM): Level.FIGURES,
    (Phase.CANCELLED, Audience.TEAM): Level.FIGURES,
}


def level_of(drop: Drop, audience: Audience, now: datetime) -> Level:
    """How much of `drop` this audience may know at `now`. Rehearsals are the team's, and everybody's in a demo."""
    if audience == Audience.REHEARSER:
        if not drop.rehearsal:
            return Level.NOTHING
        audience = Audience.MEMBER
    elif audience != Audience.TEAM and drop.rehearsal and not settings.DEMO:
        return Level.NOTHING
    phase = drop.phase(now)
    if phase == Phase.CANCELLED and audience != Audience.TEAM:
        return _level_of_cancelled(drop, now)
    return LEVELS[phase, audience]


def _level_of_cancelled(drop: Drop, now: datetime) -> Level:
    """A cancelled drop shows no more than it did: what was never announced stays sealed."""
    if not drop.is_public(now):
        return Level.NOTHING
    return Level.SHEET if drop.has_opened(now) else Level.NOTICE


@dataclass(frozen=True, slots=True)
class PictureView:
    token: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SheetView:
    """A watch's data sheet. Lengths in mm, durations in hours and months; what is not known is empty or None."""

    brand: str
    brand_slug: str
    brand_place: str
    name: str
    reference: str
    statement: str
    case_material: str
    diameter_mm: Decimal | None
    lug_to_lug_mm: Decimal | None
    thickness_mm: Decimal | None
    movement: str
    calibre: str
    frequency_vph: int | None
    hertz: Decimal | None
    power_reserve_h: int | None
    water_resistance_bar: int | None
    functions: str
    strap: str
    warranty_months: int
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True)
class DropView:
    """What everybody may know of an announced drop. `payload` is the same as the sockets' data."""

    code: str
    universe: str
    universe_name: str
    phase: Phase
    paused: bool
    opens_at: datetime | None
    closes_at: datetime | None
    mode: str
    mode_label: str
    message: str
    cancelled_reason: str
    rehearsal: bool
    next_change: datetime | None
    payload: dict[str, Any]

    @property
    def title(self) -> str:
        """How it is called where nothing more may be said."""
        return self.code


@dataclass(frozen=True, slots=True)
class SheetDropView(DropView):
    """With the watch: from the opening on, for everybody."""

    watch: SheetView
    statement: str
    creation: int | None

    @property
    def title(self) -> str:
        return self.watch.name


@dataclass(frozen=True, slots=True)
class FiguresDropView(SheetDropView):
    """With the pieces: for members while it is open, for everybody once it is over."""

    total: int
    available: int
    held: int
    sold: int
    claims: int
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class OfferDropView(FiguresDropView):
    """With the price in rappen: for members, while it is open."""

    price: int | None
    retail_price: int | None
    per_member: int


VIEWS: dict[Level, type[DropView]] = {
    Level.NOTICE: DropView,
    Level.SHEET: SheetDropView,
    Level.FIGURES: FiguresDropView,
    Level.OFFER: OfferDropView,
}


def view_of(drop: Drop, user: Any, now: datetime) -> DropView | None:
    """What `user` may see of `drop` at `now`; None if not even that it exists. `drop` comes from `queries`."""
    audience = audience_of(user)
    level = level_of(drop, audience, now)
    if level == Level.NOTHING:
        return None
    facts = _notice(drop, now) | {"payload": _payload(drop, level, now)}
    if level >= Level.SHEET:
        facts |= {"watch": _sheet(drop.watch), "statement": drop.statement, "creation": drop.creation_id}
    if level >= Level.FIGURES:
        facts |= _figures(drop)
    if level >= Level.OFFER:
        facts |= {"price": drop.price, "retail_price": drop.retail_price, "per_member": drop.per_member}
    return VIEWS[level](**facts)


def payload_of(drop: Drop, audience: Audience, now: datetime) -> dict[str, Any] | None:
    """The data of `drop:<code>` for an audience (docs/protocol.md); None if it may not know of the drop."""
    level = level_of(drop, audience, now)
    return None if level == Level.NOTHING else _payload(drop, level, now)


def entry_of(drop: Drop, audience: Audience, now: datetime) -> dict[str, Any] | None:
    """A drop's entry in the schedule (docs/protocol.md), which lists what has been announced; else None."""
    if not drop.is_public(now) or level_of(drop, audience, now) == Level.NOTHING:
        return None
    return {
        "code": drop.code,
        "universe": drop.universe.slug,
        "phase": drop.phase(now).value,
        "opens_at": _ms(drop.opens_at),
        "closes_at": _ms(drop.closes_at),
    }


def _payload(drop: Drop, level: Level, now: datetime) -> dict[str, Any]:
    payload = {
        "code": drop.code,
        "universe": drop.universe.slug,
        "phase": drop.phase(now).value,
        "paused": drop.is_paused,
        "opens_at": _ms(drop.opens_at),
        "closes_at": _ms(drop.closes_at),
        "mode": drop.mode,
        "window_s": 0,
        "commitment": "",
        "beacon_source": "",
        "message": drop.message,
    }
    return payload | _figures(drop) if level >= Level.FIGURES else payload


def _notice(drop: Drop, now: datetime) -> dict[str, Any]:
    return {
        "code": drop.code,
        "universe": drop.universe.slug,
        "universe_name": drop.universe.name,
        "phase": drop.phase(now),
        "paused": drop.is_paused,
        "opens_at": drop.opens_at,
        "closes_at": drop.closes_at,
        "mode": drop.mode,
        "mode_label": drop.get_mode_display(),
        "message": drop.message,
        "cancelled_reason": drop.cancelled_reason,
        "rehearsal": drop.rehearsal,
        "next_change": drop.next_change(now),
    }


def _figures(drop: Drop) -> dict[str, Any]:
    """The pieces, always with available + held + sold = total, and the chain so far."""
    held: int = drop.held  # type: ignore[attr-defined]  # annotated by queries.with_stock
    return {
        "total": drop.total,
        "available": drop.total - drop.sold - held,
        "held": held,
        "sold": drop.sold,
        "claims": drop.claimants,
        "entries": drop.places,
        "head": drop.head,
    }


def _sheet(watch: Watch) -> SheetView:
    return SheetView(
        brand=watch.brand.name,
        brand_slug=watch.brand.slug,
        brand_place=watch.brand.place,
        name=watch.name,
        reference=watch.reference,
        statement=watch.statement,
        case_material=watch.case_material,
        diameter_mm=watch.diameter_mm,
        lug_to_lug_mm=watch.lug_to_lug_mm,
        thickness_mm=watch.thickness_mm,
        movement=watch.get_movement_display(),
        calibre=watch.calibre,
        frequency_vph=watch.frequency_vph,
        hertz=watch.hertz,
        power_reserve_h=watch.power_reserve_h,
        water_resistance_bar=watch.water_resistance_bar,
        functions=watch.functions,
        strap=watch.strap,
        warranty_months=watch.warranty_months,
        pictures=tuple(map(_picture, watch.pictures.all())),
    )


def _picture(picture: WatchPicture) -> PictureView:
    return PictureView(token=picture.token, alt=picture.alt, width=picture.width, height=picture.height)


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)
