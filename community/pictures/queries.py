"""What may be shown of pictures, and where."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from community.pictures.models import Picture


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that may be shown, with the size of its largest rendition."""

    token: str
    width: int
    height: int


def shown(tokens: Collection[str], *, owner_id: int | None = None, carried: Collection[str] = ()) -> dict[str, Shown]:
    """Those of `tokens` that everybody may see, and for a preview those that `owner_id` has just sent.

    Of hidden ones only those that are `carried` already, by what is being edited.
    """
    if not tokens:
        return {}
    visible = Q(used_at__isnull=False) | Q(owner_id=owner_id) if owner_id is not None else Q(used_at__isnull=False)
    found = Picture.objects.filter(visible, Q(hidden_at=None) | Q(token__in=carried), token__in=tokens)
    return {row[0]: Shown(*row) for row in found.values_list("token", "width", "height")}


def address(token: str, width: int, kind: str) -> str:
    """Where a rendition is fetched: widths 480, 960 and 1440 as webp, 960 and 1440 as jpg."""
    return reverse("pictures:picture", args=[token, width, kind])
