"""What recognition puts on a member's own page: the lines of their ledger."""

from collections.abc import Sequence

from django.db.models import Count, Exists
from django.utils.translation import gettext_lazy as _

from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member
from community.recognition.models import Entry, Settings
from community.recognition.queries import line_of
from community.recognition.words import signed


def count_entries(member: Member) -> int | None:
    """How many lines a member's ledger has; None in a house without points. One query."""
    is_off = Exists(Settings.objects.filter(points=False))
    rows = Member.objects.filter(pk=member.pk).annotate(is_off=is_off, n=Count("entries"))
    counted = rows.values_list("is_off", "n").first()
    return None if counted is None or counted[0] else counted[1]


def entries(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """The lines of a member's ledger, the latest first; one query."""
    rows = latest(Entry.objects.filter(member=member), after, limit)
    lines = [(entry.pk, line_of(entry)) for entry in rows]
    return [Line(pk, str(line.label), line.at, line.url, signed(line.points)) for pk, line in lines]


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("points", _("Lignes de points"), count=count_entries, lines=entries, page="recognition:ledger")
