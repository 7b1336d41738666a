"""The content security policy's exceptions: Wagtail's admin still needs inline code, and frames our pages."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

BACK_OFFICE = "/atelier/"
LOOSER = {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}
PREVIEW = {"frame-ancestors": [SELF]}  # the admin shows it in a frame, by a request for the page's public address


class HouseCSPMiddleware(CSPMiddleware):
    """django-csp; `settings.CONTENT_SECURITY_POLICY` for the site, loosened under `/atelier/` alone.

    A preview keeps the site's policy but for the frame. Wagtail marks it once its view is reached, so that no visitor
    can ask for one.
    """

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 -- its base's signature
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(BACK_OFFICE):
            parts.replace = LOOSER | (parts.replace or {})
        elif getattr(request, "is_preview", False):
            parts.replace = PREVIEW | (parts.replace or {})
        return parts
