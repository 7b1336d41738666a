"""Cards as they are kept: in a place that no address reaches by itself, under the digest of what stands on them.

A card is drawn when it is first asked for. Another title or picture is another digest: the old file goes then.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from challenges.ceremonies.drawing import Card, draw_card
from challenges.ceremonies.models import PLACES
from challenges.ceremonies.queries import facts_of
from challenges.juries.models import Judging
from challenges.qdefis.models import Entry, Kind, Qdefi
from community.pictures.storage import rendition_path

DRAWN = 1  # raised when cards are drawn otherwise
FROM = "960.jpg"  # the rendition that a card is cut from


@dataclass(frozen=True, slots=True)
class Kept:
    """A card that can be sent: its digest, and its file once it is drawn."""

    digest: str
    path: Path
    draw: Callable[[], bytes]

    def read(self) -> bytes:
        """The picture; drawn now if nobody asked for it before."""
        if not self.path.is_file():
            _keep(self.path, self.draw())
        return self.path.read_bytes()


def card_of_qdefi(qdefi: Qdefi) -> Kept:
    """The card of a Qdéfi, in its language: what it is about, never how it ends. One query."""
    with override(qdefi.language):
        return _card_of_qdefi(qdefi)


def _card_of_qdefi(qdefi: Qdefi) -> Kept:
    row = (
        qdefi.pictures.filter(picture__used_at__isnull=False, picture__hidden_at=None).select_related("picture").first()
    )
    card = Card(
        eyebrow=f"{qdefi.universe.name.upper()} · QDÉFI",
        title=qdefi.title,
        said=qdefi.lead,
        foot=qdefi.prize or str(Kind(qdefi.kind).label).capitalize(),
    )
    return _kept(f"{qdefi.pk}", card, row.picture.token if row else "")


def winner_card_or_404(qdefi: Qdefi, code: str) -> Kept:
    """The card of an entry on the podium, once the results are public; before, and of any other, "not found"."""
    facts = facts_of(qdefi.slug) if qdefi.settled_at is not None else None
    found = [row for row in facts.winners if row["code"] == code] if facts else []
    if not found:
        raise Http404(code)
    with override(qdefi.language):
        return _card_of_winner(qdefi, found[0])


def _card_of_winner(qdefi: Qdefi, winner: Mapping[str, Any]) -> Kept:
    card = Card(
        eyebrow=f"QDÉFI · {_place(winner['place'])}",
        title=winner["title"] or qdefi.title,
        said=_("par {handle}").format(handle=winner["author"]) if winner["author"] else "",
        foot=qdefi.title,
        numeral=str(winner["place"]),
    )
    return _kept(f"{qdefi.pk}-{winner['code']}", card, winner["token"] or "")


def address_of(qdefi: Qdefi, entry: Entry | None = None) -> str:
    """Where networks find the card of a page: an entry's own once its place is public, else that of its Qdéfi.

    Costs a query for an entry of a Qdéfi whose results are there.
    """
    if entry is not None and qdefi.settled_at is not None and entry.is_standing:
        outcome = Judging.objects.filter(qdefi=qdefi).values_list("outcome", flat=True).first() or {}
        if outcome.get("places", {}).get(entry.code) in PLACES:
            return settings.SITE_URL + reverse("ceremonies:winner_card", args=[qdefi.slug, entry.code])
    return settings.SITE_URL + reverse("ceremonies:card", args=[qdefi.slug])


def forget_card(entry: Entry) -> None:
    """Delete the kept card of an entry once that is certain: its author leaves, or their words do."""
    transaction.on_commit(partial(shutil.rmtree, _folder(f"{entry.qdefi_id}-{entry.code}"), ignore_errors=True))


def _place(place: int) -> str:
    return {1: _("1re PLACE"), 2: _("2e PLACE"), 3: _("3e PLACE")}[place]


def _kept(name: str, card: Card, token: str) -> Kept:
    facts: dict[str, Any] = {name: value for name, value in asdict(card).items() if name != "picture"}
    known = json.dumps([DRAWN, facts, token], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(known.encode()).hexdigest()[:32]

    def draw() -> bytes:
        path = rendition_path(token, FROM) if token else None
        return draw_card(Card(**facts, picture=path.read_bytes() if path and path.is_file() else b""))

    return Kept(digest, _folder(name) / f"{digest}.jpg", draw)


def _folder(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "private" / "cards" / name


def _keep(path: Path, content: bytes) -> None:
    """Write it whole or not at all, and forget what it looked like before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105 -- a name that NamedTemporaryFile gave
    for older in path.parent.glob("*.jpg"):
        if older != path:
            older.unlink(missing_ok=True)
