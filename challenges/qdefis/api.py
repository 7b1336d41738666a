"""Qdéfis for machines: what their pages show, as JSON. Taking part is for people."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from challenges.qdefis import queries
from challenges.qdefis.access import entry_or_404, qdefi_or_404
from challenges.qdefis.models import Kind, Phase, Qdefi
from realtime import clock
from realtime.clock import to_ms

MOMENT = "Milliseconds since 1970, by the database's clock."
A_PAGE = 50


class QdefiSerializer(serializers.Serializer[Any]):
    """A Qdéfi and its hours; the clock alone moves it, but for its results."""

    slug = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()
    lead = serializers.CharField()
    language = serializers.CharField()
    universe = serializers.CharField()
    kind = serializers.ChoiceField(Kind.values)
    phase = serializers.ChoiceField(Phase.values)
    prize = serializers.CharField(allow_blank=True)
    entries = serializers.IntegerField(help_text="How many stand.")
    is_blind = serializers.BooleanField()
    entries_open_at = serializers.IntegerField(help_text=MOMENT)
    entries_close_at = serializers.IntegerField(help_text=MOMENT)
    votes_open_at = serializers.IntegerField(allow_null=True, help_text=MOMENT)
    votes_close_at = serializers.IntegerField(allow_null=True, help_text=MOMENT)
    results_at = serializers.IntegerField(help_text=MOMENT)


class QdefisSerializer(serializers.Serializer[Any]):
    """The latest Qdéfis."""

    qdefis = QdefiSerializer(many=True)


class WholeQdefiSerializer(QdefiSerializer):
    """One Qdéfi, all of it; texts are HTML as the page carries it."""

    brief = serializers.CharField()
    rules = serializers.CharField(allow_blank=True)
    terms = serializers.CharField()
    terms_version = serializers.IntegerField()
    most_entries = serializers.IntegerField()
    community_weight = serializers.IntegerField(help_text="In per cent; the jury has the rest.")


class PhotoSerializer(serializers.Serializer[Any]):
    """A photo: `/images/<token>-<480|960|1440>.webp`, `/images/<token>-<960|1440>.jpg`."""

    token = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField(allow_blank=True)


class EntrySerializer(serializers.Serializer[Any]):
    """An entry that stands."""

    code = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    lead = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    author = serializers.CharField(
        allow_null=True, help_text="A handle; null while the Qdéfi is blind, and when the account is gone."
    )
    posts = serializers.IntegerField(help_text="How much was said about it.")
    photo = PhotoSerializer(allow_null=True)


class EntriesSerializer(serializers.Serializer[Any]):
    """One page of a gallery; `next` asks for what follows, empty at the end."""

    entries = EntrySerializer(many=True)
    next = serializers.CharField(allow_blank=True)


class WholeEntrySerializer(EntrySerializer):
    """One entry, all of it."""

    html = serializers.CharField(allow_blank=True)
    photos = PhotoSerializer(many=True)


NOT_FOUND = OpenApiResponse(description="No such thing, as far as you may know.")


class QdefisView(APIView):
    """The Qdéfis."""

    @extend_schema(operation_id="qdefis", responses=QdefisSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- DRF's signature
        """The latest fifty, the last to open first."""
        rows = Qdefi.objects.public().order_by("-entries_open_at", "-pk")[:A_PAGE]
        return _answer({"qdefis": [_line(line) for line in queries.qdefi_lines(rows, clock.now())]})


class QdefiDetailView(APIView):
    """A Qdéfi."""

    @extend_schema(operation_id="qdefi", responses={200: WholeQdefiSerializer, 404: NOT_FOUND})
    def get(self, request: Request, slug: str) -> Response:
        """One Qdéfi with its brief and its rules."""
        page = queries.qdefi_page(qdefi_or_404(slug, request.user), clock.now())
        texts = {name: str(getattr(page, name)) for name in ("brief", "rules", "terms")}
        facts = {name: getattr(page, name) for name in ("terms_version", "most_entries", "community_weight")}
        return _answer(_line(page.line) | texts | facts)


class EntriesView(APIView):
    """The gallery of a Qdéfi."""

    @extend_schema(
        operation_id="qdefi_entries",
        parameters=[OpenApiParameter("after", str, description="`next` of the page before.")],
        responses={200: EntriesSerializer, 404: NOT_FOUND},
    )
    def get(self, request: Request, slug: str) -> Response:
        """One page of entries, in an order that says nothing of them."""
        found = queries.gallery(qdefi_or_404(slug, request.user), request.user, request.query_params.get("after", ""))
        return _answer({"entries": [_card(card) for card in found.cards], "next": found.cursor})


class EntryView(APIView):
    """An entry."""

    @extend_schema(operation_id="qdefi_entry", responses={200: WholeEntrySerializer, 404: NOT_FOUND})
    def get(self, request: Request, slug: str, code: str) -> Response:
        """One entry with its words and photos."""
        page = queries.entry_page(entry_or_404(slug, code, request.user), request.user)
        photos = [_photo(photo) for photo in page.photos]
        return _answer(_card(page.card) | {"html": str(page.html), "photos": photos})


def _line(line: queries.QdefiLine) -> dict[str, Any]:
    same = ("slug", "url", "title", "lead", "language", "universe", "kind", "phase", "prize", "entries", "is_blind")
    hours = ("entries_open_at", "entries_close_at", "votes_open_at", "votes_close_at", "results_at")
    moments = {name: to_ms(hour) if (hour := getattr(line, name)) else None for name in hours}
    return {name: getattr(line, name) for name in same} | moments


def _card(card: queries.Card) -> dict[str, Any]:
    return {name: getattr(card, name) for name in ("code", "url", "title", "lead", "language")} | {
        "author": card.author.handle if card.author else None,
        "posts": card.replies,
        "photo": _photo(card.photo) if card.photo else None,
    }


def _photo(photo: queries.Photo) -> dict[str, Any]:
    return {name: getattr(photo, name) for name in ("token", "width", "height", "alt")}


def _answer(body: dict[str, Any]) -> Response:
    """Never stored: what may be shown depends on who asks."""
    return Response(body, headers={"Cache-Control": "no-store"})
