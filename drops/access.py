"""From what an address says to what this person may see; "not found" for what they may not know."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import Http404

from community.pictures.storage import rendition_path
from drops import queries
from drops.visibility import DropView


def drop_view_or_404(code: str, user: Any, now: datetime) -> DropView:
    """The drop as `user` may see it."""
    if view := queries.drop_view(code, user, now):
        return view
    raise Http404(code)


def proof_or_404(code: str, user: Any, now: datetime) -> dict[str, Any]:
    """The chain of a drop whose figures `user` may see."""
    if proof := queries.proof_of(code, user, now):
        return proof
    raise Http404(code)


def picture_or_404(code: str, token: str, rendition: str, user: Any, now: datetime) -> Path:
    """Where a rendition of a picture lies, if `user` may see its watch through this drop."""
    if picture := queries.picture_for(code, token, user, now):
        try:
            return rendition_path(picture.token, rendition)
        except KeyError as error:
            raise Http404(rendition) from error
    raise Http404(token)
