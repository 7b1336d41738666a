"""The judging of a Qdéfi for machines: its turnout, and at the end who won. Voting is for people."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from challenges.juries.access import judging_or_404
from challenges.qdefis.models import VoteMethod
from realtime import clock

SETTLED = "From the results on; absent before."


class JudgingSerializer(serializers.Serializer[Any]):
    """How a Qdéfi is judged. `eligible` and `voted` count members: those on the roll, and those with a paper."""

    community_weight = serializers.IntegerField(help_text="In per cent; the jury has the rest.")
    vote_method = serializers.ChoiceField(VoteMethod.choices)
    eligible = serializers.IntegerField()
    voted = serializers.IntegerField()
    winners = serializers.ListField(
        child=serializers.CharField(), required=False, help_text=f"Codes of entries; none: nobody won. {SETTLED}"
    )
    places = serializers.DictField(
        child=serializers.IntegerField(allow_null=True), required=False, help_text=f"By code; null: no place. {SETTLED}"
    )
    scores = serializers.DictField(
        child=serializers.ListField(child=serializers.IntegerField(), allow_null=True),
        required=False,
        help_text=f"By code: numerator and denominator. {SETTLED}",
    )
    digest = serializers.CharField(required=False, help_text=f"SHA-256 of `/qdefis/<slug>/result.json`. {SETTLED}")


class ResultView(APIView):
    """The judging of a Qdéfi."""

    @extend_schema(
        operation_id="qdefi_result",
        responses={200: JudgingSerializer, 404: OpenApiResponse(description="None, or not open yet.")},
    )
    def get(self, request: Request, slug: str) -> Response:
        """How many have voted, and once it is settled what came of it; the file has all of it."""
        judging = judging_or_404(slug, request.user, clock.now())
        qdefi = judging.qdefi
        body: dict[str, Any] = {
            "community_weight": qdefi.community_weight if qdefi.is_judged else 0,
            "vote_method": qdefi.vote_method,
            "eligible": judging.eligible,
            "voted": judging.voted,
        }
        if judging.outcome is not None:
            body |= {name: judging.outcome[name] for name in ("winners", "places", "scores")}
            body["digest"] = judging.digest
        return Response(body, headers={"Cache-Control": "no-cache"})
