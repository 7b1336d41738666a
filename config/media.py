"""Pictures that anybody may see: renditions and portraits, under names that never mean something else later.

Originals, documents and a drop's private pictures lie beside them in MEDIA_ROOT and have no address here. A proxy may
serve the same two folders before us.
"""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.http import require_safe

TYPES = {"avif": "image/avif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def picture(request: HttpRequest, path: str, ending: str) -> HttpResponse:
    """One file of the public folders."""
    try:
        with default_storage.open(path) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404(path) from error
    return HttpResponse(content, content_type=TYPES[ending], headers={"Cache-Control": FOR_GOOD})


# No longer than a file system takes; what we store is far shorter.
_NAME = rf"[A-Za-z0-9_.-]{{1,200}}\.(?P<ending>{'|'.join(TYPES)})"
urlpatterns = [re_path(rf"^(?P<path>(?:images|portraits)/{_NAME})$", picture)]
