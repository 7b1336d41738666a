"""A code by mail, for who has neither password nor second factor to show that it is still them."""

import time
from typing import Any, Self

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest

from community.members.views.requests import MemberRequest

STATE = "members.proof"  # in the session
METHOD = "proof"
METHODS = ("code", METHOD)  # who signed in by a code a moment ago has shown it, too


def is_proven(request: HttpRequest) -> bool:
    """Has this session read the member's mailbox within the last minutes?"""
    records = get_authentication_records(request, request.user)
    shown = [record["at"] for record in records if record["method"] in METHODS]
    return bool(shown) and time.time() - max(shown) < app_settings.REAUTHENTICATION_TIMEOUT


class Proof(AbstractCodeVerificationProcess):
    """One code on its way: good for some minutes and some tries, at the address it went to."""

    def __init__(self, request: MemberRequest, state: dict[str, Any]) -> None:
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=request.user,
        )
        self._request = request

    @classmethod
    def begin(cls, request: MemberRequest) -> None:
        """Send a code; the one before is worth nothing any more."""
        proof = cls(request, cls.initial_state(user=request.user, email=request.user.email))
        proof.send()
        proof.persist()

    @classmethod
    def under_way(cls, request: MemberRequest) -> Self | None:
        """The code that was sent; None once it is too old, or the member lives elsewhere."""
        state = request.session.get(STATE)
        found: Self | None = cls(request, state).abort_if_invalid() if state else None
        return found if found and found.state["email"] == request.user.email else None

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        adapter.send_mail("account/email/proof", self.state["email"], {"user": self.user, "code": self.code})

    def persist(self) -> None:
        self._request.session[STATE] = self.state

    def abort(self) -> None:
        self._request.session.pop(STATE, None)

    def finish(self) -> None:
        """Note in the session that it is them."""
        self.abort()
        record_authentication(self._request, self.user, method=METHOD, reauthenticated=True)
