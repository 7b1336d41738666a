"""What pages, calendars and machines read of gatherings: frozen, and nobody's name without their consent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString

from community.discussions.queries.people import person_of
from community.gatherings.honours import ATTENDED
from community.gatherings.models import Gathering, GatheringQuerySet, Rsvp, RsvpQuerySet, RsvpState
from community.gatherings.rules import REMINDERS
from community.members.models import Member
from community.members.queries import Person
from community.recognition.queries import awarded_sources
from community.text.markdown import read

PAST_A_PAGE = 12
MOST_NAMES = 60  # on the page; the others are counted
IN_FEED = timedelta(days=366)  # how far back a calendar is told
THANKED_WITHIN = timedelta(days=7)  # so long a worker that was down makes up for it


@dataclass(frozen=True, slots=True)
class PictureView:
    token: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class GatheringLine:
    """A gathering in a list. `mine` is this viewer's answer, empty without one."""

    pk: int
    slug: str
    title: str
    summary: str
    language: str
    universe: str
    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int
    seats: int
    waiting: int
    state: str
    is_over: bool
    picture: PictureView | None
    mine: str

    @property
    def url(self) -> str:
        return reverse("gatherings:gathering", args=[self.slug])

    @property
    def free(self) -> int:
        return self.capacity - self.seats

    @property
    def share(self) -> int:
        """How full it is, from 0 to 100."""
        return 100 * self.seats // self.capacity

    @property
    def is_cancelled(self) -> bool:
        return self.state == Gathering.State.CANCELLED


@dataclass(frozen=True, slots=True)
class GatheringPage:
    """One gathering, all of it. `takes_answers` is whether somebody can still say yes."""

    line: GatheringLine
    topic: str
    html: SafeString
    directions: SafeString
    address: str
    guests_per_member: int
    rsvp_until: datetime
    takes_answers: bool
    may_withdraw: bool
    cancelled_reason: str

    @property
    def guest_choices(self) -> range:
        """How many guests one may bring."""
        return range(self.guests_per_member + 1)


@dataclass(frozen=True, slots=True)
class Company:
    """Who comes: those who said that their name may be shown, and how many more there are, guests included."""

    people: tuple[Person, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Mine:
    """A member's own answer. `position` counts from 1 in the waiting line; `could_be` is a party that fits at once."""

    state: str
    guests: int
    shows_name: bool
    position: int
    could_be: int

    @property
    def party(self) -> int:
        return 1 + self.guests


class Programme(NamedTuple):
    """What is coming, the next one first, and a page of what was."""

    coming: list[GatheringLine]
    past: list[GatheringLine]
    leaf: Page


@dataclass(frozen=True, slots=True)
class Event:
    """A gathering as a calendar keeps it. `is_waiting`: the one whose calendar this is waits for a seat."""

    uid: UUID
    slug: str
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    sequence: int
    revised_at: datetime
    is_cancelled: bool
    is_waiting: bool = False


class Guest(NamedTuple):
    """A line of the list at the door, for the staff."""

    handle: str
    email: str
    state: str
    party: int
    place: int | None
    at: datetime


def programme(viewer: Any, now: datetime, number: int | str = 1) -> Programme:
    """All that is coming and a page of what was; two queries and a count, and one for this member's answers."""
    leaf = Paginator(_whole(Gathering.objects.past(now)), PAST_A_PAGE).get_page(number)
    coming, past = list(_whole(Gathering.objects.coming(now))), list(leaf.object_list)
    answers = _answers(viewer, [row.pk for row in (*coming, *past)])
    lines = [_line(row, now, answers.get(row.pk, "")) for row in (*coming, *past)]
    return Programme(lines[: len(coming)], lines[len(coming) :], leaf)


def next_gathering(viewer: Any, now: datetime) -> GatheringLine | None:
    """The next one that takes place; None when nothing is planned. One query, and one for a member's answer."""
    row = _whole(Gathering.objects.coming(now).filter(state=Gathering.State.PUBLISHED)).first()
    return None if row is None else _line(row, now, _answers(viewer, [row.pk]).get(row.pk, ""))


def gathering_page(gathering: Gathering, mine: Mine | None, now: datetime) -> GatheringPage:
    """One gathering as everybody may see it; no query. `gathering` comes from `access`."""
    return GatheringPage(
        line=_line(gathering, now, mine.state if mine else ""),
        topic=gathering.topic,
        html=read(gathering.text).html(),
        directions=read(gathering.directions).html(),
        address=gathering.address,
        guests_per_member=gathering.guests_per_member,
        rsvp_until=gathering.rsvp_until,
        takes_answers=gathering.takes_answers(now),
        may_withdraw=gathering.is_published and now < gathering.starts_at,
        cancelled_reason=gathering.cancelled_reason,
    )


def company_of(gathering: Gathering, viewer: Any) -> Company:
    """Who comes, as this viewer may know: members read the names that may be shown, visitors count. One query."""
    if not viewer.is_authenticated:
        return Company((), gathering.seats)
    named = gathering.rsvps.going().filter(shows_name=True, member__is_active=True)
    rows = named.select_related("member").order_by("seated_at", "pk")[:MOST_NAMES]
    people = tuple(person for row in rows if (person := person_of(row.member)))
    return Company(people, gathering.seats - len(people))


def answer_of(gathering: Gathering, viewer: Any) -> Mine | None:
    """This viewer's answer; None for who has not given one. One query, and one for a place in the line."""
    if not viewer.is_authenticated:
        return None
    rsvp = gathering.rsvps.filter(member=viewer).first()
    if rsvp is None:
        return None
    position = gathering.rsvps.in_line().filter(place__lte=rsvp.place).count() if rsvp.place else 0
    fits = position == 1 and 0 < gathering.free < rsvp.party
    return Mine(rsvp.state, rsvp.guests, rsvp.shows_name, position, gathering.free if fits else 0)


def guests_of(gathering: Gathering) -> Iterator[Guest]:
    """Who comes and who waits, for the staff at the door: by name, those who come first."""
    rows = gathering.rsvps.concerned().select_related("member").order_by("state", "place", "member__handle")
    for row in rows:
        yield Guest(row.member.handle, row.member.email, row.get_state_display(), row.party, row.place, row.at)


def public_events(now: datetime) -> list[Event]:
    """Everything of the last year and to come, for the public calendar."""
    rows = Gathering.objects.public().filter(ends_at__gt=now - IN_FEED).order_by("starts_at", "pk")
    return [event_of(row) for row in rows]


def events_of(member: Member, now: datetime) -> list[Event]:
    """What a member said yes to, in the last year and to come; a cancelled one says so. One query."""
    rows = Rsvp.objects.concerned().filter(member=member, gathering__ends_at__gt=now - IN_FEED)
    public = rows.exclude(gathering__state=Gathering.State.DRAFT).select_related("gathering")
    return [
        event_of(row.gathering, is_waiting=row.state == RsvpState.WAITING)
        for row in public.order_by("gathering__starts_at", "gathering_id")
    ]


def event_of(gathering: Gathering, *, is_waiting: bool = False) -> Event:
    """One gathering as a calendar keeps it; no query."""
    return Event(
        uid=gathering.uid,
        slug=gathering.slug,
        title=gathering.title,
        summary=gathering.summary,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        place=gathering.place,
        address=gathering.address,
        sequence=gathering.sequence,
        revised_at=gathering.revised_at,
        is_cancelled=gathering.is_cancelled,
        is_waiting=is_waiting,
    )


def reminders_due(now: datetime) -> list[tuple[Gathering, timedelta]]:
    """The gatherings that begin soon, each with the shortest lead that has come."""
    soon = Gathering.objects.filter(
        state=Gathering.State.PUBLISHED, starts_at__gt=now, starts_at__lte=now + max(REMINDERS)
    )
    return [(row, min(lead for lead in REMINDERS if row.starts_at - now <= lead)) for row in soon.order_by("pk")]


def due_for_reminder(gathering: Gathering, lead: timedelta, now: datetime) -> RsvpQuerySet:
    """Who comes, had a seat before that lead came, and was reminded for a longer one at most."""
    if not gathering.is_published or not timedelta() < gathering.starts_at - now <= lead:
        return Rsvp.objects.none()
    not_yet = Q(reminded=None) | Q(reminded__gt=lead // timedelta(hours=1))
    return gathering.rsvps.going().filter(not_yet, seated_at__lt=gathering.starts_at - lead)


def lines_to_call(now: datetime) -> list[Gathering]:
    """The gatherings whose answers are closed, that have seats left and people who wait for one."""
    closed = Gathering.objects.filter(state=Gathering.State.PUBLISHED, rsvp_until__lte=now, starts_at__gt=now)
    return list(closed.filter(waiting__gt=0, seats__lt=F("capacity")).order_by("pk"))


def guests_to_thank(now: datetime) -> list[Gathering]:
    """The gatherings that are over since a week at most and whose guests have no points yet."""
    over = Gathering.objects.filter(state=Gathering.State.PUBLISHED, seats__gt=0, ends_at__lte=now)
    found = {row.topic: row for row in over.filter(ends_at__gt=now - THANKED_WITHIN).order_by("pk")}
    return [found[topic] for topic in found.keys() - awarded_sources(ATTENDED, found)]


def _whole(rows: GatheringQuerySet) -> GatheringQuerySet:
    return rows.select_related("universe", "picture")


def _answers(viewer: Any, gathering_ids: list[int]) -> dict[int, str]:
    if viewer is None or not viewer.is_authenticated or not gathering_ids:
        return {}
    rows = Rsvp.objects.filter(member=viewer, gathering__in=gathering_ids)
    return dict(rows.values_list("gathering_id", "state"))


def _line(row: Gathering, now: datetime, mine: str) -> GatheringLine:
    return GatheringLine(
        pk=row.pk,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        language=row.language,
        universe=row.universe.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        capacity=row.capacity,
        seats=row.seats,
        waiting=row.waiting,
        state=row.state,
        is_over=row.is_over(now),
        picture=_picture(row),
        mine=mine,
    )


def _picture(row: Gathering) -> PictureView | None:
    if row.picture is None or not row.picture.is_public:
        return None
    return PictureView(row.picture.token, row.picture.width, row.picture.height, row.picture_alt)
