"""What the team reads about webhooks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from community.outgoing.answers import NO_ANSWER, REFUSED
from community.webhooks.models import Delivery, State

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the log: what happened, and how the last try went."""

    pk: int
    type: str
    at: datetime
    state: str
    tries: int
    next_at: datetime | None
    tried_at: datetime | None
    status: int | None
    took: int | None
    answer: str

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def status_label(self) -> str:
        """The status of HTTP, or what there was instead of one."""
        instead = {
            None: "",
            NO_ANSWER: _("aucune réponse"),
            REFUSED: _("adresse refusée : elle ne mène pas à l’internet public"),
        }
        return instead.get(self.status, str(self.status))


@dataclass(frozen=True, slots=True)
class Log:
    """A page of an endpoint's log, the latest first; `before` leads to the next page."""

    lines: tuple[Sent, ...]
    before: int | None


_FIELDS = ("pk", "type", "at", "state", "tries", "next_at", "tried_at", "status", "took", "answer")


def log_of(endpoint_id: int, *, before: int | None = None, state: str = "") -> Log:
    """What an endpoint was sent, of one state or of all. One query."""
    rows = Delivery.objects.filter(endpoint=endpoint_id).order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = [Sent(*row) for row in rows.values_list(*_FIELDS)[: ON_A_PAGE + 1]]
    lines = tuple(found[:ON_A_PAGE])
    return Log(lines, lines[-1].pk if len(found) > ON_A_PAGE else None)


def endpoints_due(now: datetime) -> Iterable[int]:
    """Which endpoints have something to be told now. One query."""
    return Delivery.objects.due(now).order_by("endpoint").values_list("endpoint", flat=True).distinct()
