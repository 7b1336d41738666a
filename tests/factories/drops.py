"""Brands, watches and drops in every phase for tests."""

import secrets
from datetime import timedelta
from itertools import count

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone

from community.universes.models import Universe
from drops.audiences import REHEARSAL_DOMAIN
from drops.chain import opening_head
from drops.models import Brand, Drop, Movement, Piece, Watch, WatchPicture
from tests.factories.members import make_member
from tests.factories.pictures import opened, picture_bytes

_numbers = count(1)


def make_universe(**fields):
    fields = {"slug": "qlock", "name": "Qlock"} | fields
    return Universe.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)[0]


def make_brand(**fields):
    number = next(_numbers)
    return Brand.objects.create(**({"name": f"Combe {number}", "slug": f"combe-{number}", "town": "Le Locle"} | fields))


def make_watch(**fields):
    number = next(_numbers)
    defaults = {
        "name": f"Heure du Jura {number}",
        "reference": f"HJ-{number}",
        "statement": "Un cadran soleillé comme on n’en fait plus assez.",
        "case_material": "acier 316L",
        "diameter_mm": "38.5",
        "lug_to_lug_mm": "46.0",
        "thickness_mm": "9.4",
        "movement": Movement.MANUAL,
        "calibre": "C-12",
        "frequency_vph": 28800,
        "power_reserve_h": 56,
        "water_resistance_bar": 5,
        "functions": "petite seconde",
        "strap": "veau brun",
    }
    if "brand" not in fields:
        fields["brand"] = make_brand()
    return Watch.objects.create(**(defaults | fields))


def make_picture(watch, **fields):
    content = fields.pop("content", None) or picture_bytes()
    file = ContentFile(content, name="upload.png")
    file.opened = opened(content)  # as `drops.pictures` leaves a file that has passed the door
    return WatchPicture.objects.create(watch=watch, file=file, **({"alt": "Le cadran, de face"} | fields))


def make_draft(**fields):
    """A drop that nobody has armed: complete, and sealed."""
    now = timezone.now()
    defaults = {
        "total": 3,
        "price": 129_000,
        "retail_price": 199_000,
        "statement": "Dessinée avec vous.",
        "opens_at": now + timedelta(hours=1),
        "closes_at": now + timedelta(hours=3),
    }
    fields.setdefault("universe", make_universe())
    if "watch" not in fields:
        fields["watch"] = make_watch()
    return Drop.objects.create(**(defaults | fields))


def make_drop(**fields):
    """An open drop with its pieces; times given in `fields` make it another phase."""
    now = timezone.now()
    opens_at = fields.pop("opens_at", now - timedelta(minutes=1))
    defaults = {
        "announced_at": opens_at - timedelta(days=1),
        "armed_at": opens_at - timedelta(days=1),
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(hours=2),
    }
    drop = make_draft(**(defaults | fields))
    drop.head = opening_head(drop.code)
    drop.save(update_fields=["head"])
    Piece.objects.bulk_create(Piece(drop=drop, number=number) for number in range(1, drop.total + 1))
    return drop


def make_team_member(**fields):
    """Somebody of the drop team."""
    member = make_member(is_staff=True, **fields)
    member.user_permissions.add(
        Permission.objects.get(codename="manage_drop"), Permission.objects.get(codename="access_admin")
    )
    return member


def make_rehearser(**fields):
    """One of the accounts that play the rush of a rehearsal."""
    return make_member(email=f"{secrets.token_hex(4)}@{REHEARSAL_DOMAIN}", **fields)


def new_key():
    """What a browser makes for a claim: 128 random bits."""
    return secrets.token_hex(16)
