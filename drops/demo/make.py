from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from community.members.demo import make_demo_members
from community.members.models import Member
from community.universes.models import Universe
from drops import events
from drops.actions.arming import arm_drop
from drops.demo.catalogue import NEXT, PAST, REHEARSED, Maker, Model
from drops.demo.crowd import make_crowd
from drops.demo.history import LENGTH, play_sale
from drops.drawing import View
from drops.drawing.studio import Commission, paint_all
from drops.models import Brand, Drop, Watch, WatchPicture
from drops.pictures import own_picture
from realtime.announce import announce

ZURICH = ZoneInfo("Europe/Zurich")
DAYS = {3, 5}  # Thursday, Saturday
HOUR = time(10, 10)

NOTICE = timedelta(hours=1)  # the next opening is at least that far away
WIDTH = 1440
CROWD = 160
MODEL_CODE = "REPETE"  # a draft, for rehearsals: `manage.py rehearse REPETE`
DROP_MANAGER = "atelier@demo.example"
CAPTIONS = {"front": "{looks}", "detail": "{name} de près, le cadran", "back": "{name}, le fond et son mouvement"}


def make_demo_drops(now: datetime) -> None:
    """Make what is missing of the demo's drops: sales of the past weeks, the next one announced, one to rehearse.

    Refuses outside a demo house. What is there stays as it is, except that a next drop whose hour passed without
    anybody there is put off to the next one. Announces `phase` where that changes what everybody sees.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("These sales never were; they need DEMO = True.")
    manager = next(member for member in make_demo_members() if member.email == DROP_MANAGER)
    universe, _ = Universe.objects.get_or_create(
        slug="qlock", defaults={"name": "Qlock", "tagline": "Les montres, une à la fois"}
    )
    _make_watches((*PAST, NEXT, REHEARSED))
    crowd = make_crowd(CROWD, now)
    for model, opens_at in zip(PAST, openings(now, -1), strict=False):
        _make_past_drop(model, universe, opens_at, crowd)
    _make_next_drop(universe, manager, next(openings(now + NOTICE, 1)), now)
    _make_rehearsed_drop(universe)


def openings(now: datetime, step: int) -> Iterator[datetime]:
    """The hours at which drops open, from `now` on: into the future by 1, into the past, where they are over, by -1."""
    day = now.astimezone(ZURICH).date()
    while True:
        moment = datetime.combine(day, HOUR, ZURICH)
        if day.weekday() in DAYS and (moment > now if step > 0 else moment + LENGTH < now):
            yield moment
        day += timedelta(days=step)


def _make_watches(models: Iterable[Model]) -> None:
    """The watches that are missing, with their makers and their pictures; drawing those takes most of the time."""
    there = set(Watch.objects.values_list("reference", flat=True))
    missing = [model for model in models if model.reference not in there]
    commissions = [
        Commission(model.design, view, WIDTH, seed=model.reference) for model in missing for view in model.views
    ]
    with closing(paint_all(commissions)) as pictures:
        for model in missing:
            _make_watch(model, dict(zip(model.views, pictures, strict=False)))


@transaction.atomic
def _make_watch(model: Model, pictures: Mapping[View, bytes]) -> None:
    watch = Watch.objects.create(
        brand=_make_brand(model.maker),
        name=model.name,
        reference=model.reference,
        statement=model.statement,
        case_material=model.material,
        diameter_mm=str(model.design.diameter),
        lug_to_lug_mm=str(model.design.lug_to_lug),
        thickness_mm=model.thickness,
        movement=model.movement,
        calibre=model.calibre,
        frequency_vph=model.frequency,
        power_reserve_h=model.reserve,
        water_resistance_bar=model.resistance,
        functions=model.functions,
        strap=model.strap,
        warranty_months=model.warranty,
    )
    for position, (view, picture) in enumerate(pictures.items()):
        WatchPicture.objects.create(
            watch=watch,
            file=own_picture(picture, f"{view}.jpg"),
            alt=CAPTIONS[view].format(looks=model.looks, name=model.name),
            position=position,
        )


def _make_brand(maker: Maker) -> Brand:
    facts = {"name": maker.name, "town": maker.town, "country": "Suisse", "description": maker.description}
    return Brand.objects.get_or_create(slug=maker.slug, defaults=facts)[0]


def _draft(model: Model, universe: Universe) -> Drop:
    return Drop(
        universe=universe,
        watch=Watch.objects.get(reference=model.reference),
        statement=model.why,
        total=model.pieces,
        price=model.price,
        retail_price=model.retail,
    )


def _make_past_drop(model: Model, universe: Universe, opens_at: datetime, crowd: list[Member]) -> None:
    if Drop.objects.filter(watch__reference=model.reference, rehearsal=False).exists():
        return
    chance = Random(model.reference)  # noqa: S311 -- moods of buyers, no secret
    buyers = chance.sample(crowd, round(model.pieces * model.demand))
    play_sale(_draft(model, universe), buyers, chance, opens_at=opens_at)


def _make_next_drop(universe: Universe, manager: Member, opens_at: datetime, now: datetime) -> None:
    drop = Drop.objects.filter(watch__reference=NEXT.reference, rehearsal=False).first()
    if drop is None:
        drop = _draft(NEXT, universe)
        drop.opens_at, drop.closes_at = opens_at, opens_at + LENGTH
        drop.save()
        arm_drop(drop, by=manager)
    elif drop.closes_at is not None and drop.closes_at <= now and not drop.places:
        _put_off(drop, opens_at, now)


@transaction.atomic
def _put_off(drop: Drop, opens_at: datetime, now: datetime) -> None:
    """Nobody was there: it never opened."""
    drop.announced_at, drop.opens_at, drop.closes_at = now, opens_at, opens_at + LENGTH
    drop.save(update_fields=["announced_at", "opens_at", "closes_at"])
    announce(*events.phase_moved(drop))


def _make_rehearsed_drop(universe: Universe) -> None:
    if not Drop.objects.filter(code=MODEL_CODE).exists():
        drop = _draft(REHEARSED, universe)
        drop.code = MODEL_CODE
        drop.save()
