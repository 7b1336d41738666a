"""What is done with devices on the page of the alerts, and what browsers fetch for them."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from community.members.browsers import browser_of
from community.members.views import MemberRequest
from community.push import actions, script
from community.push.access import device_or_404, heard_or_404
from community.push.actions import DeviceRefused, Keys
from community.push.forms import DeviceForm, LabelForm
from community.push.tasks import ring_device
from realtime import clock


@login_required
@require_POST
def devices(request: MemberRequest) -> HttpResponse:
    """Plug this browser in, after a tap, or follow it to its new address."""
    if too_many := ratelimit.consume_or_429(request, action="plug_device"):
        return too_many
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _refused(_("Ce navigateur n’a pas donné ce qu’il faut. Rien n’a changé."))
    label = browser_of(request.headers.get("User-Agent", ""))
    try:
        device = actions.subscribe(request.user, keys=_keys(form), label=label, replaces=form.cleaned_data["device"])
    except DeviceRefused as refusal:
        return _refused(str(refusal))
    return JsonResponse({"id": device.pk}, status=201)


@csrf_exempt  # a service worker sees no page, so no token; whoever names the old address has had it all along
@require_POST
def renewal(request: HttpRequest) -> HttpResponse:
    """A browser was given another address while no page was open (`pushsubscriptionchange`)."""
    form = DeviceForm(request.POST)
    if not request.user.is_authenticated or not form.is_valid():
        return _refused(_("Rien n’a changé."))
    try:
        device = actions.renew(request.user, old_endpoint=form.cleaned_data["old"], keys=_keys(form))
    except DeviceRefused as refusal:
        return _refused(str(refusal))
    return JsonResponse({"id": device.pk})


def _keys(form: DeviceForm) -> Keys:
    said = form.cleaned_data
    return Keys(said["endpoint"], said["p256dh"], said["auth"])


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"message": sentence}, status=400)


@login_required
@require_POST
def device(request: MemberRequest, pk: int) -> HttpResponse:
    """Call a device otherwise, or unplug it when the form says `remove`."""
    found = device_or_404(request.user, pk)
    if "remove" in request.POST:
        actions.remove_device(found)
        messages.success(request, _("« %(label)s » ne sonnera plus.") % {"label": found.label})
        return _to_the_page()
    form = LabelForm(request.POST)
    if form.is_valid():
        actions.rename_device(found, form.cleaned_data["label"])
    else:
        messages.error(request, _("Il faut un nom, de 60 caractères au plus. Rien n’a changé."))
    return _to_the_page()


@login_required
@require_POST
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a device ring, by the way that every push takes."""
    found = device_or_404(request.user, pk)
    if too_many := ratelimit.consume_or_429(request, action="ring_device"):
        return too_many
    ring_device.defer(device_id=found.pk)
    messages.success(request, _("Parti vers « %(label)s ». Il sonne d’ici quelques secondes.") % {"label": found.label})
    return _to_the_page()


def _to_the_page() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("notices:alerts"))


# What browsers fetch by themselves


@csrf_exempt  # the token is the proof, and says of which device
@require_POST
def heard(request: HttpRequest, token: str) -> HttpResponse:
    """A device says that it showed a test."""
    actions.note_ring(heard_or_404(token), clock.now())
    return HttpResponse(status=204)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that rings while no page is open. At the root, since it may only ring for what lies below it."""
    text = script.service_worker()
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/", "ETag": script.etag_of(text)}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)
