"""What search engines read of our pages: Schema.org data as plain dictionaries. `site` is the house's origin."""

from typing import Any

from django.urls import reverse

from editorial.queries.articles import Article
from editorial.queries.brands import BrandPage
from editorial.queries.glossary import Glossary, TermLine, TermPage

Data = dict[str, Any]


def glossary_set(glossary: Glossary, site: str, name: str) -> Data:
    return {
        "@type": "DefinedTermSet",
        "@id": site + reverse("glossary"),
        "name": name,
        "url": site + reverse("glossary"),
        "hasDefinedTerm": [_term(line, site) for letter in glossary.letters for line in letter.terms],
    }


def term(page: TermPage, site: str) -> Data:
    """One term, with what other languages call it."""
    others = [name for _, name in page.names if name != page.line.name]
    return _term(page.line, site) | {
        "alternateName": [*others, *page.synonyms],
        "inDefinedTermSet": site + reverse("glossary"),
    }


def article(page: Article, site: str) -> Data:
    card = page.card
    data: dict[str, Any] = {
        "@type": "Article",
        "headline": card.title,
        "description": card.lede,
        "datePublished": card.date.isoformat(),
        "inLanguage": f"{card.language}-CH",
        "mainEntityOfPage": site + card.url,
        "timeRequired": f"PT{card.reading_minutes}M",
        "publisher": {"@type": "Organization", "name": "Qlock", "url": site},
    }
    if page.changed_at:
        data["dateModified"] = page.changed_at.isoformat()
    if card.cover:
        data["image"] = site + card.cover.url
    if card.author:
        data["author"] = {"@type": "Person", "name": card.author}
    return data


def brand(page: BrandPage, site: str) -> Data:
    data = {"@type": "Brand", "name": page.name, "url": site + reverse("brand", args=[page.slug])}
    return data | ({"description": page.description} if page.description else {})


def _term(line: TermLine, site: str) -> Data:
    return {"@type": "DefinedTerm", "name": line.name, "description": line.short, "url": site + line.url}
