import io
import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.html import format_html_join
from wagtail.images.models import Image
from wagtail.models import Locale

from community.members.models import Member
from community.universes.models import Universe
from editorial.actions import found_magazine, found_translations
from editorial.demo.pictures import painted
from editorial.drawings import DRAWINGS
from editorial.models import ArticleIndexPage, ArticlePage, Series, Term
from realtime import clock

EDITOR = "redaction@demo.example"
CREDIT = {"fr": "dessin de la maison", "de": "Zeichnung des Hauses", "en": "drawn by the house"}
HERE = Path(__file__).parent

TRANSLATED = ("de", "en")
# Of the blocks that are lists: where Wagtail keeps the rows, and what a row of a file says in its order.
ROWS = {
    "data_sheet": ("rows", ("label", "value")),
    "timeline": ("rows", ("when", "text")),
    "sources": ("rows", ("text", "url")),
    "annotated": ("points", ("x", "y", "label", "text")),
    "wrist": ("watches", ("name", "diameter", "lug_to_lug")),
}

Row = dict[str, Any]


def make_demo_editorial() -> None:
    """Write the terms and articles that are missing; what an editor has changed since stays as it is."""
    there = set(ArticlePage.objects.values_list("slug", flat=True))
    missing = [row for row in articles_in() if row["slug"] not in there]
    translations = {code: {row["slug"]: row for row in articles_in(code)} for code in TRANSLATED}
    pictures = painted(block["picture"] for row in missing for block in row["body"] if "picture" in block)
    with transaction.atomic():
        index = found_magazine()
        _make_terms(tomllib.loads((HERE / "terms.toml").read_text())["term"])
        universe, _ = Universe.objects.get_or_create(
            slug="qlock", defaults={"name": "Qlock", "tagline": "Les montres, une à la fois"}
        )
        author = Member.objects.filter(email=EDITOR).first()
        series = _make_series()
        found_translations(index)
        for row in missing:
            images = _images(row, pictures, author)
            page = _make_article(row, index, universe, author, series, images)
            for code in TRANSLATED:
                if row["slug"] in translations[code]:
                    _translate(page, code, translations[code][row["slug"]], images)


def articles_in(language: str = "") -> list[Row]:
    """The articles of a language, French without one: a file each, named as its address is."""
    files = sorted((HERE / "articles" / language).glob("*.toml"))
    return [{"slug": file.stem} | tomllib.loads(file.read_text()) for file in files]


def _make_series() -> dict[str, Series]:
    for row in tomllib.loads((HERE / "series.toml").read_text())["series"]:
        Series.objects.get_or_create(slug=row["slug"], defaults=row)
    return {series.slug: series for series in Series.objects.all()}


def _make_terms(rows: list[Row]) -> None:
    there = set(Term.objects.values_list("slug", flat=True))
    missing = [row for row in rows if row["slug"] not in there]
    for row in missing:
        fields = {name: typeset(value) for name, value in row.items() if name != "related"}
        Term.objects.create(**fields, drawing=row["slug"] if row["slug"] in DRAWINGS else "")
    by_slug = {term.slug: term for term in Term.objects.all()}
    for row in missing:
        by_slug[row["slug"]].related.add(*(by_slug[slug] for slug in row.get("related", [])))


def _make_article(
    row: Row,
    index: ArticleIndexPage,
    universe: Universe,
    author: Member | None,
    series: Mapping[str, Series],
    images: Mapping[str, Image],
) -> ArticlePage:
    page = ArticlePage(
        title=typeset(row["title"]),
        slug=row["slug"],
        lede=typeset(row["lede"]),
        body=[_block(block, images, "fr") for block in row["body"]],
        author=author,
        universe=universe,
        series=series.get(row.get("series", "")),
        place=row.get("part", 1),
        date=(clock.now() - timedelta(days=row["days_ago"])).date(),
    )
    index.add_child(instance=page)
    page.tags.add(*row.get("tags", []))
    page.save_revision().publish()
    return page


def _translate(page: ArticlePage, code: str, row: Row, images: Mapping[str, Image]) -> None:
    copy = page.copy_for_translation(Locale.objects.get(language_code=code))
    copy.title, copy.lede = row["title"], row["lede"]
    copy.body = [_block(block, images, code) for block in row["body"]]
    copy.save_revision().publish()


def _images(row: Row, pictures: Mapping[str, bytes], author: Member | None) -> dict[str, Image]:
    """The pictures of an article in Wagtail's library, which its translations share."""
    return {
        block["picture"]: Image.objects.create(
            title=typeset(block["caption"]),
            file=ImageFile(io.BytesIO(pictures[block["picture"]]), name=f"{block['picture']}.jpg"),
            description=typeset(block["alt"]),
            uploaded_by_user=author,
        )
        for block in row["body"]
        if "picture" in block
    }


def _block(row: Row, images: Mapping[str, Image], language: str) -> tuple[str, Row]:
    """A block as Wagtail takes it from one of a file; other languages than French are set there as they are printed."""
    written = typeset if language == "fr" else lambda words: words
    kind, value = row["type"], {name: written(words) for name, words in row.items() if name != "type"}
    if kind == "chapter":
        value["text"] = format_html_join("", "<p>{}</p>", ((each,) for each in value["text"].strip().split("\n\n")))
    if "picture" in value:
        image = {"image": images[value.pop("picture")], "alt_text": value.pop("alt")}
        value |= {"image": image, "credit": CREDIT[language]}
    if kind in ROWS:
        name, fields = ROWS[kind]
        value[name] = [dict(zip(fields, each, strict=False)) for each in value.pop(name)]
    return kind, value


def typeset(value: Any) -> Any:
    """French as it is printed: blanks where no line breaks, thin ones by `: ; ? « »`, whole ones before a unit."""
    if isinstance(value, list):
        return [typeset(each) for each in value]
    if not isinstance(value, str):
        return value
    spaced = re.sub(r" (?=[:;?»])|(?<=«) ", "\u202f", value)
    return re.sub(r"(?<=\d) (?=(?:%|°C|(?:mm|bar|Hz|h|A/h|g)\b))", "\u00a0", spaced)
