import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from community.discussions.demo.scene import set_scene, talk_under
from community.discussions.demo.words import typeset
from community.members.actions.consents import give_consent
from community.members.models import Member
from community.members.trust import day_of
from community.notices.models import Round
from community.universes.models import Universe
from ideas.ballots.actions.opening import open_ballot
from ideas.ballots.actions.sealing import settle_ballot
from ideas.ballots.models import Ballot, BallotKey, Method, Option, RollEntry, Vote
from ideas.ballots.secrecy import new_receipt, voter_name
from ideas.box.models import Idea
from ideas.creations.consent import PURPOSE
from ideas.creations.models import Creation, Stage
from ideas.creations.queries import winners_of
from ideas.creations.talk import SUBJECT

HERE = Path(__file__).parent
AFTER = timedelta(minutes=2)  # between a close and its sealing
BEFORE = timedelta(days=4)  # between a rule and its opening
EARLY = timedelta(days=2)  # before now, people talk of a stage that has no date yet
TRUE_FRIENDS = ("loutre-de-fleurier", "marmotte-du-val")  # the demo accounts vote, but for what still waits for them

Row = dict[str, Any]


@transaction.atomic
def make_demo_creations(now: datetime) -> None:
    """Make the demo's creations that are missing, their ballots opened, voted on and sealed by the real actions.

    Refuses outside a demo house. Tells nobody, and leaves the index of the search to `manage.py reindex`.
    """
    universe, people = set_scene(now, "Nobody ever voted on these watches")
    rows = tomllib.loads((HERE / "creations.toml").read_text(encoding="utf-8"))["creation"]
    missing = [row for row in rows if not Creation.objects.filter(slug=row["slug"]).exists()]
    for row in missing:
        _make(row, universe, people, now)
    if missing:
        for member in people.values():
            if Random(member.handle).random() < 2 / 3:  # noqa: S311 -- who likes to be named, no secret
                give_consent(member, PURPOSE)


def _make(row: Row, universe: Universe, people: Mapping[str, Member], now: datetime) -> None:
    first = min(each["days"][0] for each in row["stage"] if "days" in each)
    creation = Creation.objects.create(
        slug=row["slug"],
        title=typeset(row["title"]),
        lead=typeset(row["lead"]),
        universe=universe,
        idea=Idea.objects.filter(title__startswith=row["idea"]).first(),
        state=Creation.State.PUBLISHED,
        published_at=now + timedelta(days=first) - BEFORE,
    )
    for n, each in enumerate(row["stage"], 1):
        stage = _make_stage(creation, n, each, now)
        talk_under(stage, SUBJECT, each.get("post", []), people, stage.starts_at or now - EARLY)


def _make_stage(creation: Creation, n: int, row: Row, now: datetime) -> Stage:
    ballot = _hold(row, Random(f"{creation.slug}{n}"), now) if "ballot" in row else None  # noqa: S311 -- tastes, no secret
    winners = winners_of(ballot) if ballot else []
    return Stage.objects.create(
        creation=creation,
        n=n,
        title=typeset(row["title"]),
        text=typeset(row["text"].strip()),
        hands_on=typeset(row["hands_on"]),
        ruled_at=(ballot.opens_at if ballot else now) - BEFORE,
        ballot=ballot,
        outcome=" · ".join(winners),
        decided_at=ballot.sealed_at if ballot and winners else None,
        opening_told_at=ballot.opens_at if ballot else None,
    )


def _hold(row: Row, chance: Random, now: datetime) -> Ballot:
    """A ballot opened at its hour, with papers of members of its roll, and sealed if it is over."""
    asked = row["ballot"]
    opens_at, closes_at = (_evening(now + timedelta(days=days)) for days in row["days"])
    ballot = Ballot.objects.create(
        question=typeset(asked["question"]),
        text=typeset(asked.get("text", "")),
        method=asked["method"],
        quorum_percent=asked.get("quorum", 0),
        opens_at=opens_at,
        closes_at=closes_at,
        published_at=opens_at - BEFORE,
    )
    for label in asked["options"]:
        Option.objects.create(ballot=ballot, label=typeset(label))
    open_ballot(ballot, opens_at, chance=chance)
    _vote(ballot, asked, chance, is_over=closes_at <= now)
    if closes_at <= now:
        ballot = settle_ballot(ballot, now)
        Round.objects.filter(key=f"ballot:{ballot.pk}").delete()  # they would have been told long ago
        ballot.sealed_at = closes_at + AFTER
        ballot.save(update_fields=["sealed_at"])
    return ballot


def _evening(moment: datetime) -> datetime:
    return moment.replace(hour=19, minute=0, second=0, microsecond=0)


def _vote(ballot: Ballot, asked: Row, chance: Random, *, is_over: bool) -> None:
    """A share of the roll votes, most of them in the first days; written as `cast_vote` writes, without its clock."""
    key = BallotKey.objects.get(ballot=ballot).secret
    options = list(ballot.options.values_list("pk", flat=True))
    roll = Member.objects.filter(pk__in=RollEntry.objects.filter(ballot=ballot).values("member")).order_by("handle")
    votes = []
    for member in roll:
        is_friend = member.handle in TRUE_FRIENDS
        if is_friend != is_over if is_friend else chance.random() > asked["turnout"]:
            continue
        span = (min(ballot.closes_at, ballot.opens_at + timedelta(days=3)) - ballot.opens_at) * chance.random()
        votes.append(
            Vote(
                ballot=ballot,
                voter=voter_name(key, member.pk, 1),
                choice=_choice(ballot.method, options, asked["weights"], chance),
                receipt=new_receipt(),
                day=day_of(ballot.opens_at + span),
            )
        )
    Vote.objects.bulk_create(votes)
    ballot.voted = len(votes)
    ballot.save(update_fields=["voted"])


def _choice(method: str, options: Sequence[int], weights: Sequence[float], chance: Random) -> Any:
    """What somebody whose tastes follow these weights would put on the paper."""
    pleases = dict(zip(options, weights, strict=True))
    match method:
        case Method.SINGLE:
            return chance.choices(options, weights)[0]
        case Method.APPROVAL:
            liked = [option for option in options if chance.random() < pleases[option]]
            return liked or [chance.choice(options)]
        case Method.SCORE:
            return [min(5, max(0, round(chance.gauss(pleases[option], 1.2)))) for option in options]
    ranked = sorted(options, key=lambda option: -pleases[option] * chance.random())
    return ranked[: chance.choice((2, 3, 4, 4))]
