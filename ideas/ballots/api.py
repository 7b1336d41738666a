"""A ballot for machines: its turnout, and once it is sealed what came of it. Voting is for people."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ideas.ballots.access import ballot_or_404
from ideas.ballots.models import Ballot, Method, Phase
from realtime import clock
from realtime.clock import to_ms

MOMENT = "Milliseconds since 1970, by the database's clock."
OPENED = "From the opening on; absent before."
SEALED = "From the sealing on; absent before."
STATES = [(phase.value, phase.label) for phase in Phase if phase != Phase.DRAFT]


class OptionSerializer(serializers.Serializer[Any]):
    """One of the answers."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]  # the key is called so, a field's own label aside
    text = serializers.CharField(allow_blank=True)


class BallotSerializer(serializers.Serializer[Any]):
    """A ballot. `eligible` and `voted` count papers: those on the roll, and those that are in."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    question = serializers.CharField()
    language = serializers.CharField()
    method = serializers.ChoiceField(Method.choices)
    state = serializers.ChoiceField(STATES)
    opens_at = serializers.IntegerField(help_text=MOMENT)
    closes_at = serializers.IntegerField(help_text=MOMENT)
    quorum_percent = serializers.IntegerField()
    options = OptionSerializer(many=True)
    eligible = serializers.IntegerField(required=False, help_text=OPENED)
    voted = serializers.IntegerField(required=False, help_text=OPENED)
    tie_order = serializers.ListField(child=serializers.IntegerField(), required=False, help_text=OPENED)
    rounds = serializers.ListField(
        child=serializers.DictField(child=serializers.IntegerField()), required=False, help_text=SEALED
    )
    winners = serializers.ListField(child=serializers.IntegerField(), required=False, help_text=SEALED)
    digest = serializers.CharField(required=False, help_text=f"SHA-256 of the tally. {SEALED}")


class BallotDetailView(APIView):
    """A ballot."""

    @extend_schema(
        operation_id="ballot",
        responses={200: BallotSerializer, 404: OpenApiResponse(description="No such ballot in public.")},
    )
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 -- the same for everybody
        """One ballot as everybody may see it."""
        now = clock.now()
        row = ballot_or_404(pk, None, now)
        # The same for everybody, and never older than the last paper.
        return Response(_body(row, row.phase(now)), headers={"Cache-Control": "no-cache"})


def _body(row: Ballot, phase: Phase) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": row.pk,
        "url": row.get_absolute_url(),
        "question": row.question,
        "language": row.language,
        "method": row.method,
        "state": phase.value,
        "opens_at": to_ms(row.opens_at),
        "closes_at": to_ms(row.closes_at),
        "quorum_percent": row.quorum_percent,
        "options": [{"id": each.pk, "label": each.label, "text": each.text} for each in row.options.all()],
    }
    if row.opened_at is not None:
        body |= {"eligible": row.eligible, "voted": row.voted, "tie_order": row.tie_order}
    if row.outcome is not None:
        body |= row.outcome | {"digest": row.digest}
    return body
