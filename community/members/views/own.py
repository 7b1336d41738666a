"""One's own pages: all that is mine, what others see of me, how my account is kept."""

from copy import copy
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.members import actions
from community.members.access import place_or_404, shelf_or_404
from community.members.avatar import PictureRefused
from community.members.forms import AvatarForm, PrivacyForm, ProfileForm
from community.members.mine import mine_of, shelf_of
from community.members.models import Member
from community.members.queries import account_of, devices_of, silences_of
from community.members.views.requests import MemberRequest


@never_cache
@login_required
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """All that is this member's, a few lines of each kind."""
    kinds = mine_of(request.user)
    context = {
        "member": request.user,
        "account": account_of(request.user),
        "full": [kind for kind in kinds if kind.count],
        "empty": [kind for kind in kinds if not kind.count],
    }
    return render(request, "members/mine.html", context)


@never_cache
@login_required
@require_safe
def shelf(request: MemberRequest, name: str) -> HttpResponse:
    """All of one kind, page by page."""
    after = place_or_404(request.GET.get("apres", ""))
    context = {"shelf": shelf_of(shelf_or_404(name), request.user, after), "is_later": after is not None}
    return render(request, "members/shelf.html", context)


@never_cache
@login_required
def profile(request: MemberRequest) -> HttpResponse:
    """What others see of one, and how the house speaks to one."""
    mine = copy(request.user)  # the form writes into it, refused or not; the page's own links need who it really is
    form = ProfileForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_profile(mine, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            with override(mine.language):
                messages.success(request, _("C’est noté."))
                return HttpResponseRedirect(reverse("members:profile"))
    return _profile_page(request, form=form)


def _profile_page(request: MemberRequest, **forms: Any) -> HttpResponse:
    # A refused form has already written into its instance; the page shows the member as stored.
    member = Member.objects.get(email=request.user.email)
    context = {"member": member, "avatar_form": AvatarForm()}
    if "form" not in forms:
        context["form"] = ProfileForm(instance=member)
    if "privacy_form" not in forms:
        context["privacy_form"] = PrivacyForm(instance=member)
    return render(request, "members/profile.html", context | forms)


@login_required
@require_POST
def avatar(request: MemberRequest) -> HttpResponse:
    """Take a new portrait, or go back to the drawn dial when the form says `remove`."""
    if "remove" in request.POST:
        actions.remove_avatar(request.user)
        return HttpResponseRedirect(reverse("members:profile"))
    if too_many := ratelimit.consume_or_429(request, action="change_portrait"):
        return too_many
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.change_avatar(request.user, form.cleaned_data["picture"])
        except PictureRefused as refusal:
            form.add_error("picture", str(refusal.message))
        else:
            return HttpResponseRedirect(reverse("members:profile"))
    return _profile_page(request, avatar_form=form)


@login_required
@require_POST
def privacy(request: MemberRequest) -> HttpResponse:
    """Decide who sees what."""
    form = PrivacyForm(request.POST, instance=request.user)
    if not form.is_valid():
        return _profile_page(request, privacy_form=form)
    actions.change_privacy(request.user, **form.cleaned_data)
    messages.success(request, _("C’est noté."))
    return HttpResponseRedirect(reverse("members:profile"))


@never_cache
@login_required
@require_safe
def silences(request: MemberRequest) -> HttpResponse:
    """Whom one has blocked, and what that means."""
    return render(request, "members/silences.html", {"silences": silences_of(request.user.pk)})


@never_cache
@login_required
@require_safe
def security(request: MemberRequest) -> HttpResponse:
    """How the account is kept: its address, its password, its second factor, its devices."""
    here = request.session.session_key
    context = {"account": account_of(request.user), "devices": len(devices_of(request.user, here))}
    return render(request, "members/security.html", context)
