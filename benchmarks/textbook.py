"""The textbook's claim, to be measured beside ours: a view that locks the drop, counts, and inserts."""

import json
from datetime import timedelta

import django

django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402 -- needs the apps
from django.core.handlers.asgi import ASGIRequest  # noqa: E402
from django.db import transaction  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from drops.models import Claim, Drop, Hold, Piece  # noqa: E402


@csrf_exempt
@login_required
def claim(request: ASGIRequest) -> HttpResponse:
    body = json.loads(request.body)
    with transaction.atomic():
        drop = Drop.objects.select_for_update().get(code=body["drop"])
        taken = Hold.objects.filter(drop=drop, state__in=["live", "ordered"]).count()
        free = taken < drop.total
        drop.places += 1
        drop.claimants = drop.places
        drop.save(update_fields=["places", "claimants"])
        entry = Claim.objects.create(
            drop=drop,
            member_id=request.user.pk,
            cap=drop.per_member,
            place=drop.places,
            key=body["key"],
            quantity=1,
            granted=1 if free else 0,
            status="allocated" if free else "waiting",
            entered_at=timezone.now(),
        )
        if free:
            piece = Piece.objects.exclude(holds__state__in=["live", "ordered"]).filter(drop=drop).first()
            Hold.objects.create(
                drop=drop, piece=piece, claim=entry, slot=1, quantity=1, until=timezone.now() + timedelta(minutes=15)
            )
    return JsonResponse({"place": entry.place, "status": entry.status})


urlpatterns = [path("claim/", claim)]

from django.conf import settings  # noqa: E402

settings.ROOT_URLCONF = __name__
from config.asgi import application  # noqa: E402, F401 -- carried by the server process
