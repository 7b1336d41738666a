"""Articles about the results of Qdéfis: what their part tells, as a draft for an editor to go on with."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from challenges.ceremonies.stories import Draft, Outline, Told
from editorial.actions import draft_article
from editorial.models import ArticlePage

LONGEST_TITLE = 100


def draft_of_qdefi(outline: Outline, earlier: int | None, by: Any) -> Draft:
    """The draft of an article; the one that was made before, if it is there still, as its editor left it."""
    page = ArticlePage.objects.filter(pk=earlier).first() if earlier is not None else None
    if page is None:
        with override(settings.LANGUAGE_CODE):
            page = draft_article(
                title=_("{title} : le podium").format(title=outline.title[:LONGEST_TITLE]),
                lede=outline.lead,
                universe=outline.universe,
                body=_body(outline),
                pictures={told.photo: told.alt for told in outline.podium if told.photo},
                by=by,
            )
    return Draft(page.pk, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _body(outline: Outline) -> list[tuple[str, Any]]:
    """Chapter, then each place with its picture and its words, then the figures. A figure names its picture."""
    said = [_line(told) for told in outline.podium] or [_("Pas de gagnant, cette fois.")]
    text = format_html_join("", "<p>{}</p>", ((each,) for each in said))
    link = format_html('<p><a href="{}">{}</a></p>', outline.url, _("Le Qdéfi et toute sa galerie"))
    body: list[tuple[str, Any]] = [
        ("chapter", {"heading": _("Le podium"), "text": text + link}),
    ]
    for told in outline.podium:
        if told.photo:
            credit = told.author or _("un membre de la communauté")
            body.append(("figure", {"image": told.photo, "caption": told.title, "credit": credit}))
        if told.quote:
            body.append(("quote", {"text": told.quote, "source": told.author}))
    rows = [{"label": label, "value": value} for label, value in outline.figures]
    body.append(("data_sheet", {"title": _("En chiffres"), "rows": rows}))
    return body


def _line(told: Told) -> str:
    sentence = _("{place}. {title}, par {author}") if told.author else _("{place}. {title}")
    return sentence.format(place=told.place, title=told.title, author=told.author)
