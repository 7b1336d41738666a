"""What is kept of the pictures that members send."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, register_personal
from community.pictures.models import Picture
from community.pictures.storage import LARGEST, rendition_path


def register() -> None:
    """Register the pictures; their files go with the rows."""
    register_personal(
        "pictures.Picture",
        of="owner",
        fields={
            "token": _("le nom de son fichier"),
            "width": _("sa largeur"),
            "height": _("sa hauteur"),
            "at": _("quand tu l’as envoyée"),
            "used_at": _("quand elle a paru"),
            "hidden_at": _("si elle est masquée"),
        },
        on_erasure=Erasure.DELETE,
        kept=_("un jour si rien ne la montre, sinon aussi longtemps que ton compte"),
        media=files_of,
    )


def files_of(member_id: int) -> Iterator[tuple[str, Path]]:
    """Each picture in its largest rendition."""
    for token in Picture.objects.filter(owner=member_id).order_by("at").values_list("token", flat=True):
        yield f"{token}.webp", rendition_path(token, LARGEST)
