"""The moderation's pages, and the page on which a member reports something."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members.views import MemberRequest
from community.moderation import actions, queries
from community.moderation.access import (
    card_or_404,
    flaggable_or_404,
    member_or_404,
    moderators_only,
    number_or_404,
    place_or_404,
)
from community.moderation.actions import DeskRefused, FlagRefused
from community.moderation.forms import DecisionForm, FlagForm, RuleForm, SanctionForm, SettingsForm
from community.moderation.models import Rule
from community.moderation.policy import policy
from community.moderation.rules import may_sanction

DEFAULT_SILENCE = 7  # days


@require_safe
@moderators_only
def desk(request: MemberRequest) -> HttpResponse:
    """What waits for a decision, the heaviest first."""
    kind, why = request.GET.get("genre", ""), request.GET.get("raison", "")
    after = place_or_404(request.GET.get("apres", ""))
    context = {"desk": queries.desk_for(request.user, kind=kind, why=why, after=after), "kind": kind, "why": why}
    return render(request, "moderation/desk.html", context | {"is_later": after is not None})


@require_safe
@moderators_only
def item(request: MemberRequest, pk: int) -> HttpResponse:
    """One item, open or decided."""
    return render(request, "moderation/item.html", {"card": card_or_404(request.user, pk)})


@require_POST
@moderators_only
def claim(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an item for ten minutes."""
    card_or_404(request.user, pk)
    try:
        actions.claim_item(pk, by=request.user)
    except DeskRefused as refused:
        messages.error(request, refused.message)
    return redirect("moderation:item", pk)


@require_POST
@moderators_only
def release(request: MemberRequest, pk: int) -> HttpResponse:
    """Give an item back."""
    card_or_404(request.user, pk)
    actions.release_item(pk, by=request.user)
    return redirect("moderation:desk")


@require_POST
@moderators_only
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Approve or decline, with what goes with it."""
    card_or_404(request.user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Cette décision n’existe pas. Rien n’a changé."))
        return redirect("moderation:item", pk)
    decision = form.cleaned_data["decision"]
    silence = (form.cleaned_data["days"] or DEFAULT_SILENCE) if decision == "decline_and_silence" else None
    try:
        if decision.startswith("approve"):
            actions.approve_item(pk, by=request.user, trust=decision == "approve_and_trust")
        else:
            actions.decline_item(pk, by=request.user, silence=silence, reason=form.cleaned_data["reason"])
    except DeskRefused as refused:
        messages.error(request, refused.message)
        return redirect("moderation:item", pk)
    messages.success(request, _("C’est décidé, et les personnes concernées le savent."))
    return redirect("moderation:desk")


@require_safe
@moderators_only
def log(request: MemberRequest) -> HttpResponse:
    """What the moderation did, and who."""
    asked = {name: request.GET.get(name, "") for name in ("acte", "par", "sur")}
    before = number_or_404(request.GET.get("avant", ""))
    lines = queries.log_for(verb=asked["acte"], by=asked["par"], about=asked["sur"], before=before)
    return render(request, "moderation/log.html", {"log": lines, "asked": asked, "is_later": before is not None})


@require_safe
@moderators_only
def sanctions(request: MemberRequest) -> HttpResponse:
    """Who is silenced or suspended; `?pseudo=` leads to a member."""
    if handle := request.GET.get("pseudo", "").strip().removeprefix("@").lower():
        try:
            return redirect("moderation:member", member_or_404(handle).handle)
        except Http404:
            messages.error(request, _("Personne ne s’appelle %(handle)s ici.") % {"handle": handle})
    return render(request, "moderation/sanctions.html", {"sanctions": queries.sanctions()})


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def member(request: MemberRequest, handle: str) -> HttpResponse:
    """One member as the team knows them, and the form that silences or suspends."""
    subject = member_or_404(handle)
    form = SanctionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = actions.silence_member if form.cleaned_data["sanction"] == "silence" else actions.suspend_member
        try:
            verb(subject, by=request.user, reason=form.cleaned_data["reason"], days=form.cleaned_data["days"])
        except (actions.CannotSanction, actions.NeedsReason):
            form.add_error(None, _("Cette mesure ne peut pas être prise contre ce membre. Rien n’a changé."))
        else:
            messages.success(request, _("C’est fait, un message est parti."))
            return redirect("moderation:member", subject.handle)
    context = {
        "form": form,
        "author": queries.authors_of([subject.pk])[subject.pk],
        "history": queries.sanctions_of(subject),
        "may_sanction": may_sanction(request.user, subject),
    }
    return render(request, "moderation/member.html", context, status=400 if form.errors else 200)


@require_POST
@moderators_only
def lift(request: MemberRequest, handle: str) -> HttpResponse:
    """End what is in force against a member."""
    subject = member_or_404(handle)
    verb = actions.lift_suspension if request.POST.get("sanction") == "suspend" else actions.lift_silence
    try:
        verb(subject, by=request.user)
    except actions.NotSanctioned:
        messages.info(request, _("Il n’y avait plus rien à lever."))
    else:
        messages.success(request, _("C’est levé, un message est parti."))
    return redirect("moderation:member", subject.handle)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def rules(request: MemberRequest) -> HttpResponse:
    """The words and sites that the house watches for, and how strict it is."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_rule(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("pattern", refusal.messages)
        else:
            return redirect("moderation:rules")
    return _rules_page(request, form, SettingsForm(initial=_settings()))


@require_POST
@moderators_only
def rule(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a rule in force or out of it."""
    try:
        actions.switch_rule(pk, by=request.user, is_active=request.POST.get("active") == "1")
    except Rule.DoesNotExist as error:
        raise Http404(str(pk)) from error
    return redirect("moderation:rules")


@require_POST
@moderators_only
def settings(request: MemberRequest) -> HttpResponse:
    """Say how strict the house is."""
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _rules_page(request, RuleForm(), form)
    actions.change_settings(by=request.user, **form.cleaned_data)
    messages.success(request, _("C’est réglé."))
    return redirect("moderation:rules")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def flag(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    """Report something to the team: the content, five reasons, a word."""
    content, exhibit = flaggable_or_404(kind, key, request.user)
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.flag_content(kind, key, by=request.user, **form.cleaned_data)
        except FlagRefused as refused:
            form.add_error("note" if refused.code == "note" else None, refused.message)
        else:
            messages.success(request, _("Merci, l’équipe va regarder. Tu sauras ce qu’il en advient."))
            return redirect(exhibit.url)
    context = {"form": form, "exhibit": exhibit, "label": content.label}
    return render(request, "moderation/flag.html", context, status=400 if form.errors else 200)


def _settings() -> dict[str, Any]:
    today = policy()
    return {"premoderates_newcomers": today.premoderates_newcomers, "hide_threshold": today.hide_threshold}


def _rules_page(request: MemberRequest, form: RuleForm, settings_form: SettingsForm) -> HttpResponse:
    is_wrong = bool(form.errors or settings_form.errors)
    context = {"form": form, "settings_form": settings_form, "rules": queries.rules()}
    return render(request, "moderation/rules.html", context, status=400 if is_wrong else 200)
