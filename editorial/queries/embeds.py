"""What articles embed of ideas, votes, drops and the café, each as one reader may see it at one hour."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models import Qdefi
from community.discussions.access import thread_or_404
from drops.queries import drop_view
from editorial.embeds import Embedded
from ideas.ballots.models import Ballot
from ideas.box.access import idea_or_404
from ideas.box.models import IdeaState

Said = Mapping[str, Any]  # what the address says


def idea(said: Said, viewer: Any, now: datetime) -> Embedded | None:
    try:
        found = idea_or_404(said["number"], viewer)
    except Http404:
        return None
    return Embedded(
        _("Idée"), found.title, found.get_absolute_url(), IdeaState(found.state).label, language=found.language
    )


def ballot(said: Said, viewer: Any, now: datetime) -> Embedded | None:
    """A published ballot: drafts show to nobody here, not even to who organises them."""
    found = Ballot.objects.filter(pk=said["pk"], published_at__isnull=False).first()
    if found is None:
        return None
    return Embedded(
        _("Vote"), found.question, found.get_absolute_url(), found.phase(now).label, language=found.language
    )


def qdefi(said: Said, viewer: Any, now: datetime) -> Embedded | None:
    """A published Qdéfi, with where the clock says it stands."""
    found = Qdefi.objects.filter(slug=said["slug"], published_at__isnull=False).first()
    if found is None:
        return None
    return Embedded(_("Qdéfi"), found.title, found.get_absolute_url(), found.phase(now).label, language=found.language)


def drop(said: Said, viewer: Any, now: datetime) -> Embedded | None:
    """A drop through the embargo: its watch, its code alone, or nothing at all."""
    found = drop_view(said["code"], viewer, now)
    if found is None:
        return None
    return Embedded(_("Drop"), found.title, reverse("drops:drop", args=[found.code]), found.phase.label)


def thread(said: Said, viewer: Any, now: datetime) -> Embedded | None:
    try:
        found = thread_or_404(int(said["pk"]), viewer, now)
    except (Http404, OverflowError):
        return None
    return Embedded(_("Au café"), found.title, found.get_absolute_url(), language=found.language)


KINDS = {
    "box:idea": idea,
    "ballots:ballot": ballot,
    "qdefis:qdefi": qdefi,
    "drops:drop": drop,
    "discussions:thread": thread,
}
