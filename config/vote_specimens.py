"""Ballots and creations of `/design/`: the same for whoever looks, whatever is in the database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.utils.safestring import mark_safe

from ideas.ballots.models import Method
from ideas.ballots.models import Phase as BallotPhase
from ideas.ballots.queries import BallotView
from ideas.ballots.queries.ballots import OptionView, OwnPaper
from ideas.ballots.queries.results import Bar, Day, Result, RoundView
from ideas.creations.models import Phase
from ideas.creations.queries import CreationLine
from ideas.creations.queries.creations import StageLine

OPENED = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
LABELS = ("Bleu de four", "Blanc lait", "Vert cuivre")
# A ranked paper, cast; on it two of the three options have a rank.
PAPER = BallotView(
    pk=7,
    question="Quelle couleur d’émail ?",
    html=mark_safe("<p>Les plaques sont les vraies, la lumière aussi.</p>"),
    language="fr",
    method=Method.RANKED,
    phase=BallotPhase.OPEN,
    opens_at=OPENED,
    closes_at=OPENED + timedelta(days=9),
    eligible=208,
    voted=61,
    quorum_percent=15,
    shows_tally=False,
    conditions=("une adresse e-mail confirmée",),
    options=tuple(
        OptionView(pk, label, text, None, is_chosen=False, points=None, rank=rank)
        for pk, label, text, rank in (
            (1, LABELS[0], "Deux cuissons de plus.", 1),
            (2, LABELS[1], "Il pardonne.", None),
            (3, LABELS[2], "", 2),
        )
    ),
    tie_order=LABELS,
    counts=(),
    is_member=True,
    on_roll=1,
    took_part=1,
    own=(OwnPaper(1, "9f2c4e6a80b1d3f57a9c0e2b4d6f8a1c", ("1. Bleu de four", "2. Vert cuivre")),),
    result=None,
    digest="",
    topic="ballot:7",
)


def _round(number: int, counts: tuple[int | None, ...], *, wins: int = -1, goes: int = -1) -> RoundView:
    counting = sum(count or 0 for count in counts)
    bars = tuple(
        Bar(place, label, count, round(100 * (count or 0) / counting, 2), wins=place == wins, goes=place == goes)
        for place, (label, count) in enumerate(zip(LABELS, counts, strict=True))
    )
    return RoundView(number, counting, counting // 2 + 1, bars)


SEALED = replace(
    PAPER,
    phase=BallotPhase.SEALED,
    voted=104,
    own=(),
    digest="062ff185e2b1bfca8f795e78cc54be4f81dea2599969dc281a4760c8df83ef45",
    result=Result(
        method=Method.RANKED,
        rounds=(_round(1, (43, 38, 23), goes=2), _round(2, (57, 45, None), wins=0)),
        winners=LABELS[:1],
        has_quorum=True,
        days=tuple(
            Day(date(2026, 11, 16) + timedelta(days=n), papers, 10 * n, round(100 * papers / 41, 2))
            for n, papers in enumerate((41, 22, 12, 9, 4, 3, 2, 2, 9))
        ),
    ),
)


def _creation(*phases: Phase) -> CreationLine:
    stages = tuple(
        StageLine(
            pk=n,
            n=n,
            title=title,
            phase=phase,
            starts_at=None if phase == Phase.PLANNED else OPENED + timedelta(days=10 * n),
            ends_at=None if phase == Phase.PLANNED else OPENED + timedelta(days=10 * n + 7),
            rule=mark_safe("<p>La couleur élue est cuite.</p>"),
            ruled_at=OPENED,
            outcome="Glaive" if phase == Phase.DECIDED else "",
            decided_at=OPENED if phase == Phase.DECIDED else None,
            votes=None,
            url="#etape",
        )
        for n, (title, phase) in enumerate(zip(("Les aiguilles", "L’émail", "Le nom"), phases, strict=False), 1)
    )
    return CreationLine(
        pk=3,
        slug="plongeuse-grand-feu",
        title="La plongeuse en émail grand feu",
        lead="Trente-six millimètres, dix bars, et un cadran qui est passé six fois au four.",
        language="fr",
        universe="Qlock",
        idea=7,
        picture=None,
        is_draft=False,
        published_at=OPENED,
        stages=stages,
    )


RUNNING = _creation(Phase.DECIDED, Phase.OPEN, Phase.PLANNED)
COMING = _creation(Phase.COMING, Phase.PLANNED)
CLOSED = _creation(Phase.DECIDED, Phase.CLOSED)
FINISHED = _creation(Phase.DECIDED, Phase.DECIDED, Phase.DECIDED)
