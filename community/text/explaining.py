"""Texts explain their words: the part that keeps a glossary registers how, every template asks by one filter.

{% load explaining %}{{ post.html|terms:request }}
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Explainer = Callable[[object], SafeString]
MakeExplainer = Callable[[HttpRequest], Explainer]

KEPT = "explainer"

_makers: list[MakeExplainer] = []


def register_explainer(make: MakeExplainer) -> None:
    """Explain words from now on. `make(request)` is called once a request, at its first text. Refuses a second one."""
    if _makers:
        raise ValueError("Words are explained already: two glossaries would link one word twice.")
    _makers.append(make)


def explainer_of(request: HttpRequest) -> Explainer | None:
    """What explains texts to this reader, made at the first text of a request; None in a house without a glossary."""
    if not _makers:
        return None
    if not hasattr(request, KEPT):
        setattr(request, KEPT, _makers[0](request))  # lives as long as the request
    made: Explainer = getattr(request, KEPT)
    return made


def leave_unexplained(request: HttpRequest) -> None:
    """Show the texts of this answer as they are: for pages of examples, which need no database."""
    setattr(request, KEPT, conditional_escape)
