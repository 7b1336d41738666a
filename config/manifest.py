"""`/manifest.webmanifest`: the house as an app on somebody's phone."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.tokens import colours


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Name, icons and enamel."""
    enamel = colours()["enamel"].light
    return JsonResponse(
        {
            "name": "Qlock",
            "short_name": "Qlock",
            "description": _("Une montre à la fois, à 10 h 10, et une communauté qui en parle mieux que la boîte."),
            "lang": "fr",
            "id": "/",
            "scope": "/",
            "start_url": "/",
            "display": "standalone",
            "background_color": enamel,
            "theme_color": enamel,
            "icons": [
                {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                _png("icon-192.png", 192),
                _png("icon-512.png", 512),
                _png("icon-maskable-512.png", 512, purpose="maskable"),
                _png("badge-96.png", 96, purpose="monochrome"),
            ],
        },
        content_type="application/manifest+json",
    )


def _png(name: str, size: int, purpose: str = "any") -> dict[str, str]:
    """One of the icons that `config/icons.py` draws."""
    return {"src": static(f"img/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
