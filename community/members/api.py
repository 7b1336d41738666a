"""Members for machines: what the public profile shows to the same viewer."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.members.access import profile_or_404
from community.members.profile import contributions_of
from community.members.queries import Profile, Viewer
from community.members.trust import TrustLevel

KEPT = "Null when the member keeps it from you."


class ContributionSerializer(serializers.Serializer[Any]):
    """How much of one kind a member contributed."""

    kind = serializers.CharField()
    count = serializers.IntegerField()


class MemberSerializer(serializers.Serializer[Any]):
    """A member as you may see them."""

    handle = serializers.CharField()
    url = serializers.CharField()
    joined = serializers.DateField()
    level = serializers.ChoiceField([level.name.lower() for level in TrustLevel])
    is_staff = serializers.BooleanField()
    bio = serializers.CharField(allow_blank=True)
    universes = serializers.ListField(child=serializers.CharField())
    followers = serializers.IntegerField(allow_null=True, help_text=KEPT)
    following = serializers.IntegerField(allow_null=True, help_text=KEPT)
    contributions = ContributionSerializer(many=True, allow_null=True, help_text=KEPT)


class MemberView(APIView):
    """A member."""

    @extend_schema(
        operation_id="member",
        responses={200: MemberSerializer, 404: OpenApiResponse(description="Nobody of that name, as far as you know.")},
    )
    def get(self, request: Request, handle: str) -> Response:
        """Their public profile; a former handle finds them under the one they have now."""
        found = profile_or_404(handle, request.user)
        return Response(_body(found, request.user), headers={"Cache-Control": "no-store"})


def _body(found: Profile, viewer: Viewer) -> dict[str, Any]:
    shown = contributions_of(found.pk, viewer) if found.shows_activity else None
    return {
        "handle": found.handle,
        "url": reverse("members:card", args=[found.handle]),
        "joined": found.joined.isoformat(),
        "level": found.level.name.lower(),
        "is_staff": found.is_staff,
        "bio": found.bio,
        "universes": list(found.universes),
        "followers": found.followers,
        "following": found.following,
        "contributions": None if shown is None else [{"kind": each.name, "count": each.count} for each in shown],
    }
