"""The glossary for machines: what its pages say, in the three languages."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from editorial.models.glossary import Category
from editorial.queries.glossary import WholeTerm, whole_term, whole_terms

LANGUAGES = ("fr", "de", "en")


class NamesSerializer(serializers.Serializer[Any]):
    """A word in each language; empty where none was written."""

    fr = serializers.CharField()
    de = serializers.CharField(allow_blank=True)
    en = serializers.CharField(allow_blank=True)


class TermSerializer(serializers.Serializer[Any]):
    """A term: its names, what it is in a sentence, what else it is called in French."""

    slug = serializers.CharField()
    url = serializers.CharField()
    category = serializers.ChoiceField(Category.values)
    name = NamesSerializer()
    short = NamesSerializer()
    synonyms = serializers.ListField(child=serializers.CharField())


class WholeTermSerializer(TermSerializer):
    """With its long definition, in French, and the slugs of its neighbours."""

    long = serializers.CharField(help_text="French; an empty line parts paragraphs.")
    related = serializers.ListField(child=serializers.CharField())


class TermsSerializer(serializers.Serializer[Any]):
    """The glossary in the alphabetical order of French."""

    terms = TermSerializer(many=True)


class TermsView(APIView):
    """The glossary."""

    @extend_schema(
        operation_id="terms",
        parameters=[OpenApiParameter("category", str, enum=Category.values)],
        responses=TermsSerializer,
    )
    def get(self, request: Request) -> Response:
        """All terms, or those of one category."""
        found = whole_terms(category=request.query_params.get("category", ""))
        return Response({"terms": [_line(term) for term in found]})


class TermDetailView(APIView):
    """A term."""

    @extend_schema(
        operation_id="term", responses={200: WholeTermSerializer, 404: OpenApiResponse(description="No such term.")}
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 -- the signature of its base
        """One term with its long definition."""
        term = whole_term(slug)
        if term is None:
            return Response({"detail": "No such term."}, status=404)
        return Response(_line(term) | {"long": term.long, "related": term.related})


def _line(term: WholeTerm) -> dict[str, Any]:
    return {
        "slug": term.slug,
        "url": term.url,
        "category": term.category,
        "name": dict(zip(LANGUAGES, term.names, strict=True)),
        "short": dict(zip(LANGUAGES, term.shorts, strict=True)),
        "synonyms": term.synonyms,
    }
