"""Creations in a list, one of them with its stages, and one stage."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from community.pictures.models import Picture
from community.text.markdown import read
from ideas.ballots.models import Ballot
from ideas.creations.models import Creation, CreationQuerySet, Phase, Stage, StageQuerySet

A_PAGE = 12


@dataclass(frozen=True, slots=True)
class PictureView:
    token: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Votes:
    """How many papers there are and could be: nothing that depends on what stands on them."""

    ballot: int
    method: str
    voted: int
    eligible: int

    @property
    def turnout(self) -> int:
        """In per cent, rounded down."""
        return 100 * self.voted // self.eligible if self.eligible else 0


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage in the story. `rule` is what it was to hand on, `outcome` what it did; empty while there is none."""

    pk: int
    n: int
    title: str
    phase: Phase
    starts_at: datetime | None
    ends_at: datetime | None
    rule: SafeString
    ruled_at: datetime | None
    outcome: str
    decided_at: datetime | None
    votes: Votes | None
    url: str

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def is_decided(self) -> bool:
        return self.phase == Phase.DECIDED


@dataclass(frozen=True, slots=True)
class CreationLine:
    """A creation in a list. `current` is the stage that is open, or the next one that is not decided."""

    pk: int
    slug: str
    title: str
    lead: str
    language: str
    universe: str
    idea: int | None
    picture: PictureView | None
    is_draft: bool
    published_at: datetime | None
    stages: tuple[StageLine, ...]

    @property
    def url(self) -> str:
        return reverse("creations:creation", args=[self.slug])

    @property
    def current(self) -> StageLine | None:
        return next((stage for stage in self.stages if not stage.is_decided), None)

    @property
    def decided(self) -> int:
        return sum(stage.is_decided for stage in self.stages)

    @property
    def is_finished(self) -> bool:
        return bool(self.stages) and self.current is None


class Shelf(NamedTuple):
    """What is being designed, and a page of what was."""

    running: list[CreationLine]
    finished: list[CreationLine]
    leaf: Page


@dataclass(frozen=True, slots=True)
class CreationPage:
    """The whole story of one creation, as everybody may read it."""

    line: CreationLine

    @property
    def stages(self) -> tuple[StageLine, ...]:
        return self.line.stages


@dataclass(frozen=True, slots=True)
class StagePage:
    """One stage: what it is about, what came in from the one before, and its neighbours."""

    line: StageLine
    creation: CreationLine
    html: SafeString
    pictures: tuple[PictureView, ...]

    @property
    def before(self) -> StageLine | None:
        return next((stage for stage in reversed(self.creation.stages) if stage.n < self.line.n), None)

    @property
    def after(self) -> StageLine | None:
        return next((stage for stage in self.creation.stages if stage.n > self.line.n), None)


def creations(now: datetime, number: int | str = 1) -> Shelf:
    """All that is being designed, the latest first, and a page of what is finished; four queries and a count."""
    undecided = Stage.objects.filter(decided_at=None).values("creation")
    public = Creation.objects.public().order_by("-published_at", "-pk")
    leaf = Paginator(_whole(public.exclude(pk__in=undecided)), A_PAGE).get_page(number)
    running = [line_of_row(row, now) for row in _whole(public.filter(pk__in=undecided))]
    return Shelf(running, [line_of_row(row, now) for row in leaf.object_list], leaf)


def running_creation(now: datetime) -> CreationLine | None:
    """One of whose stages is open now, the one that closes first; None while there is none. Two queries at most."""
    stage = Stage.objects.public().open(now).first()
    if stage is None:
        return None
    row = _whole(Creation.objects.filter(pk=stage.creation_id)).get()
    return line_of_row(row, now)


def creation_page(creation: Creation, now: datetime) -> CreationPage:
    """One creation with its stages; one query. `creation` comes from `access`."""
    return CreationPage(_line(creation, _ordered(creation), now))


def stage_page(stage: Stage, now: datetime) -> StagePage:
    """One stage with its pictures and its neighbours; two queries. `stage` comes from `access`."""
    creation = _line(stage.creation, _ordered(stage.creation), now)
    shown = stage.pictures.select_related("picture")
    return StagePage(
        line=next(line for line in creation.stages if line.pk == stage.pk),
        creation=creation,
        html=read(stage.text).html(),
        pictures=tuple(view for row in shown if (view := _picture(row.picture, row.alt))),
    )


def places_of(ballots: Collection[int]) -> dict[int, str]:
    """The stages that ballots belong to, for who comes by a ballot; one query."""
    stages = Stage.objects.public().filter(ballot__in=ballots).select_related("creation")
    return {stage.ballot_id: stage.get_absolute_url() for stage in stages if stage.ballot_id}


def winners_of(ballot: Ballot) -> list[str]:
    """What a sealed ballot chose, in words; empty for one without a winner, and before the sealing. One query."""
    winners = ballot.outcome["winners"] if ballot.outcome else []
    return list(ballot.options.filter(pk__in=winners).values_list("label", flat=True)) if winners else []


def follows(creation: Creation, viewer: Any) -> bool:
    """Does this viewer follow it? One query for a member."""
    if not viewer.is_authenticated:
        return False
    return creation.followings.filter(member=viewer, follows=True).exists()


def line_of_row(row: Creation, now: datetime) -> CreationLine:
    """A creation whose stages were fetched with it."""
    return _line(row, row.stages.all(), now)


def _whole(rows: CreationQuerySet) -> CreationQuerySet:
    return rows.select_related("universe", "picture").prefetch_related("stages__ballot")


def _ordered(creation: Creation) -> StageQuerySet:
    return creation.stages.select_related("ballot").order_by("n")


def _line(row: Creation, stages: Iterable[Stage], now: datetime) -> CreationLine:
    return CreationLine(
        pk=row.pk,
        slug=row.slug,
        title=row.title,
        lead=row.lead,
        language=row.language,
        universe=row.universe.name,
        idea=row.idea_id,
        picture=_picture(row.picture, row.picture_alt),
        is_draft=row.is_draft,
        published_at=row.published_at,
        stages=tuple(_stage(stage, row, now) for stage in stages),
    )


def _stage(stage: Stage, creation: Creation, now: datetime) -> StageLine:
    return StageLine(
        pk=stage.pk,
        n=stage.n,
        title=stage.title,
        phase=stage.phase(now),
        starts_at=stage.starts_at,
        ends_at=stage.ends_at,
        rule=read(stage.hands_on).html(),
        ruled_at=stage.ruled_at,
        outcome=stage.outcome,
        decided_at=stage.decided_at,
        votes=_votes(stage.ballot),
        url=reverse("creations:stage", args=[creation.slug, stage.n]),
    )


def _votes(ballot: Ballot | None) -> Votes | None:
    if ballot is None or ballot.is_draft:
        return None
    return Votes(ballot.pk, ballot.get_method_display(), ballot.voted, ballot.eligible or 0)


def _picture(picture: Picture | None, alt: str) -> PictureView | None:
    if picture is None or not picture.is_public:
        return None
    return PictureView(picture.token, picture.width, picture.height, alt)
