"""Terms and articles for tests."""

import io
from datetime import date
from itertools import count

from django.core.files.images import ImageFile
from wagtail.images.models import Image

from editorial.actions import found_magazine
from editorial.models import ArticlePage, Term
from editorial.search import index_article
from tests.factories.drops import make_universe
from tests.factories.pictures import picture_bytes

_numbers = count(1)


def make_term(name=None, **fields):
    number = next(_numbers)
    name = name or f"pignon {number}"
    defaults = {
        "slug": f"terme-{number}",
        "category": "mouvement",
        "name_fr": name,
        "name_de": f"Trieb {number}",
        "name_en": f"pinion {number}",
        "short_fr": f"Ce qu’est {name}.",
        "long_fr": "Une petite roue dentée.\n\nElle mène ou elle est menée.",
    }
    return Term.objects.create(**(defaults | fields))


def make_article(**fields):
    """A published article; `live=False` leaves it a draft."""
    number = next(_numbers)
    fields = {"title": f"Un article {number}", "lede": "De quoi il parle.", "date": date(2026, 11, 1)} | fields
    fields.setdefault("universe", make_universe())
    fields.setdefault("body", [("chapter", {"heading": "Un", "text": "<p>Une montre se remonte.</p>"})])
    page = found_magazine().add_child(instance=ArticlePage(slug=f"article-{number}", **fields))
    index_article(page)  # nobody pressed “publish”, which would have done so
    return page


def make_figure(content=None):
    """A block of a body: a picture in Wagtail's library, with what it shows."""
    file = ImageFile(io.BytesIO(content or picture_bytes("JPEG", (1200, 900))), name="cadran.jpg")
    image = Image.objects.create(title="Un cadran", file=file)
    return "figure", {"image": {"image": image, "alt_text": "Un cadran bleu."}, "caption": "", "credit": "la maison"}
