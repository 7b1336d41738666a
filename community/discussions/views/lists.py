"""The café's room and its tables."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from community.discussions.access import category_or_404
from community.discussions.models import Stance
from community.discussions.queries.threads import RANKS, cafe_threads, categories
from community.discussions.views.replies import answer, wants_fragment
from realtime import clock

VIEWS = ("nouveaux", "non-lus", "suivis")


@require_safe
def cafe(request: HttpRequest) -> HttpResponse:
    """All tables, and what was said last at any of them."""
    return _list(request, "discussions/cafe.html", {})


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """The tables as the café shows them now, for its script; the café itself for anybody else."""
    if not wants_fragment(request):
        return redirect("discussions:cafe")
    return answer(request, "discussions/_tables.html", {"tables": categories(request.user)})


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One table and its threads."""
    found = category_or_404(slug)
    return _list(request, "discussions/category.html", {"category": found.slug})


def _list(request: HttpRequest, template: str, filters: dict[str, Any]) -> HttpResponse:
    asked = request.GET
    view = asked.get("vue", "")
    kind = "question" if asked.get("genre") == "questions" else ""
    order = asked.get("tri", "") if asked.get("tri") in RANKS else ""
    tables = categories(request.user)
    threads = cafe_threads(
        request.user,
        clock.now(),
        **filters,
        universe=asked.get("univers", ""),
        language=asked.get("langue", ""),
        view=view if view in VIEWS else "",
        kind=kind,
        order=order,
        after=asked.get("suite", ""),
    )
    table = next((each for each in tables if each.slug == filters.get("category")), None)
    context = {
        "tables": tables,
        "table": table,
        "threads": threads,
        "view": view,
        "kind": kind,
        "order": order,
        "stances": Stance.choices,
        "is_first": not asked.get("suite"),
    }
    return answer(request, "discussions/_threads.html" if wants_fragment(request) else template, context)
