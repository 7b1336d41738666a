"""What the box lists: ideas by keyset, the board by state, the one that rises."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.box.models import Idea, IdeaQuerySet, IdeaState
from ideas.box.queries.lines import IdeaLine, lines_of, whole

PAGE = 20
COLUMN = 8  # ideas in a column of the board
COLUMNS: Mapping[IdeaState, str | Promise] = MappingProxyType(
    {
        IdeaState.PROPOSED: _("Proposées"),
        IdeaState.STUDIED: _("À l’étude"),
        IdeaState.NEGOTIATING: _("En négociation"),
        IdeaState.PLANNED: _("Prévues"),
        IdeaState.ON_SALE: _("En vente"),
        IdeaState.DECLINED: _("Déclinées"),
    }
)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _heat(text: str) -> float:
    heat = float(text)
    if not math.isfinite(heat):
        raise ValueError(text)
    return heat


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by, the greatest first: a column, how its value is read from an address, what it leaves."""

    column: str
    parse: Callable[[str], Any]
    rows: Callable[[IdeaQuerySet], IdeaQuerySet]


def _but_merged(rows: IdeaQuerySet) -> IdeaQuerySet:
    return rows.exclude(state=IdeaState.MERGED)


ORDERS: Mapping[str, Order] = MappingProxyType(
    {
        "": Order("heat", _heat, IdeaQuerySet.under_way),
        "soutenues": Order("supports", _count, _but_merged),
        "recentes": Order("pk", _count, _but_merged),
        "repondues": Order("answered_at", _moment, lambda rows: _but_merged(rows).filter(answered_at__isnull=False)),
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for. Of a `state`, all are listed, whatever the order would leave out.

    `view`: "soutenues" those this member stands behind, "miennes" those they proposed. `after`: where a page ended.
    """

    order: str = ""
    state: str = ""
    universe: str = ""
    view: str = ""
    after: str = ""

    @property
    def takes_new(self) -> bool:
        """Does an idea come into this list as it is proposed, its universe aside?"""
        return not self.view and self.state in {"", IdeaState.PROPOSED} and self.order != "repondues"


@dataclass(frozen=True, slots=True)
class IdeaList:
    """A page of ideas; `cursor` asks for the next, "" at the end."""

    lines: tuple[IdeaLine, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class Column:
    """A state on the board, with those of its ideas that most people stand behind."""

    state: str
    label: str
    lines: tuple[IdeaLine, ...]
    has_more: bool


def idea_list(asked: Asked, viewer: Any) -> IdeaList:
    """One page of ideas; one query, one for what was said under them, one for a member's supports.

    What makes no sense in `asked` counts as not asked.
    """
    order = ORDERS.get(asked.order, ORDERS[""])
    rows = whole(Idea.objects.shown())
    rows = rows.filter(state=asked.state) if asked.state in IdeaState.values else _listed(rows, order, asked, viewer)
    if asked.universe:
        rows = rows.filter(universe__slug=asked.universe)
    rows = _of(rows, asked.view, viewer)
    if order.column == "answered_at":
        rows = rows.filter(answered_at__isnull=False)
    if (place := _read(asked.after, order)) is not None:
        rows = rows.filter(_beyond(order, *place))
    page = list(rows.order_by(*_by(order))[: PAGE + 1])
    cursor = f"{_value(page[PAGE - 1], order)}~{page[PAGE - 1].pk}" if len(page) > PAGE else ""
    return IdeaList(tuple(lines_of(page[:PAGE], viewer)), cursor)


def board(viewer: Any) -> tuple[Column, ...]:
    """Every state with the ideas that most people stand behind; as many queries however many ideas there are.

    Nothing is counted: with fifty thousand ideas that alone would take longer than all the rest.
    """
    columns = [
        Idea.objects.shown().filter(state=state).order_by("-supports", "-pk").values_list("pk")[: COLUMN + 1]
        for state in COLUMNS
    ]
    numbers = [row[0] for row in columns[0].union(*columns[1:], all=True)]
    rows = sorted(whole(Idea.objects.shown()).filter(pk__in=numbers), key=lambda row: (-row.supports, -row.pk))
    lines = lines_of(rows, viewer)
    found = {state: [line for line in lines if line.state == state] for state in COLUMNS}
    return tuple(
        Column(state, str(COLUMNS[state]), tuple(some[:COLUMN]), len(some) > COLUMN) for state, some in found.items()
    )


def rising_idea(viewer: Any) -> IdeaLine | None:
    """The idea under way that warms up most; None in an empty box."""
    return next(iter(lines_of(whole(Idea.objects.shown().under_way()).order_by(*_by(ORDERS[""]))[:1], viewer)), None)


def _listed(rows: IdeaQuerySet, order: Order, asked: Asked, viewer: Any) -> IdeaQuerySet:
    """What a list holds when no state is asked for; of one's own all are there, however they ended."""
    return rows if asked.view and viewer.is_authenticated else order.rows(rows)


def _of(rows: IdeaQuerySet, view: str, viewer: Any) -> IdeaQuerySet:
    if view == "soutenues" and viewer.is_authenticated:
        return rows.filter(supported__member=viewer)
    if view == "miennes" and viewer.is_authenticated:
        return rows.filter(author=viewer)
    return rows


def _by(order: Order) -> tuple[Any, ...]:
    return (F(order.column).desc(), F("pk").desc()) if order.column != "pk" else (F("pk").desc(),)


def _value(idea: Idea, order: Order) -> str:
    value = getattr(idea, order.column)
    return str(value.isoformat()) if isinstance(value, datetime) else repr(value)


def _beyond(order: Order, value: Any, pk: int) -> Q:
    """What comes after the place where a page ended."""
    if order.column == "pk":
        return Q(pk__lt=pk)
    name = order.column
    return Q(Q((f"{name}__lt", value)) | Q((name, value), pk__lt=pk), (f"{name}__lte", value))


def _read(text: str, order: Order) -> tuple[Any, int] | None:
    """Where the page before ended; None for a text that is no place."""
    value, _, pk = text.rpartition("~")
    try:
        return (order.parse(value), int(pk)) if re.fullmatch(r"\d{1,18}", pk, re.ASCII) else None
    except (ValueError, OverflowError):
        return None
