"""What the demo's creations became, and their pictures: the watches are drawn here."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.functions import Now

from community.members.models import Member
from community.pictures.door import open_picture
from community.pictures.models import Picture
from community.pictures.storage import RENDITIONS, store_files
from drops.demo.catalogue import GOUFFRE, PISTE_COURTE
from drops.drawing import WatchDesign
from drops.drawing.design import DialColour
from drops.drawing.studio import Commission, paint_all
from drops.models import Drop
from ideas.ballots.models import Option
from ideas.creations.models import Creation

WIDTH = 1440
PATIENCE = 60  # seconds: nobody waits for these, and the machine may be busy drawing
EDITOR = "plume-d-oie"
FINISHED, RUNNING = "lisible-d-un-oeil", "plongeuse-grand-feu"

DIVER = replace(
    GOUFFRE.design,
    brand="FLEURION",
    line="ÉMAIL GRAND FEU",
    foot="100 M · 10 BAR",
    diameter=36.0,
    lug_to_lug=43.5,
    dial="enamel",
    texture="plain",
    date=None,
)
# An option of the running ballot, and the dial it stands for.
ENAMELS: Mapping[str, DialColour] = {
    "Blanc lait": "enamel",
    "Bleu de four": "blue",
    "Noir profond": "lacquer",
    "Vert cuivre": "fir",
}


def make_demo_lineage() -> None:
    """Lead the finished creation to its drop, and draw the pictures that are missing. Refuses outside a demo house."""
    if not settings.DEMO:
        raise ImproperlyConfigured("These watches never were; they need DEMO = True.")
    finished = Creation.objects.get(slug=FINISHED)
    Drop.objects.filter(watch__reference=PISTE_COURTE.reference, rehearsal=False).update(creation=finished)
    if Creation.objects.filter(slug__in=[FINISHED, RUNNING], picture=None).exists():
        _illustrate(finished, Creation.objects.get(slug=RUNNING))


def _illustrate(finished: Creation, running: Creation) -> None:
    designs = {label: replace(DIVER, dial=dial) for label, dial in ENAMELS.items()}
    commissions = [_commission(PISTE_COURTE.design), *map(_commission, designs.values())]
    with closing(paint_all(commissions)) as pictures:
        first, *others = [_open(picture) for picture in pictures]
    with transaction.atomic():
        editor = Member.objects.get(handle=EDITOR)
        _show(finished, _take(editor, *first), f"{PISTE_COURTE.looks}")
        taken = {label: _take(editor, *opened) for label, opened in zip(designs, others, strict=True)}
        _show(running, taken["Bleu de four"], "Petite plongeuse à cadran émaillé bleu, aiguilles glaive, lunette bleue")
        for label, picture in taken.items():
            chosen = Option.objects.filter(ballot__in=running.stages.values("ballot"), label=label)
            chosen.update(picture=picture, picture_alt=f"Le cadran émaillé, {label.lower()}")


def _commission(design: WatchDesign) -> Commission:
    return Commission(design, "front", WIDTH, seed=f"{design.brand}{design.dial}")


def _open(picture: bytes) -> tuple[Mapping[str, bytes], int, int]:
    """Through the one door, as whatever anybody sends."""
    opened = open_picture(ContentFile(picture, "montre.jpg"), RENDITIONS, seconds=PATIENCE)
    return opened.files, opened.width, opened.height


def _take(owner: Member, files: Mapping[str, bytes], width: int, height: int) -> Picture:
    return Picture.objects.create(token=store_files(files), owner=owner, width=width, height=height, used_at=Now())


def _show(creation: Creation, picture: Picture, alt: str) -> None:
    Creation.objects.filter(pk=creation.pk).update(picture=picture, picture_alt=alt)
