"""What every page says about the house and about itself: navigation, languages, its one address."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.tokens import colours

register = template.Library()


class Entry(NamedTuple):
    """A line of the navigation; `keys` open it from anywhere, one after the other."""

    label: str | Promise
    path: str
    keys: str


# A later part of the house adds its line here, and the header, the footer and the shortcuts know it.
ENTRIES = (
    Entry(_("Drop"), "/drops/", "g d"),
    Entry(_("Idées"), "/idees/", "g i"),
    Entry(_("Créations"), "/creations/", "g r"),
    Entry(_("Qdéfis"), "/qdefis/", "g q"),
    Entry(_("Café"), "/cafe/", "g c"),
    Entry(_("Événements"), "/evenements/", "g e"),
    Entry(_("Magazine"), "/articles/", "g m"),
    Entry(_("Glossaire"), "/glossaire/", "g g"),
    Entry(_("Recherche"), "/recherche/", "/"),
)
OWN_NAMES = {"fr": "Français", "de": "Deutsch", "en": "English"}


def _prefix() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


@register.simple_tag
def address(path: str) -> str:
    """The path of French, `/glossaire/`, in the language being spoken: `/de/glossaire/`."""
    return _prefix() + path


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, object]]:
    """The entries in the language being spoken, the current one marked."""
    here = context["request"].path
    return [
        {"label": entry.label, "url": url, "keys": entry.keys, "is_current": here.startswith(url)}
        for entry in ENTRIES
        if (url := _prefix() + entry.path)
    ]


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, object]]:
    """This very page in each language, its question (`?q=…`) kept for people, left out for machines."""
    request: HttpRequest = context["request"]
    spoken = get_language()
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": translate_url(request.get_full_path(), code),
            "canonical": settings.SITE_URL + translate_url(request.path, code),
            "is_current": code == spoken,
        }
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> str:
    """The page's one address: without its question, on the house's own host."""
    return settings.SITE_URL + context["request"].path


@register.simple_tag
def absolute_static(path: str) -> str:
    """A static file's whole address, for those who look at a page from elsewhere."""
    return settings.SITE_URL + static(path)


@register.simple_tag
def theme_colour(scheme: str) -> str:
    """The enamel of `light` or `dark`, for the browser's own frame."""
    return getattr(colours()["enamel"], scheme)
