"""“C’est bien toi ?”, answered by a code from one's mailbox."""

from typing import Any

from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.members.forms import ProofForm
from community.members.proof import Proof
from community.members.views.requests import MemberRequest


@method_decorator([never_cache, login_required], name="dispatch")
class ProofView(BaseReauthenticateView):
    """Send a code when asked to, and take it; then go on where it was asked for."""

    request: MemberRequest
    form_class = ProofForm
    template_name = "members/proof.html"

    @cached_property
    def proof(self) -> Proof | None:
        return Proof.under_way(self.request)

    def post(self, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "send" in request.POST:
            if too_many := ratelimit.consume_or_429(request, action="send_proof", user=request.user):
                return too_many
            Proof.begin(request)
            return self._again()
        if self.proof is None:
            messages.error(request, _("Ce code n’est plus valable. Demandes-en un autre ; rien n’a changé."))
            return self._again()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"code": self.proof.code if self.proof else ""}

    def form_valid(self, form: ProofForm) -> HttpResponse:
        if self.proof:
            self.proof.finish()
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: ProofForm) -> HttpResponse:
        if self.proof and self.proof.record_invalid_attempt():
            answer: HttpResponse = super().form_invalid(form)
            return answer
        messages.error(self.request, _("Trop d’essais : ce code ne vaut plus rien. Demandes-en un autre."))
        return self._again()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"email": self.request.user.email, "is_sent": bool(self.proof)}

    def _again(self) -> HttpResponse:
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))
