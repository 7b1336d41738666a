"""The box for machines: what its pages show, as JSON. Proposing and supporting are for people."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ideas.box.access import idea_or_404
from ideas.box.models import IdeaState
from ideas.box.queries.ideas import idea_page
from ideas.box.queries.lines import IdeaLine
from ideas.box.queries.lists import Asked, idea_list
from realtime.clock import to_ms

MOMENT = "Milliseconds since 1970, by the database's clock."
ORDERS = {"rising": "", "supported": "soutenues", "newest": "recentes", "answered": "repondues"}  # as pages call them
STATES = [state.value for state in IdeaState]


class IdeaSerializer(serializers.Serializer[Any]):
    """An idea; prices are whole francs, as its author imagined them."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    title = serializers.CharField()
    lead = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    universe = serializers.CharField()
    author = serializers.CharField(allow_null=True, help_text="A handle; null when the account is gone.")
    state = serializers.ChoiceField(STATES)
    supports = serializers.IntegerField()
    posts = serializers.IntegerField(help_text="How much was said about it.")
    price_from = serializers.IntegerField(allow_null=True)
    price_to = serializers.IntegerField(allow_null=True)
    proposed_at = serializers.IntegerField(help_text=MOMENT)
    edited_at = serializers.IntegerField(allow_null=True, help_text=f"When it last changed its words. {MOMENT}")
    answered_at = serializers.IntegerField(allow_null=True, help_text=MOMENT)
    merged_into = serializers.IntegerField(allow_null=True)


class IdeasSerializer(serializers.Serializer[Any]):
    """One page of ideas; `next` asks for what follows, empty at the end."""

    ideas = IdeaSerializer(many=True)
    next = serializers.CharField(allow_blank=True)


class StepSerializer(serializers.Serializer[Any]):
    """A step, with what the house said to it."""

    state = serializers.ChoiceField(STATES)
    html = serializers.CharField()
    at = serializers.IntegerField(help_text=MOMENT)


class WholeIdeaSerializer(IdeaSerializer):
    """One idea, all of it; texts are HTML as the page carries it."""

    html = serializers.CharField()
    steps = StepSerializer(many=True)


class IdeasView(APIView):
    """The idea box."""

    @extend_schema(
        operation_id="ideas",
        parameters=[
            OpenApiParameter("order", str, enum=list(ORDERS), description="Rising ones first without it."),
            OpenApiParameter("state", str, enum=STATES),
            OpenApiParameter("universe", str, description="The slug of a universe."),
            OpenApiParameter("after", str, description="`next` of the page before."),
        ],
        responses=IdeasSerializer,
    )
    def get(self, request: Request) -> Response:
        """One page of ideas."""
        given = request.query_params
        asked = Asked(
            order=ORDERS.get(given.get("order", ""), ""),
            state=given.get("state", ""),
            universe=given.get("universe", "").replace("\0", ""),
            after=given.get("after", ""),
        )
        found = idea_list(asked, request.user)
        return _answer({"ideas": [_line(line) for line in found.lines], "next": found.cursor})


class IdeaDetailView(APIView):
    """An idea."""

    @extend_schema(
        operation_id="idea",
        responses={200: WholeIdeaSerializer, 404: OpenApiResponse(description="No such idea, as far as you may know.")},
    )
    def get(self, request: Request, number: int) -> Response:
        """One idea with its steps."""
        page = idea_page(idea_or_404(number, request.user), request.user)
        steps = [{"state": step.reached, "html": str(step.html), "at": to_ms(step.at)} for step in page.steps]
        return _answer(_line(page.line) | {"html": str(page.html), "steps": steps})


def _line(line: IdeaLine) -> dict[str, Any]:
    same = (
        "url",
        "title",
        "lead",
        "language",
        "universe",
        "state",
        "supports",
        "price_from",
        "price_to",
        "merged_into",
    )
    return {name: getattr(line, name) for name in same} | {
        "id": line.number,
        "author": line.author.handle if line.author else None,
        "posts": line.replies,
        "proposed_at": to_ms(line.proposed_at),
        "edited_at": to_ms(line.edited_at) if line.edited_at else None,
        "answered_at": to_ms(line.answered_at) if line.answered_at else None,
    }


def _answer(body: dict[str, Any]) -> Response:
    """Never stored: what may be shown depends on who asks."""
    return Response(body, headers={"Cache-Control": "no-store"})
