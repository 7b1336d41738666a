"""The picture door as the web sees it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from community.pictures.access import picture_or_404
from community.pictures.actions import take_picture
from community.pictures.door import PictureRefused
from community.pictures.queries import address

A_YEAR = 365 * 24 * 3600
TYPES = {".webp": "image/webp", ".jpg": "image/jpeg"}
STATUS = {
    "login_required": HTTPStatus.FORBIDDEN,
    "email_unconfirmed": HTTPStatus.FORBIDDEN,
    "silenced": HTTPStatus.FORBIDDEN,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_often": HTTPStatus.TOO_MANY_REQUESTS,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
}


@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """Take the picture in the field `picture`; a refusal says why, in the language of the page that asks."""
    # This address carries no language of its own, so that the middleware takes French.
    with override(get_language_from_request(request)):
        if not request.user.is_authenticated:
            return _refuse("login_required", _("Connecte-toi d’abord : les images sont signées."))
        if (upload := request.FILES.get("picture")) is None:
            return _refuse("missing", _("Aucune image n’est arrivée."))
        try:
            picture = take_picture(request.user, upload)
        except PictureRefused as refusal:
            return _refuse(refusal.code, refusal.message)
    taken = {
        "token": picture.token,
        "width": picture.width,
        "height": picture.height,
        "markdown": f"![](/images/{picture.token})",
        "url": address(picture.token, 960, "webp"),
    }
    return JsonResponse(taken, status=HTTPStatus.CREATED)


def _refuse(code: str, sentence: str | Promise) -> JsonResponse:
    return JsonResponse({"error": str(sentence), "code": code}, status=STATUS.get(code, HTTPStatus.BAD_REQUEST))


@require_safe
def picture(request: HttpRequest, token: str, width: int, kind: str) -> HttpResponse:
    """A rendition. What everybody may see keeps its content for good; the rest is kept by no cache."""
    path, is_public = picture_or_404(token, f"{width}.{kind}", request.user)
    response = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    if is_public:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
