"""Drops for machines: what the sockets say, for who cannot hold one open."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drops.audiences import Audience, audience_of
from drops.live import DropTopic, ScheduleTopic
from drops.models import Mode, Phase
from realtime.clock import to_ms
from realtime.topics import State

MOMENT = "Milliseconds since 1970, by the database's clock."
MEMBERS = "For members once it is open, for everybody once it is over; absent before."


class EntrySerializer(serializers.Serializer[Any]):
    """A drop as the schedule lists it."""

    code = serializers.CharField()
    universe = serializers.SlugField()
    phase = serializers.ChoiceField(Phase.choices)
    opens_at = serializers.IntegerField(help_text=MOMENT)
    closes_at = serializers.IntegerField(help_text=MOMENT)


class DropSerializer(EntrySerializer):
    """A drop as the topic `drop:<code>` tells it."""

    paused = serializers.BooleanField()
    mode = serializers.ChoiceField(Mode.choices)
    window_s = serializers.IntegerField()
    commitment = serializers.CharField(allow_blank=True)
    beacon_source = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)
    total = serializers.IntegerField(required=False, help_text=MEMBERS)
    available = serializers.IntegerField(required=False, help_text=MEMBERS)
    held = serializers.IntegerField(required=False, help_text=MEMBERS)
    sold = serializers.IntegerField(required=False, help_text=MEMBERS)
    claims = serializers.IntegerField(required=False, help_text=MEMBERS)
    entries = serializers.IntegerField(required=False, help_text=MEMBERS)
    head = serializers.CharField(required=False, help_text=MEMBERS)


class ScheduleSerializer(serializers.Serializer[Any]):
    """The data of the topic `drops`."""

    drops = EntrySerializer(many=True)


class _StateSerializer(serializers.Serializer[Any]):
    """A state with its counter; keep the one with the greater pair (`seq`, `now`)."""

    seq = serializers.IntegerField()
    now = serializers.IntegerField(help_text=MOMENT)


class ScheduleStateSerializer(_StateSerializer):
    data = ScheduleSerializer()  # type: ignore[assignment]  # a field called data, as on the wire


class DropStateSerializer(_StateSerializer):
    data = DropSerializer()  # type: ignore[assignment]  # a field called data, as on the wire


class ScheduleView(APIView):
    """The drops that have been announced, by the hour of opening."""

    throttle_classes = ()  # as below

    @extend_schema(operation_id="drops_schedule", responses=ScheduleStateSerializer)
    def get(self, request: Request) -> Response:
        """The snapshot of the topic `drops`."""
        audience = audience_of(request.user)
        return _answer(ScheduleTopic().read(), Audience.ANONYMOUS if audience == Audience.MEMBER else audience)


class DropStateView(APIView):
    """One drop as this viewer may see it now; what pages poll when sockets fail."""

    throttle_classes = ()  # a whole office may watch from one address; it costs one read of a row

    @extend_schema(
        operation_id="drop_state",
        responses={200: DropStateSerializer, 404: OpenApiResponse(description="No such drop, as far as you may know.")},
    )
    def get(self, request: Request, code: str) -> Response:
        """The snapshot of the topic `drop:<code>`."""
        state = DropTopic().read(code)
        audience = audience_of(request.user)
        if state is None or audience not in state.data:
            raise Http404
        return _answer(state, audience)


def _answer(state: State, audience: Audience) -> Response:
    """Never stored: what may be shown changes with the clock and the viewer."""
    body = {"data": state.data[audience], "seq": state.seq, "now": to_ms(state.now)}
    return Response(body, headers={"Cache-Control": "no-store"})
