"""What is said under an entry. While a Qdéfi is blind, its thread says no more of the author than its page does."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from challenges.qdefis import rules
from challenges.qdefis.models import Entry
from community.discussions.subjects import Subject


def _may_read(entry: Entry, viewer: Any, now: datetime) -> bool:
    return entry.is_standing and rules.may_read(entry, entry.qdefi, viewer)


SUBJECT = Subject(
    name="entry",
    label=_("Participation à un Qdéfi"),
    model=Entry,
    title=lambda entry: entry.title or entry.qdefi.title,
    url=lambda entry: entry.get_absolute_url(),
    may_read=_may_read,
)
