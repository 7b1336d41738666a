"""The pages of an account and how they stand together; parts register theirs in `AppConfig.ready()`."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Section(StrEnum):
    """What one comes to one's account for; in this order the navigation offers it."""

    MINE = "mine"
    PROFILE = "profile"
    NOTICES = "notices"
    DATA = "data"
    SECURITY = "security"


_LABELS = {
    Section.MINE: _("Chez moi"),
    Section.PROFILE: _("Profil"),
    Section.NOTICES: _("Avis"),
    Section.DATA: _("Données"),
    Section.SECURITY: _("Sécurité"),
}


@dataclass(frozen=True, slots=True)
class _Page:
    view: str
    label: str | Promise
    covers: frozenset[str]


_pages: dict[Section, list[_Page]] = {section: [] for section in Section}


def register_page(
    section: Section, view: str, label: str | Promise, *, covers: Collection[str] = (), opens: bool = False
) -> None:
    """Offer a page in the navigation of the account, in the order of registration; one that `opens` its section first.

    `view` is the name by which its address is found; `covers` are the other views for which it counts as open.
    """
    page = _Page(view, label, frozenset({view, *covers}))
    _pages[section].insert(0 if opens else len(_pages[section]), page)


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the navigation."""

    label: str | Promise
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The sections that have a page, and the pages of the section one is in."""

    sections: tuple[Link, ...]
    pages: tuple[Link, ...]


def menu_at(view: str) -> Menu:
    """The navigation as it stands on that view's page. No query."""
    filled = {section: pages for section, pages in _pages.items() if pages}
    here = [section for section, pages in filled.items() if any(view in page.covers for page in pages)]
    return Menu(
        sections=tuple(
            Link(_LABELS[section], reverse(pages[0].view), section in here) for section, pages in filled.items()
        ),
        pages=tuple(
            Link(page.label, reverse(page.view), view in page.covers) for section in here for page in filled[section]
        ),
    )
