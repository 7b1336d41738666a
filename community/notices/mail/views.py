"""The way out of our mails, and the way back in."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from community.mail.actions import trust_address
from community.mail.letters import Letter, send_letter
from community.members.views import MemberRequest
from community.notices.actions import choose
from community.notices.kinds import MAIL
from community.notices.mail.access import Holder, holder_of, proven_by, returning
from community.notices.mail.queries import mailed_to
from community.notices.mail.tickets import Proof, ReturnTicket, proof_text, return_text
from realtime import clock

EITHER = ("GET", "HEAD", "POST")


@csrf_exempt  # mailboxes post here themselves (RFC 8058); what the address carries is signed, and all that counts
@never_cache
@require_http_methods(EITHER)
def unsubscribe(request: HttpRequest, ticket: str) -> HttpResponse:
    """Ask before it ends, for programs follow links; end it by one POST without login, or undo that."""
    holder = holder_of(ticket)
    if holder is None:
        return _unknown(request)
    if request.method != "POST":
        return _page(request, holder, is_off=not mailed_to(holder.member, holder.kind))
    if "undo" in request.POST:
        return _undo(request, holder, request.POST["undo"])
    ended = mailed_to(holder.member, holder.kind)
    choose(holder.member, channel=MAIL, wanted=False, kinds=ended)
    undo = return_text(ReturnTicket(holder.member.pk, ended)) if ended else ""
    return _page(request, holder, is_off=True, is_ended=bool(ended), undo=undo)


def _undo(request: HttpRequest, holder: Holder, ticket: str) -> HttpResponse:
    """Give back what was ended a moment ago, and nothing more."""
    kinds = returning(ticket, holder.member)
    if not kinds:
        return _unknown(request)
    choose(holder.member, channel=MAIL, wanted=True, kinds=kinds)
    return _page(request, holder, is_off=False, is_back=True)


def _page(request: HttpRequest, holder: Holder, **context: object) -> HttpResponse:
    return render(request, "notices/unsubscribe.html", {"kind": holder.kind, **context})


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/ticket_unknown.html", status=404)


@require_POST
@login_required
def send_control(request: MemberRequest) -> HttpResponse:
    """Send a mail whose link shows that it came."""
    if too_many := ratelimit.consume_or_429(request, action="control_mail"):
        return too_many
    member = request.user
    address = reverse("notices:mail_proof", args=[proof_text(Proof(member.pk, member.email))])
    try:
        send_letter(member, Letter("", "notices/control", {"confirm_url": settings.SITE_URL + address}))
    except OSError:
        messages.error(
            request, _("Le message n’est pas parti : notre serveur de courrier ne répond pas. Réessaie plus tard.")
        )
    else:
        messages.success(request, _("Un message est parti vers ta boîte."))
    return redirect("notices:alerts")


@never_cache
@require_http_methods(EITHER)
def mail_proof(request: HttpRequest, proof: str) -> HttpResponse:
    """Open the way to an address again for who reads what comes there; asked first, for programs follow links."""
    member = proven_by(proof)
    if member is None:
        return _unknown(request)
    if request.method == "POST":
        trust_address(member.email, clock.now())
    return render(request, "notices/mail_proof.html", {"is_done": request.method == "POST"})
