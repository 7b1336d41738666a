"""What is told of brands: only of those whose watch the viewer may know. A sealed drop's brand does not exist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drops.audiences import audience_of
from drops.models import Brand, Drop
from drops.queries import with_stock
from drops.visibility import Level, SheetDropView, level_of, view_of


@dataclass(frozen=True, slots=True)
class BrandPage:
    """A brand with its drops, the latest first; each drop is what `visibility` lets this viewer see."""

    slug: str
    name: str
    place: str
    description: str
    drops: list[SheetDropView]


def brand_page(slug: str, user: Any, now: datetime) -> BrandPage | None:
    """The brand behind an address, or None while none of its drops showed `user` a watch. Rehearsals do not count."""
    visible = Drop.objects.visible_to(user, now).filter(watch__brand__slug=slug, rehearsal=False)
    drops = with_stock(visible).select_related("watch__brand").prefetch_related("watch__pictures").order_by("-opens_at")
    views = [view_of(drop, user, now) for drop in drops]
    shown = [view for view in views if isinstance(view, SheetDropView)]
    if not shown:
        return None
    brand = Brand.objects.get(slug=slug)
    return BrandPage(brand.slug, brand.name, brand.place, brand.description, shown)


def revealed_brands(user: Any, now: datetime) -> list[str]:
    """The slugs of all brands that have a page for `user`."""
    audience = audience_of(user)
    visible = Drop.objects.visible_to(user, now).filter(rehearsal=False).select_related("watch__brand")
    return sorted({drop.watch.brand.slug for drop in visible if level_of(drop, audience, now) >= Level.SHEET})
