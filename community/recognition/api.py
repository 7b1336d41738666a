"""Badges and leaderboards for machines: what the pages show to everybody."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.recognition.access import ALL_TIME, house_or_404, rank_or_404, season_or_404, universe_or_404
from community.recognition.queries import badges_for, board_of

SWITCHED_OFF = OpenApiResponse(description="The house has none, or there is no such season, universe or place.")


class BadgeSerializer(serializers.Serializer[Any]):
    """A badge: what it is given for, and how many members have it."""

    slug = serializers.SlugField()
    url = serializers.CharField()
    name = serializers.CharField()
    criterion = serializers.CharField()
    holders = serializers.IntegerField()


class RankSerializer(serializers.Serializer[Any]):
    """A member on a leaderboard; who has as many points has the same rank."""

    rank = serializers.IntegerField()
    handle = serializers.CharField()
    points = serializers.IntegerField()


class LeaderboardSerializer(serializers.Serializer[Any]):
    """A page of a leaderboard; `after` asks for the next one, null at the end."""

    season = serializers.CharField(allow_null=True, help_text="A quarter such as 2026-4; null for all time.")
    universe = serializers.CharField(allow_null=True)
    rows = RankSerializer(many=True)
    after = serializers.CharField(allow_null=True)


class BadgesView(APIView):
    """The badges of the house."""

    @extend_schema(operation_id="badges", responses={200: BadgeSerializer(many=True), 404: SWITCHED_OFF})
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the same for everybody
        """Every badge with its criterion."""
        house_or_404("badges")
        body = [
            {
                "slug": each.badge.slug,
                "url": reverse("recognition:distinction", args=[each.badge.slug]),
                "name": str(each.badge.name),
                "criterion": each.badge.criterion,
                "holders": each.holders,
            }
            for each in badges_for(AnonymousUser())
        ]
        return Response(body, headers={"Cache-Control": "no-cache"})


class LeaderboardView(APIView):
    """Who has how many points."""

    @extend_schema(
        operation_id="leaderboard",
        parameters=[
            OpenApiParameter("season", str, description=f"A quarter, or `{ALL_TIME}`; this quarter without it."),
            OpenApiParameter("universe", str, description="The slug of a universe; all of them without it."),
            OpenApiParameter("after", str, description="The `after` of the page before."),
        ],
        responses={200: LeaderboardSerializer, 404: SWITCHED_OFF},
    )
    def get(self, request: Request) -> Response:
        """A page, most points first. Members who keep their points for themselves are not on it."""
        house_or_404("leaderboards")
        asked = request.query_params
        season, universe = season_or_404(asked.get("season", "")), universe_or_404(asked.get("universe", ""))
        board = board_of(str(season or ""), universe, AnonymousUser(), rank_or_404(asked.get("after", "")))
        body = {
            "season": str(season) if season else None,
            "universe": universe.slug if universe else None,
            "rows": [{"rank": row.rank, "handle": row.person.handle, "points": row.points} for row in board.rows],
            "after": str(board.after) if board.after else None,
        }
        return Response(body, headers={"Cache-Control": "no-cache"})
