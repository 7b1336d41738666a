"""Gatherings for machines: what is coming and one of them. Answering is for people."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.gatherings.access import gathering_or_404
from community.gatherings.models import GatheringState
from community.gatherings.queries import GatheringLine, gathering_page, programme
from realtime import clock
from realtime.clock import to_ms

MOMENT = "Milliseconds since 1970, by the database's clock."
STATES = [GatheringState.PUBLISHED, GatheringState.CANCELLED]


class GatheringSerializer(serializers.Serializer[Any]):
    """A gathering; `seats` counts the members who come and their guests, `waiting` those who would like to."""

    slug = serializers.SlugField()
    url = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    universe = serializers.CharField()
    state = serializers.ChoiceField([(state.value, state.label) for state in STATES])
    starts_at = serializers.IntegerField(help_text=MOMENT)
    ends_at = serializers.IntegerField(help_text=MOMENT)
    place = serializers.CharField()
    capacity = serializers.IntegerField()
    seats = serializers.IntegerField()
    waiting = serializers.IntegerField()


class GatheringsSerializer(serializers.Serializer[Any]):
    """What is coming, the next one first, and a page of what was; `pages` is how many of those there are."""

    coming = GatheringSerializer(many=True)
    past = GatheringSerializer(many=True)
    pages = serializers.IntegerField()


class WholeGatheringSerializer(GatheringSerializer):
    """One gathering, all of it; texts are HTML as the page carries it."""

    html = serializers.CharField()
    directions = serializers.CharField()
    address = serializers.CharField()
    guests_per_member = serializers.IntegerField()
    rsvp_until = serializers.IntegerField(help_text=MOMENT)
    takes_answers = serializers.BooleanField()
    cancelled_reason = serializers.CharField(allow_blank=True)


class GatheringsView(APIView):
    """Gatherings of the house."""

    @extend_schema(
        operation_id="gatherings",
        parameters=[OpenApiParameter("page", int, description="Which page of those that are over; 1 without it.")],
        responses=GatheringsSerializer,
    )
    def get(self, request: Request) -> Response:
        """What is coming, and what was."""
        found = programme(None, clock.now(), request.query_params.get("page", 1))
        body = {
            "coming": [_line(line) for line in found.coming],
            "past": [_line(line) for line in found.past],
            "pages": found.leaf.paginator.num_pages,
        }
        return _answer(body)


class GatheringDetailView(APIView):
    """A gathering."""

    @extend_schema(
        operation_id="gathering",
        responses={200: WholeGatheringSerializer, 404: OpenApiResponse(description="No such gathering in public.")},
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 -- the same for everybody
        """One gathering as everybody may see it."""
        row, now = gathering_or_404(slug, None), clock.now()
        page = gathering_page(row, None, now)
        body = _line(page.line) | {
            "html": str(page.html),
            "directions": str(page.directions),
            "address": page.address,
            "guests_per_member": page.guests_per_member,
            "rsvp_until": to_ms(page.rsvp_until),
            "takes_answers": page.takes_answers,
            "cancelled_reason": page.cancelled_reason,
        }
        return _answer(body)


def _line(line: GatheringLine) -> dict[str, Any]:
    same = ("slug", "url", "title", "summary", "language", "universe", "state", "place", "capacity", "seats", "waiting")
    times = {"starts_at": to_ms(line.starts_at), "ends_at": to_ms(line.ends_at)}
    return {name: getattr(line, name) for name in same} | times


def _answer(body: dict[str, Any]) -> Response:
    """The same for everybody, and never older than the last seat."""
    return Response(body, headers={"Cache-Control": "no-cache"})
