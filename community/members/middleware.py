"""The door of the back office, the one through which a ban that is over lets in again, and who was here last."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.members import actions, rules
from community.members.models import Member
from community.members.sessions import is_due
from realtime import clock

BACK_OFFICE = "/atelier/"
_DOORS = frozenset({"account_login", "account_request_login_code", "account_reset_password", "mfa_login_webauthn"})


class SecondFactorMiddleware:
    """Open `/atelier/` only to sessions that showed a second factor; lead the others to where they show or set up one.

    `STAFF_SECOND_FACTOR = False` waives it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_guarded = settings.STAFF_SECOND_FACTOR and request.path_info.startswith(BACK_OFFICE)
        if is_guarded and request.user.is_authenticated and (address := self._way_in(request, request.user)):
            return HttpResponseRedirect(address)
        return self.get_response(request)

    def _way_in(self, request: HttpRequest, member: Member) -> str | None:
        """Where the second factor is shown or set up; None when this session showed it, or has no business here."""
        if any(record["method"] == "mfa" for record in get_authentication_records(request, member)):
            return None
        if not rules.is_staff(member):
            return None
        if not rules.has_second_factor(member):
            messages.warning(request, _("L’atelier demande un second facteur. Choisis le tien, puis reviens."))
            return reverse("mfa_index")
        ways = get_adapter().get_reauthentication_methods(member)
        by_factor = next(way for way in ways if way["id"].startswith("mfa_reauthenticate"))
        return f"{by_factor['url']}?{urlencode({'next': request.get_full_path()})}"


class LapsedBanMiddleware:
    """Before somebody signs in, let in again all whose ban is over: the same statement whoever it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Here the address is resolved, and nothing has looked for the member yet."""
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name in _DOORS:
            actions.lapse_bans()


class LastSeenMiddleware:
    """Note when a signed-in browser was here, every ten minutes at most; what asked for no session is no visit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        if session.accessed and session.session_key and SESSION_KEY in session and is_due(session.session_key):
            actions.note_session(session.session_key, at=clock.now())
        return response
