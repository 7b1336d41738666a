"""What lists and pages show of the glossary, in the reader's language as far as it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse

from community.text.folding import fold
from editorial.models import Term
from editorial.models.glossary import Category


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in a list: its name and its short definition, with the languages these are written in."""

    slug: str
    name: str
    short: str
    short_language: str
    category: str
    url: str
    drawing: str


@dataclass(frozen=True, slots=True)
class Letter:
    initial: str
    terms: list[TermLine]


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Glossary:
    """The glossary page: letters with their terms, and the categories one can narrow it to."""

    letters: list[Letter]
    categories: list[CategoryChoice]
    category: str
    total: int


@dataclass(frozen=True, slots=True)
class TermPage:
    """One term whole. `names` are (language, name); the long definition is French."""

    line: TermLine
    names: list[tuple[str, str]]
    name_fr: str
    synonyms: list[str]
    category: str
    category_label: str
    long: str
    related: list[TermLine]
    before: TermLine | None
    after: TermLine | None


def glossary(language: str, *, category: str = "") -> Glossary:
    """All terms by letter, or those of one category; an unknown category has none."""
    lines = lines_of(Term.objects.all(), language)
    counts = {value: sum(line.category == value for line in lines) for value in Category.values}
    choices = [CategoryChoice(value, str(Category(value).label), count) for value, count in counts.items() if count]
    shown = [line for line in lines if category in ("", line.category)]
    return Glossary(letters_of(shown), choices, category, len(lines))


def letters_of(lines: Iterable[TermLine]) -> list[Letter]:
    """Lines under the letter they begin with, without its accent: Échappement stands under E."""
    return [Letter(initial, list(terms)) for initial, terms in groupby(lines, lambda line: fold(line.name)[0].upper())]


def term_page(slug: str, language: str) -> TermPage | None:
    """The term behind an address with its neighbours, or None."""
    term = Term.objects.filter(slug=slug).first()
    if term is None:
        return None
    lines = lines_of(Term.objects.all(), language)
    place = next(place for place, line in enumerate(lines) if line.slug == slug)
    return TermPage(
        line=line_of(term, language),
        names=[("fr", term.name_fr), ("de", term.name_de), ("en", term.name_en)],
        name_fr=term.name_fr,
        synonyms=term.synonyms,
        category=term.category,
        category_label=str(Category(term.category).label),
        long=term.long_fr,
        related=lines_of(term.related.all(), language),
        before=lines[place - 1] if place else None,
        after=lines[place + 1] if place + 1 < len(lines) else None,
    )


def term_of_the_day(day: date, language: str) -> TermLine | None:
    """Another term each day, the same for everybody, all of them before one comes again."""
    count = Term.objects.count()
    if not count:
        return None
    return line_of(Term.objects.order_by("pk")[day.toordinal() % count], language)


def lines_of(terms: QuerySet[Term], language: str) -> list[TermLine]:
    """Lines in the alphabetical order of the reader's language."""
    return sorted((line_of(term, language) for term in terms.defer("long_fr")), key=lambda line: fold(line.name))


def line_of(term: Term, language: str) -> TermLine:
    short = getattr(term, f"short_{language}")
    return TermLine(
        slug=term.slug,
        name=getattr(term, f"name_{language}"),
        short=short or term.short_fr,
        short_language=language if short else "fr",
        category=term.category,
        url=reverse("term", args=[term.slug]),
        drawing=term.drawing,
    )


@dataclass(frozen=True, slots=True)
class WholeTerm:
    """A term in its three languages (French, German, English), for machines."""

    slug: str
    url: str
    category: str
    names: tuple[str, str, str]
    shorts: tuple[str, str, str]
    synonyms: list[str]
    long: str
    related: list[str]


def whole_terms(*, category: str = "") -> list[WholeTerm]:
    """All terms or those of one category, without their long definitions; one query."""
    terms = Term.objects.defer("long_fr").order_by("sort_key")
    if category:
        terms = terms.filter(category=category.replace("\0", ""))
    return [_whole(term, "", []) for term in terms]


def whole_term(slug: str) -> WholeTerm | None:
    """One term with its long definition and its neighbours, or None; two queries."""
    term = Term.objects.filter(slug=slug).first()
    if term is None:
        return None
    return _whole(term, term.long_fr, list(term.related.order_by("sort_key").values_list("slug", flat=True)))


def _whole(term: Term, long: str, related: list[str]) -> WholeTerm:
    return WholeTerm(
        slug=term.slug,
        url=reverse("term", args=[term.slug]),
        category=term.category,
        names=(term.name_fr, term.name_de, term.name_en),
        shorts=(term.short_fr, term.short_de, term.short_en),
        synonyms=term.synonyms,
        long=long,
        related=related,
    )
