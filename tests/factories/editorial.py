"""Terms and articles for tests."""

from datetime import date
from itertools import count

from editorial.actions import found_magazine
from editorial.models import ArticlePage, Term
from editorial.search import index_article
from tests.factories.drops import make_universe

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
