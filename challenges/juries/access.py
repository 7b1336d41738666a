"""From what an address says to what this person may judge; "not found" for what they may not know."""

from datetime import datetime
from typing import Any

from django.http import Http404

from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Judging, Juror
from challenges.qdefis.access import qdefi_or_404
from challenges.qdefis.models import Entry, EntryState


def entered_or_404(slug: str, code: str, viewer: Any) -> Entry:
    """An entry that was handed in to a judged Qdéfi, also one that stands no more: a verb refuses it by its rule."""
    qdefi = qdefi_or_404(slug, viewer)
    entry = Entry.objects.exclude(state=EntryState.DRAFT).filter(qdefi=qdefi, code=code).first()
    if entry is None or not qdefi.is_judged:
        raise Http404(code)
    entry.qdefi = qdefi
    return entry


def judging_or_404(slug: str, viewer: Any, now: datetime) -> Judging:
    """The judging of a Qdéfi once it has opened, with all done that its hours ask for."""
    judging = settle_judging(qdefi_or_404(slug, viewer), now)
    if judging is None:
        raise Http404(slug)
    return judging


def juror_or_404(slug: str, viewer: Any, now: datetime) -> tuple[Judging, Juror]:
    """A juror's own seat in the jury of a Qdéfi; for everybody else there is no such desk."""
    qdefi = qdefi_or_404(slug, viewer)
    juror = Juror.objects.sitting().filter(judging=qdefi.pk, member=viewer).select_related("judging", "member").first()
    if juror is None:
        raise Http404(slug)
    judging = settle_judging(qdefi, now) or juror.judging
    judging.qdefi = qdefi
    return judging, juror
