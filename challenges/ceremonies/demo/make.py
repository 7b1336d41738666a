import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from PIL import Image

from challenges.ceremonies.models import STEPS, Ceremony
from challenges.juries.actions.locking import lock_judging
from challenges.juries.actions.opening import open_judging
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Judging, JudgingKey, Juror, JuryRound, Mark, RollEntry, Vote
from challenges.qdefis.actions.programme import HOURS
from challenges.qdefis.models import Entry, EntryPicture, EntryState, Kind, Qdefi, QdefiPicture
from challenges.qdefis.starters import starters
from community.discussions.demo.people import make_people
from community.discussions.demo.words import typeset
from community.members.demo import make_demo_members
from community.members.models import Member
from community.members.trust import day_of
from community.notices.models import Notice, Round
from community.pictures.models import Picture
from community.pictures.storage import RENDITIONS, store_files
from community.text.markdown import read
from community.universes.models import Universe
from ideas.ballots.secrecy import new_receipt, voter_name

HERE = Path(__file__).parent
BEFORE = timedelta(days=4)  # between the announcement and the opening
SECONDS = 20
JURORS = 3
TURNOUT = 0.6
ACCOUNTS = (
    "loutre-de-fleurier",
    "marmotte-du-val",
    "herisson-presse",
    "plume-d-oie",
    "renard-du-sentier",
)  # of who tries the demo: they neither entered nor voted yet
TEXTS = ("title", "lead", "brief", "rules", "prize", "terms")
FACTS = (*TEXTS, "kind", "is_blind", "community_weight", "vote_method", "jury_method", "quorum")

Row = dict[str, Any]
Paint = Callable[[Sequence[str]], Mapping[str, bytes]]


def make_demo_qdefis(now: datetime, paint: Paint) -> None:
    """Make the demo's Qdéfis that are missing, opened, judged and settled by the real actions; `paint` has the photos.

    Refuses outside a demo house. Tells nobody, and leaves the index of the search to `manage.py reindex`.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("Nobody ever froze for these photos; they need DEMO = True.")
    rows = tomllib.loads((HERE / "qdefis.toml").read_text(encoding="utf-8"))["qdefi"]
    missing = [row for row in rows if not Qdefi.objects.filter(slug=row["slug"]).exists()]
    names = [row["picture"] for row in missing] + [e["photo"] for row in missing for e in row["entry"] if "photo" in e]
    files = {name: _renditions(picture) for name, picture in paint(names).items()}
    with transaction.atomic():
        make_demo_members()
        universe, _ = Universe.objects.get_or_create(
            slug="qlock", defaults={"name": "Qlock", "tagline": "Les montres, une à la fois"}
        )
        people = make_people(universe, now)
        for row in missing:
            _make(row, universe, people, files, now)
        if missing:
            Round.objects.filter(key__startswith="qdefi:").delete()  # they would have been told long ago
            Notice.objects.filter(key__startswith="qdefi:").delete()


def _make(row: Row, universe: Universe, people: Mapping[str, Member], files: Mapping[str, Any], now: datetime) -> None:
    facts = {**starters()[row["starter"]], **row}
    chance = Random(row["slug"])  # noqa: S311 -- tastes, no secret
    hours = [_evening(now + timedelta(days=days)) for days in row["days"]]
    qdefi = Qdefi.objects.create(
        slug=row["slug"],
        universe=universe,
        published_at=hours[0] - BEFORE,
        votes_told_at=hours[2] if hours[2] <= now else None,
        **{name: _said(facts[name]) for name in FACTS if name in facts},
        **dict(zip(HOURS, hours, strict=True)),
    )
    members = [people[handle] for handle in sorted(people) if handle not in ACCOUNTS]
    authors = chance.sample(members, len(row["entry"]) + JURORS)
    house = people.get(row["entry"][0].get("by", ""), authors[0])
    picture = _picture(files[row["picture"]], house, hours[0])
    QdefiPicture.objects.create(qdefi=qdefi, picture=picture, alt=typeset(row["picture_alt"]))
    for each, author in zip(row["entry"], authors, strict=False):
        _enter(qdefi, each, people.get(each.get("by", ""), author), files, chance)
    qdefi.entered = len(row["entry"])
    qdefi.save(update_fields=["entered"])
    if hours[2] <= now:
        _judge(qdefi, row, authors[-JURORS:], chance, now)
    if "ceremony" in row:
        _celebrate(qdefi)


def _enter(qdefi: Qdefi, row: Row, author: Member, files: Mapping[str, Any], chance: Random) -> None:
    at = qdefi.entries_open_at + timedelta(hours=chance.uniform(3, 80))
    said = read(typeset(row["text"]))
    entry = Entry.objects.create(
        qdefi=qdefi,
        author=author,
        state=EntryState.SUBMITTED,
        title=typeset(row["title"]),
        source=typeset(row["text"]),
        html=said.html(),
        lead=said.plain[:180],
        terms_version=1,
        terms_accepted_at=at,
        started_at=at - timedelta(minutes=20),
        submitted_at=at,
    )
    if qdefi.kind == Kind.PHOTO:
        picture = _picture(files[row["photo"]], author, at)
        EntryPicture.objects.create(entry=entry, picture=picture, n=0, alt=typeset(row["alt"]))


def _judge(qdefi: Qdefi, row: Row, jurors: Sequence[Member], chance: Random, now: datetime) -> None:
    """Votes of a share of the roll, a jury that is at work or has ended, and what the clock asks for."""
    judging = lock_judging(qdefi.pk)
    seated = [Juror.objects.create(judging=judging, member=member) for member in jurors]
    open_judging(judging, judging.opens_at_hour, chance=chance)
    entries = list(qdefi.entries.order_by("pk"))
    scores = {entry.pk: each.get("score", 3) for entry, each in zip(entries, row["entry"], strict=True)}
    _vote(judging, entries, scores, chance)
    results_at, is_over = qdefi.results_at, qdefi.results_at <= now
    if is_over:  # the jury first: its hours are over, too
        Qdefi.objects.filter(pk=qdefi.pk).update(results_at=now + timedelta(days=1))
        qdefi.refresh_from_db()
    settle_judging(qdefi, now)
    for row_of_jury in JuryRound.objects.filter(judging=judging):
        _mark(row_of_jury, seated if is_over else seated[:2], entries if is_over else entries[:2], scores, now)
    if is_over:
        Qdefi.objects.filter(pk=qdefi.pk).update(results_at=results_at)
        qdefi.refresh_from_db()
        settle_judging(qdefi, now)
    Judging.objects.filter(pk=judging.pk, sealed_at__isnull=False).update(sealed_at=judging.closes_at_hour)


def _vote(judging: Judging, entries: Sequence[Entry], scores: Mapping[int, int], chance: Random) -> None:
    key = JudgingKey.objects.get(judging=judging).secret
    roll = RollEntry.objects.filter(judging=judging).exclude(member__handle__in=ACCOUNTS).order_by("member__handle")
    stars = judging.qdefi.vote_method == "stars"
    votes = []
    for member in roll.values_list("member", flat=True):
        liked = [
            entry for entry in entries if entry.author_id != member and chance.random() < (scores[entry.pk] / 5) ** 2
        ]
        if not liked or chance.random() > TURNOUT:
            continue
        choice = {
            str(each.pk): min(5, max(1, round(chance.gauss(scores[each.pk], 1)))) if stars else 1 for each in liked
        }
        day = day_of(judging.opens_at_hour + timedelta(hours=chance.uniform(1, 60)))
        votes.append(
            Vote(judging=judging, voter=voter_name(key, member, 1), choice=choice, receipt=new_receipt(), day=day)
        )
    Vote.objects.bulk_create(votes)
    judging.voted = len(votes)
    judging.save(update_fields=["voted"])


def _mark(
    row: JuryRound, jurors: Sequence[Juror], entries: Sequence[Entry], scores: Mapping[int, int], now: datetime
) -> None:
    Mark.objects.bulk_create(
        Mark(round=row, juror=juror, entry=entry, mark=scores[entry.pk], at=now)
        for juror in jurors
        for entry in entries
    )


def _celebrate(qdefi: Qdefi) -> None:
    """The ceremony at the hour of the results; one that is over has shown them, and they are public since."""
    Ceremony.objects.create(qdefi=qdefi, starts_at=qdefi.results_at, seconds=SECONDS)
    if qdefi.settled_at is None:
        return
    shown_at = qdefi.results_at + STEPS * timedelta(seconds=SECONDS)
    Judging.objects.filter(qdefi=qdefi).update(settled_at=qdefi.results_at)
    Qdefi.objects.filter(pk=qdefi.pk).update(settled_at=shown_at)


def _renditions(picture: bytes) -> dict[str, bytes]:
    """What the door would make of a photo of ours, which needs no door: it is smaller than most of them."""
    with Image.open(BytesIO(picture)) as image:
        kept = {"webp": _encoded(image, "WEBP", 80), "jpg": picture}
        small = image.resize((480, image.height * 480 // image.width))
        return {
            name: _encoded(small, "WEBP", 80) if name == "480.webp" else kept[name[-4:].lstrip(".")]
            for name in RENDITIONS
        }


def _encoded(image: Image.Image, kind: str, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, kind, quality=quality)
    return file.getvalue()


def _picture(files: Mapping[str, bytes], owner: Member, at: datetime) -> Picture:
    with Image.open(BytesIO(files["1440.jpg"])) as image:
        width, height = image.size
    return Picture.objects.create(token=store_files(files), owner=owner, width=width, height=height, at=at, used_at=at)


def _evening(moment: datetime) -> datetime:
    return moment.replace(hour=19, minute=0, second=0, microsecond=0)


def _said(value: Any) -> Any:
    return typeset(value.strip()) if isinstance(value, str) else value
