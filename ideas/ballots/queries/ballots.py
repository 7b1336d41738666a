"""A ballot as one viewer may see it. Before the sealing nothing here depends on a choice, but for the viewer's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from community.members.models import Member
from community.text.markdown import read
from ideas.ballots.conditions import conditions_of
from ideas.ballots.models import Ballot, Method, Option, Phase, RollEntry, Vote
from ideas.ballots.queries.results import Result, result_of
from ideas.ballots.queries.roll import papers_cast
from ideas.ballots.secrecy import in_order_for, voter_name
from ideas.ballots.tally import MOST_POINTS, first_round


@dataclass(frozen=True, slots=True)
class PictureView:
    token: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option, and what the viewer's own paper says of it: chosen, its points, its rank; nothing on a blank one."""

    pk: int
    label: str
    text: str
    picture: PictureView | None
    is_chosen: bool
    points: int | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper of the viewer's. `receipt` is empty while nothing stands on it; `says` in words, one for each choice."""

    number: int
    receipt: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What an option has at this hour, of a ballot that shows it."""

    pk: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class BallotView:
    """A ballot for one viewer. `on_roll` is how many papers they have there, `took_part` how many they cast."""

    pk: int
    question: str
    html: SafeString
    language: str
    method: str
    phase: Phase
    opens_at: datetime
    closes_at: datetime
    eligible: int
    voted: int
    quorum_percent: int
    shows_tally: bool
    conditions: tuple[str | Promise, ...]
    options: tuple[OptionView, ...]
    tie_order: tuple[str, ...]
    counts: tuple[Counted, ...]
    is_member: bool
    on_roll: int
    took_part: int
    own: tuple[OwnPaper, ...]
    result: Result | None
    digest: str
    topic: str

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def is_sealed(self) -> bool:
        return self.phase == Phase.SEALED

    @property
    def turnout(self) -> int:
        """In per cent, rounded down: nobody is told of a quorum that is not there."""
        return 100 * self.voted // self.eligible if self.eligible else 0

    @property
    def quorum_papers(self) -> int:
        """How many papers it takes for the result to count."""
        return -(-self.quorum_percent * self.eligible // 100)

    @property
    def vote_url(self) -> str:
        return reverse("ballots:vote", args=[self.pk])

    @property
    def tally_url(self) -> str:
        return reverse("ballots:tally", args=[self.pk])

    @property
    def points(self) -> range:
        """What a score may be."""
        return range(MOST_POINTS + 1)

    @property
    def ranks(self) -> range:
        """What a rank may be."""
        return range(1, len(self.options) + 1)


def ballot_for(viewer: Any, ballot: Ballot, now: datetime) -> BallotView:
    """A ballot as this viewer sees it at this moment. `ballot` comes settled, from `access` or `settle_ballot`.

    Its own queries: the options, the days of a result, and for a member their entry and their votes.
    """
    member = viewer if isinstance(viewer, Member) else None
    options = list(ballot.options.select_related("picture"))
    labels = {option.pk: option.label for option in options}
    entry = _entry_of(ballot, member)
    own, choice = _own_papers(ballot, member, entry, labels)
    return BallotView(
        pk=ballot.pk,
        question=ballot.question,
        html=read(ballot.text).html(),
        language=ballot.language,
        method=ballot.method,
        phase=ballot.phase(now),
        opens_at=ballot.opens_at,
        closes_at=ballot.closes_at,
        eligible=ballot.eligible or 0,
        voted=ballot.voted,
        quorum_percent=ballot.quorum_percent,
        shows_tally=ballot.shows_tally,
        conditions=conditions_of(ballot),
        options=_options(ballot, member, options, choice),
        tie_order=tuple(labels[option] for option in ballot.tie_order or ()),
        counts=_counts(ballot, labels),
        is_member=member is not None,
        on_roll=entry.papers if entry else 0,
        took_part=_took_part(ballot, entry, own),
        own=own,
        result=result_of(ballot, labels),
        digest=ballot.digest,
        topic=ballot.topic,
    )


def public_view(ballot: Ballot, now: datetime) -> BallotView:
    """A ballot as anybody sees it."""
    return ballot_for(None, ballot, now)


def counts_of(ballot: Ballot, options: Sequence[int]) -> dict[int, int]:
    """What each option has at the first look, of a ballot that shows it before the close; else nothing."""
    if not ballot.shows_tally or ballot.opened_at is None or ballot.is_sealed:
        return {}
    choices = Vote.objects.filter(ballot=ballot).values_list("choice", flat=True)
    return first_round(ballot.method, options, choices)


def _counts(ballot: Ballot, labels: Mapping[int, str]) -> tuple[Counted, ...]:
    return tuple(Counted(option, labels[option], count) for option, count in counts_of(ballot, list(labels)).items())


def _entry_of(ballot: Ballot, member: Member | None) -> RollEntry | None:
    if member is None or ballot.opened_at is None:
        return None
    return RollEntry.objects.filter(ballot=ballot, member=member).select_related("ballot__key").first()


def _own_papers(
    ballot: Ballot, member: Member | None, entry: RollEntry | None, labels: Mapping[int, str]
) -> tuple[tuple[OwnPaper, ...], Any]:
    """The viewer's papers of a ballot that is not sealed, and what stands on the first that says something."""
    if member is None or entry is None or ballot.is_sealed:
        return (), None
    key = getattr(entry.ballot, "key", None)
    if key is None:
        return (), None
    names = {paper: voter_name(key.secret, member.pk, paper) for paper in range(1, entry.papers + 1)}
    votes = {vote.voter: vote for vote in Vote.objects.filter(ballot=ballot, voter__in=names.values())}
    found = [(paper, votes.get(name)) for paper, name in names.items()]
    own = tuple(
        OwnPaper(paper, vote.receipt if vote else "", _in_words(ballot.method, labels, vote.choice) if vote else ())
        for paper, vote in found
    )
    return own, next((vote.choice for _paper, vote in found if vote), None)


def _took_part(ballot: Ballot, entry: RollEntry | None, own: Sequence[OwnPaper]) -> int:
    if entry is None:
        return 0
    if not ballot.is_sealed:
        return sum(1 for paper in own if paper.receipt)
    return papers_cast(ballot, {entry.member_id: entry.papers}).get(entry.member_id, 0)


def _options(ballot: Ballot, member: Member | None, options: Sequence[Option], choice: Any) -> tuple[OptionView, ...]:
    numbers = [option.pk for option in options]
    views = [
        OptionView(
            pk=option.pk,
            label=option.label,
            text=option.text,
            picture=_picture(option),
            is_chosen=_is_chosen(ballot.method, option.pk, choice),
            points=choice[number] if ballot.method == Method.SCORE and choice else None,
            rank=_rank(ballot.method, option.pk, choice),
        )
        for number, option in enumerate(options)
    ]
    return tuple(in_order_for(member.pk if member else None, ballot.pk, zip(numbers, views, strict=True)))


def _is_chosen(method: str, option: int, choice: Any) -> bool:
    if method == Method.SINGLE:
        return bool(choice == option)
    return method == Method.APPROVAL and option in (choice or ())


def _rank(method: str, option: int, choice: Any) -> int | None:
    is_ranked = method == Method.RANKED and option in (choice or ())
    return choice.index(option) + 1 if is_ranked else None


def _in_words(method: str, labels: Mapping[int, str], choice: Any) -> tuple[str, ...]:
    match method:
        case Method.SINGLE:
            return (labels[choice],)
        case Method.APPROVAL:
            return tuple(labels[option] for option in choice)
        case Method.RANKED:
            return tuple(f"{rank}. {labels[option]}" for rank, option in enumerate(choice, 1))
    given = zip(labels.values(), choice, strict=True)
    return tuple(f"{label} : {points}" for label, points in given if points is not None)


def _picture(option: Option) -> PictureView | None:
    if option.picture is None or not option.picture.is_public:
        return None
    return PictureView(option.picture.token, option.picture.width, option.picture.height, option.picture_alt)
