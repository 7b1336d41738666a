"""What Qdéfis put on a member's own page: what they entered, drafts too."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models import Entry, EntryState
from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member


def count_entries(member: Member) -> int:
    """How many entries a member has, those that wait or were taken back too."""
    return Entry.objects.filter(author=member).count()


def entries(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """What a member entered, each with where it stands; one query."""
    rows = Entry.objects.filter(author=member).select_related("qdefi")
    return [
        Line(
            pk=entry.pk,
            title=entry.title or entry.qdefi.title,
            at=entry.started_at,
            url=entry.get_absolute_url(),
            note=f"{entry.qdefi.title}, {EntryState(entry.state).label}" if entry.title else _state(entry),
            language=entry.language,
        )
        for entry in latest(rows, after, limit, by="started_at")
    ]


def _state(entry: Entry) -> str:
    return str(EntryState(entry.state).label)


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("participations", _("Participations aux Qdéfis"), count=count_entries, lines=entries)
