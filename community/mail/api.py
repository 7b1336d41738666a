"""The door at which who delivers our mails says what became of them."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.mail.actions import News, take_news
from community.mail.signatures import is_recent, is_signed
from realtime import clock

LARGEST = 512 * 1024  # bytes
MOST = 1000  # events at once
TIMESTAMP, SIGNATURE = "Mail-Timestamp", "Mail-Signature"
_TYPES = ("delivered", "bounced", "complained")


class MailEventSerializer(serializers.Serializer[Any]):
    """What became of one mail. An `id` that was told before changes nothing."""

    id = serializers.CharField(max_length=200)
    type = serializers.ChoiceField(_TYPES)
    address = serializers.EmailField(max_length=254)
    at = serializers.DateTimeField(help_text="When it happened, ISO 8601 with an offset.")
    permanent = serializers.BooleanField(
        default=False, help_text="Of a bounce: it will not get better. Then nothing is sent to that address any more."
    )


class TakenSerializer(serializers.Serializer[Any]):
    """How many events came, and how many of them were new."""

    received = serializers.IntegerField()
    taken = serializers.IntegerField()


class MailEventsView(APIView):
    """News of mails that were sent."""

    authentication_classes = ()  # the signature is what counts
    throttle_classes = ()  # who delivers our mails sends their news in crowds
    parser_classes = ()  # what is signed is the body as it came

    @extend_schema(
        operation_id="mail_events",
        request={"application/json": MailEventSerializer(many=True)},
        parameters=[
            OpenApiParameter(
                TIMESTAMP, int, OpenApiParameter.HEADER, required=True, description="Seconds since 1970, now."
            ),
            OpenApiParameter(
                SIGNATURE,
                str,
                OpenApiParameter.HEADER,
                required=True,
                description="HMAC-SHA256 of `<timestamp>.<body>` with MAIL_WEBHOOK_SECRET, hexadecimal.",
            ),
        ],
        responses={
            200: TakenSerializer,
            400: OpenApiResponse(description="Not a list of at most 1000 events; none was taken."),
            403: OpenApiResponse(description="Not signed with the secret, or not within five minutes of now."),
            404: OpenApiResponse(description="This house has no MAIL_WEBHOOK_SECRET and listens to nobody."),
            413: OpenApiResponse(description="More than 512 KiB; none was taken."),
        },
    )
    def post(self, request: Request) -> Response:
        """Take a list of events: all of them, or none."""
        if not settings.MAIL_WEBHOOK_SECRET:
            raise Http404
        body = request._request.read(LARGEST + 1)  # noqa: SLF001 -- the framework's own name for what came in
        if len(body) > LARGEST:  # counted, for a body that comes in pieces does not say how long it is
            return _refusal(status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, f"More than {LARGEST} bytes.")
        now = clock.now()
        if not is_signed(
            settings.MAIL_WEBHOOK_SECRET,
            timestamp := request.headers.get(TIMESTAMP, ""),
            body,
            request.headers.get(SIGNATURE, ""),
        ):
            return _refusal(status.HTTP_403_FORBIDDEN, f"{SIGNATURE} is not the signature of this body.")
        if not is_recent(timestamp, now.timestamp()):
            return _refusal(status.HTTP_403_FORBIDDEN, f"{TIMESTAMP} is more than five minutes from now.")
        news = _news_in(body)
        return Response({"received": len(news), "taken": take_news(news, now)})


def _news_in(body: bytes) -> list[News]:
    """The events in a body; refuses (`ValidationError`) whatever is not a list of them."""
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise serializers.ValidationError({"detail": "This is not JSON."}) from error
    if not isinstance(listed, list) or len(listed) > MOST:
        raise serializers.ValidationError({"detail": f"Send a list of at most {MOST} events."})
    serializer = MailEventSerializer(data=listed, many=True)
    serializer.is_valid(raise_exception=True)
    return [
        News(each["id"], each["type"], each["address"].lower(), each["at"], each["permanent"])
        for each in serializer.validated_data
    ]


def _refusal(code: int, sentence: str) -> Response:
    return Response({"detail": sentence}, status=code)
