"""The search for machines: what the page finds for the same viewer, in the same order."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.search.forms import SearchForm
from community.search.queries import Found, Line, page_number, search

MARKED = "HTML: escaped, with what was asked within <mark>."


class FoundLineSerializer(serializers.Serializer[Any]):
    """One thing that was found."""

    kind = serializers.CharField()
    title = serializers.CharField(help_text=MARKED)
    excerpt = serializers.CharField(allow_blank=True, help_text=MARKED)
    url = serializers.CharField()
    language = serializers.CharField(allow_blank=True)


class FoundSerializer(serializers.Serializer[Any]):
    """A page of what was found, best first. `is_near`: nothing was, and these are spelt nearly so."""

    results = FoundLineSerializer(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="The page that follows; null at the end.")
    is_near = serializers.BooleanField()
    instead = serializers.CharField(allow_blank=True, help_text="The question as it may have been meant.")
    refusals = serializers.ListField(child=serializers.CharField(), help_text="A sentence for each senseless filter.")


class RefusedSerializer(serializers.Serializer[Any]):
    """What is wrong with the question, a sentence each."""

    refusals = serializers.ListField(child=serializers.CharField())


class SearchView(APIView):
    """The one search."""

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter("q", str, description="Words, phrases in quotes, `from:` `in:` `after:` `before:`."),
            OpenApiParameter("in", str, description="Where to look, as `in:` says it: a table, a universe."),
            OpenApiParameter("kind", str, description="One kind of thing only."),
            OpenApiParameter("page", int),
        ],
        responses={
            200: FoundSerializer,
            400: OpenApiResponse(RefusedSerializer, description="A question too long."),
        },
    )
    def get(self, request: Request) -> Response:
        """What you may see of what holds every word."""
        asked = request.query_params
        form = SearchForm({"q": _question(asked.get("q", ""), asked.get("in", ""))})
        if not form.is_valid():
            return _answer({"refusals": form.errors["q"]}, status=400)
        page = page_number(asked.get("page", ""))
        kind = asked.get("kind", "")[:20]
        return _answer(_body(search(request, form.cleaned_data["q"].strip(), kind=kind, page=page)))


def _question(words: str, place: str) -> str:
    """Both as somebody would type them."""
    return f"{words} in:{place}" if place else words


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    """Never stored: what is found depends on who asks."""
    return Response(body, status=status, headers={"Cache-Control": "no-store"})


def _body(found: Found) -> dict[str, Any]:
    return {
        "results": [_line(line) for line in found.lines],
        "next": found.page_after if found.has_more else None,
        "is_near": found.is_near,
        "instead": found.instead,
        "refusals": [str(each) for each in found.refusals],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "title": str(line.title),
        "excerpt": str(line.excerpt),
        "url": line.row["url"],
        "language": line.language,
    }
