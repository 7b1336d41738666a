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

from community.members.models import Member
from community.universes.models import Universe
from editorial.actions import found_magazine
from editorial.demo.pictures import painted
from editorial.drawings import DRAWINGS
from editorial.models import ArticleIndexPage, ArticlePage, Term
from realtime import clock

EDITOR = "redaction@demo.example"
CREDIT = "dessin de la maison"
HERE = Path(__file__).parent

Row = dict[str, Any]


def make_demo_editorial() -> None:
    """Write the terms and articles that are missing; what an editor has changed since stays as it is."""
    there = set(ArticlePage.objects.values_list("slug", flat=True))
    rows = tomllib.loads((HERE / "articles.toml").read_text())["article"]
    missing = [row for row in rows if row["slug"] not in there]
    pictures = painted(block["picture"] for row in missing for block in row["body"] if block["type"] == "figure")
    with transaction.atomic():
        index = found_magazine()
        _make_terms(tomllib.loads((HERE / "terms.toml").read_text())["term"])
        universe, _ = Universe.objects.get_or_create(
            slug="qlock", defaults={"name": "Qlock", "tagline": "Les montres, une à la fois"}
        )
        author = Member.objects.filter(email=EDITOR).first()
        for row in missing:
            _make_article(row, index, universe, author, pictures)


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
    row: Row, index: ArticleIndexPage, universe: Universe, author: Member | None, pictures: Mapping[str, bytes]
) -> None:
    page = ArticlePage(
        title=typeset(row["title"]),
        slug=row["slug"],
        lede=typeset(row["lede"]),
        body=[
            _figure(block, pictures, author) if block["type"] == "figure" else _block(block) for block in row["body"]
        ],
        author=author,
        universe=universe,
        date=(clock.now() - timedelta(days=row["days_ago"])).date(),
    )
    index.add_child(instance=page)
    page.save_revision().publish()


def _block(row: Row) -> tuple[str, Row]:
    kind, value = row["type"], {name: typeset(words) for name, words in row.items() if name != "type"}
    if kind == "chapter":
        value["text"] = format_html_join("", "<p>{}</p>", ((each,) for each in value["text"].split("\n\n")))
    if kind == "data_sheet":
        value["rows"] = [{"label": label, "value": words} for label, words in value["rows"]]
    return kind, value


def _figure(row: Row, pictures: Mapping[str, bytes], author: Member | None) -> tuple[str, Row]:
    alt, caption = typeset(row["alt"]), typeset(row["caption"])
    image = Image.objects.create(
        title=caption,
        file=ImageFile(io.BytesIO(pictures[row["picture"]]), name=f"{row['picture']}.jpg"),
        description=alt,
        uploaded_by_user=author,
    )
    return "figure", {"image": {"image": image, "alt_text": alt}, "caption": caption, "credit": CREDIT}


def typeset(value: Any) -> Any:
    """French as it is printed: blanks where no line breaks, thin ones by `: ; ? « »`, whole ones before a unit."""
    if isinstance(value, list):
        return [typeset(each) for each in value]
    if not isinstance(value, str):
        return value
    spaced = re.sub(r" (?=[:;?»])|(?<=«) ", "\u202f", value)
    return re.sub(r"(?<=\d) (?=(?:%|°C|(?:mm|bar|Hz|h|A/h|g)\b))", "\u00a0", spaced)
