"""What a member was told, at a glance."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members.access import place_or_404
from community.members.views import MemberRequest
from community.notices import queries
from community.notices.access import told_or_404
from community.notices.actions import mark_read, set_wishes
from community.notices.forms import WishesForm
from community.notices.health import cards_of, missed_by
from community.notices.kinds import all_kinds, kind_of
from community.notices.models import Digest
from community.notices.rules import Wishes
from realtime import clock


@require_safe
@login_required
def notices(request: MemberRequest) -> HttpResponse:
    """All that this member was told, the latest first."""
    before = place_or_404(request.GET.get("avant", ""))
    context = {"glance": queries.glance_of(request.user, before), "is_later": before is not None}
    response = render(request, "notices/notices.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@login_required
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Go where a notice leads, and mark it as read; back to the list when nothing is to be seen there any more."""
    told = told_or_404(request.user, pk)
    mark_read(request.user, [told.pk])
    kind = kind_of(told.kind)
    if kind is None or not queries.visible_of([told], request.user):
        return redirect("notices:notices")
    return redirect(kind.url(told))


@require_POST
@login_required
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_read(request.user)
    return redirect("notices:notices")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: MemberRequest) -> HttpResponse:
    """Decide where one is told of what, and when not."""
    wishes = queries.wishes_of([request.user.pk], [kind.name for kind in all_kinds()])[request.user.pk]
    form = WishesForm(request.POST or None, initial=_as_chosen(wishes))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        set_wishes(
            request.user,
            wanted=chosen["grid"],
            quiet=form.quiet,
            zone=chosen["zone"],
            digest=Digest(chosen["digest"]),
            delay=chosen["delay"],
        )
        messages.success(request, _("C’est noté."))
        return redirect("notices:settings")
    ticked = request.POST.getlist("grid") if form.is_bound else queries.wanted_by(wishes)
    return render(request, "notices/settings.html", {"form": form, "grid": queries.grid_of(ticked)})


def _as_chosen(wishes: Wishes) -> dict[str, Any]:
    begin, end = wishes.quiet or (None, None)
    return {
        "quiet_from": begin,
        "quiet_to": end,
        "zone": wishes.zone,
        "digest": wishes.digest,
        "delay": int(wishes.delay.total_seconds() // 60),
    }


@never_cache
@require_safe
@login_required
def alerts(request: MemberRequest) -> HttpResponse:
    """How each channel is, when it last worked, and what to do about it."""
    now = clock.now()
    cards = cards_of(request.user, now)
    context = {"cards": cards, "missed": missed_by(request.user, cards, now)}
    return render(request, "notices/alerts.html", context)
