"""Creations for machines: all of them and one with its stages. Voting is for people."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ideas.creations.access import creation_or_404
from ideas.creations.models import Phase
from ideas.creations.queries import CreationLine, StageLine, creation_page, creations
from realtime import clock
from realtime.clock import to_ms

MOMENT = "Milliseconds since 1970, by the database's clock; null before there is one."


class StageSerializer(serializers.Serializer[Any]):
    """A stage. `rule` is what it hands on, as HTML, written before it opens; `outcome` what it did hand on."""

    n = serializers.IntegerField()
    url = serializers.CharField()
    title = serializers.CharField()
    phase = serializers.ChoiceField(Phase.choices)
    opens_at = serializers.IntegerField(help_text=MOMENT, allow_null=True)
    closes_at = serializers.IntegerField(help_text=MOMENT, allow_null=True)
    rule = serializers.CharField(allow_blank=True)
    ruled_at = serializers.IntegerField(help_text=MOMENT, allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    decided_at = serializers.IntegerField(help_text=MOMENT, allow_null=True)
    ballot = serializers.IntegerField(help_text="Its number, as in the topic `ballot:<id>`; or null.", allow_null=True)
    voted = serializers.IntegerField(help_text="Papers cast.", allow_null=True)
    eligible = serializers.IntegerField(help_text="Papers on the roll; 0 before the opening.", allow_null=True)


class CreationSerializer(serializers.Serializer[Any]):
    """A creation with its stages, in their order."""

    slug = serializers.SlugField()
    url = serializers.CharField()
    title = serializers.CharField()
    lead = serializers.CharField()
    language = serializers.CharField()
    universe = serializers.CharField()
    published_at = serializers.IntegerField(help_text=MOMENT)
    is_finished = serializers.BooleanField()
    stages = StageSerializer(many=True)


class CreationsSerializer(serializers.Serializer[Any]):
    """What is being designed, the latest first, and a page of what was; `pages` is how many of those there are."""

    running = CreationSerializer(many=True)
    finished = CreationSerializer(many=True)
    pages = serializers.IntegerField()


class CreationsView(APIView):
    """Creations of the house."""

    @extend_schema(
        operation_id="creations",
        parameters=[OpenApiParameter("page", int, description="Which page of the finished ones; 1 without it.")],
        responses=CreationsSerializer,
    )
    def get(self, request: Request) -> Response:
        """What is being designed, and what was."""
        shelf = creations(clock.now(), request.query_params.get("page", 1))
        body = {
            "running": [_creation(line) for line in shelf.running],
            "finished": [_creation(line) for line in shelf.finished],
            "pages": shelf.leaf.paginator.num_pages,
        }
        return _answer(body)


class CreationDetailView(APIView):
    """A creation."""

    @extend_schema(
        operation_id="creation",
        responses={200: CreationSerializer, 404: OpenApiResponse(description="No such creation in public.")},
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 -- the same for everybody
        """One creation with its stages, as everybody may see it."""
        page = creation_page(creation_or_404(slug, None), clock.now())
        return _answer(_creation(page.line))


def _creation(line: CreationLine) -> dict[str, Any]:
    same = ("slug", "url", "title", "lead", "language", "universe", "is_finished")
    return {name: getattr(line, name) for name in same} | {
        "published_at": line.published_at and to_ms(line.published_at),
        "stages": [_stage(stage) for stage in line.stages],
    }


def _stage(stage: StageLine) -> dict[str, Any]:
    moments = {
        "opens_at": stage.starts_at,
        "closes_at": stage.ends_at,
        "ruled_at": stage.ruled_at,
        "decided_at": stage.decided_at,
    }
    votes = ("ballot", "voted", "eligible")
    same = ("n", "url", "title", "outcome")
    return (
        {name: getattr(stage, name) for name in same}
        | {"phase": stage.phase.value, "rule": str(stage.rule)}
        | {name: getattr(stage.votes, name, None) for name in votes}
        | {name: moment and to_ms(moment) for name, moment in moments.items()}
    )


def _answer(body: dict[str, Any]) -> Response:
    """The same for everybody, and never older than the last step."""
    return Response(body, headers={"Cache-Control": "no-cache"})
