"""What is shown of a Qdéfi's result: step by step while its ceremony runs, whole once it is public."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from challenges.ceremonies.models import PLACES, Ceremony
from challenges.ceremonies.stories import Outline, Told
from challenges.juries.models import Judging, Juror
from challenges.qdefis.models import Entry, Phase, Qdefi
from challenges.qdefis.queries import QdefiLine, qdefi_lines
from community.pictures.queries import address
from realtime.clock import to_ms

A_MOMENT, A_DAY = timedelta(seconds=2), timedelta(days=1)
AT_MOST = 6  # winners of one place that are named; of a quiz that everybody knew there may be hundreds

# Counter, clock and facts of one moment. Of each place the first few, in an order that says nothing. The limit is for
# the planner: without it a prepared plan counts on thousands of Qdéfis, and PostgreSQL compiles it for a second (JIT).
READ = """
SELECT f.seq, f.kind, clock_timestamp(), f.starts_at, f.seconds, f.settled_at, f.entered, f.voted,
       (SELECT coalesce(jsonb_agg(to_jsonb(w) ORDER BY w.place, w.code), '[]') FROM (
           SELECT (f.places->>e.code)::int AS place, e.code, e.title, e.language, m.handle AS author,
                  p.token, p.width, p.height, p.alt,
                  row_number() OVER (PARTITION BY f.places->>e.code ORDER BY e.code) AS n,
                  count(*) OVER (PARTITION BY f.places->>e.code) AS among
           FROM qdefis_entry e
           LEFT JOIN members_member m ON m.id = e.author_id AND m.is_active
           LEFT JOIN LATERAL (
               SELECT i.token, i.width, i.height, r.alt FROM qdefis_entrypicture r
               JOIN pictures_picture i ON i.id = r.picture_id AND i.used_at IS NOT NULL AND i.hidden_at IS NULL
               WHERE r.entry_id = e.id ORDER BY r.n LIMIT 1
           ) p ON true
           WHERE e.qdefi_id = f.id AND e.state = 'submitted' AND (f.places->>e.code)::int <= %s
       ) w WHERE w.n <= %s)
FROM (
    SELECT q.id, q.entered, c.starts_at, c.seconds, j.settled_at, j.outcome->'places' AS places,
           CASE WHEN q.votes_open_at IS NOT NULL THEN j.voted END AS voted,
           coalesce(t.seq, 0) AS seq, coalesce(t.kind, '') AS kind
    FROM qdefis_qdefi q
    LEFT JOIN ceremonies_ceremony c ON c.qdefi_id = q.id
    LEFT JOIN juries_judging j ON j.qdefi_id = q.id
    LEFT JOIN realtime_topic t ON t.name = 'ceremony:' || q.slug
    WHERE q.slug = %s AND q.published_at IS NOT NULL
    LIMIT 1
) f
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """A podium as it is kept: for nobody's eyes before its steps. `ceremony` None: none is planned."""

    slug: str
    seq: int
    kind: str
    now: datetime
    ceremony: Ceremony | None
    counted_at: datetime | None
    entries: int
    voted: int | None
    winners: Sequence[dict[str, Any]]


class CeremonyPage(NamedTuple):
    """A ceremony as its page shows it: `data` is what the wire says, `ranks` the three places, empty until shown."""

    data: dict[str, Any]
    ranks: Sequence[dict[str, Any]]
    starts_at: datetime
    next_at: datetime | None
    now: datetime


class Current(NamedTuple):
    """A Qdéfi one can do something about, and when its result is shown if that is planned."""

    line: QdefiLine
    ceremony_at: datetime | None


def facts_of(slug: str) -> Facts | None:
    """The result of a Qdéfi that is announced, and the ceremony that shows it; one query."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [max(PLACES), AT_MOST, slug])
        row = cursor.fetchone()
    if row is None:
        return None
    seq, kind, now, starts_at, seconds, counted_at, entries, voted, winners = row
    ceremony = None if starts_at is None else Ceremony(starts_at=starts_at, seconds=seconds)
    return Facts(slug, seq, kind, now, ceremony, counted_at, entries, voted, json.loads(winners))


def counted_at(qdefi: Qdefi) -> datetime | None:
    """When the result was counted; None while it is not."""
    return Judging.objects.filter(qdefi=qdefi).values_list("settled_at", flat=True).first()


def payload_of(facts: Facts) -> tuple[dict[str, Any], datetime | None]:
    """What everybody may know of a ceremony now, and when the clock shows more of it. What is not shown is absent."""
    ceremony, now = facts.ceremony, facts.now
    assert ceremony is not None  # noqa: S101 -- callers ask for a ceremony
    step = ceremony.step(facts.counted_at, now)
    data: dict[str, Any] = {"starts_at": to_ms(ceremony.starts_at), "seconds": ceremony.seconds}
    if step is None:
        return {"state": "planned"} | data, ceremony.begins_at(facts.counted_at)
    is_over = step == len(PLACES)
    shown_at = [ceremony.shown_at(n, facts.counted_at) for n in range(len(PLACES) + 1)]
    data |= {"state": "over" if is_over else "running", "step": step, "entries": facts.entries}
    if facts.voted is not None:
        data["voted"] = facts.voted
    data["podium"] = podium_of(facts, PLACES[:step])
    if not is_over:
        data["next_at"] = to_ms(shown_at[step + 1])  # type: ignore[arg-type]  # it has begun
    return data, None if is_over else shown_at[step + 1]


def podium_of(facts: Facts, places: Sequence[int]) -> list[dict[str, Any]]:
    """These places in this order, each with who stands there; a place that is shared leaves the next one empty."""
    return [_rank(facts, place) for place in places]


def _rank(facts: Facts, place: int) -> dict[str, Any]:
    found = [row for row in facts.winners if row["place"] == place]
    others = found[0]["among"] - len(found) if found else 0
    return {"place": place, "winners": [_winner(facts.slug, row) for row in found], "others": others}


def _winner(slug: str, row: dict[str, Any]) -> dict[str, Any]:
    winner = {
        "code": row["code"],
        "title": row["title"],
        "language": row["language"],
        "author": row["author"] or "",
        "url": reverse("qdefis:entry", args=[slug, row["code"]]),
    }
    if row["token"]:
        photo = {name: row[name] for name in ("width", "height", "alt")}
        winner["photo"] = {"token": row["token"], "src": address(row["token"], 960, "jpg")} | photo
    return winner


def is_ceremony_ahead(qdefi: Qdefi, now: datetime) -> bool:
    """Is the podium to be shown step by step, and not shown to its end yet? A query, two where one is planned."""
    planned = Ceremony.objects.filter(qdefi=qdefi).first()
    if planned is None:
        return False
    last = planned.shown_at(len(PLACES), counted_at(qdefi))
    return last is None or now < last


def outline_of(qdefi: Qdefi) -> Outline:
    """What is to be told of a result that everybody has seen, with quotes of those who agreed. Three queries."""
    facts = facts_of(qdefi.slug)
    assert facts is not None  # noqa: S101 -- the caller has a Qdéfi that is announced
    leads = dict(
        Entry.objects.standing()
        .filter(qdefi=qdefi, code__in=[row["code"] for row in facts.winners], terms_accepted_at__isnull=False)
        .filter(author__is_active=True)
        .values_list("code", "lead")
    )
    podium = [
        Told(
            place=rank["place"],
            title=winner["title"] or qdefi.title,
            author=winner["author"],
            url=winner["url"],
            quote=leads.get(winner["code"], ""),
            photo=winner["photo"]["token"] if "photo" in winner else "",
            alt=winner["photo"]["alt"] if "photo" in winner else "",
        )
        for rank in podium_of(facts, sorted(PLACES))
        for winner in rank["winners"]
    ]
    figures = [(_("Participations"), str(facts.entries))]
    if facts.voted is not None:
        figures.append((_("Membres qui ont voté"), str(facts.voted)))
    jurors = Juror.objects.sitting().filter(judging=qdefi.pk).count() if qdefi.has_jury else 0
    if jurors:
        figures.append((_("Jurés"), str(jurors)))
    return Outline(
        slug=qdefi.slug,
        title=qdefi.title,
        lead=qdefi.lead,
        url=qdefi.get_absolute_url(),
        universe=qdefi.universe,
        podium=podium,
        figures=figures,
    )


def ceremony_page(qdefi: Qdefi) -> CeremonyPage | None:
    """The ceremony of a Qdéfi as far as it is shown; None where none is planned. One query."""
    facts = facts_of(qdefi.slug)
    if facts is None or facts.ceremony is None:
        return None
    data, next_at = payload_of(facts)
    shown = {rank["place"]: rank for rank in data.get("podium", ())}
    ranks = [{"place": place, "rank": shown.get(place)} for place in PLACES]
    waits = data["state"] == "planned" and next_at is None
    return CeremonyPage(
        data=data,
        ranks=ranks,
        starts_at=facts.ceremony.starts_at,
        next_at=max(facts.ceremony.starts_at, facts.now + A_MOMENT) if waits else next_at,
        now=facts.now,
    )


def current_qdefi(now: datetime) -> Current | None:
    """The Qdéfi one can do most about: enter, vote, see decided, wait for. Three queries, none of them long."""
    lines = qdefi_lines(Qdefi.objects.public().filter(settled_at=None), now)
    order = {phase: n for n, phase in enumerate((Phase.ENTRIES, Phase.VOTES, Phase.JURY, Phase.ANNOUNCED))}
    lines.sort(key=lambda line: (order.get(line.phase, len(order)), line.next_at or now))
    planned = dict(Ceremony.objects.filter(qdefi__in=[line.pk for line in lines]).values_list("qdefi", "starts_at"))
    soon = [line for line in lines if line.pk in planned and planned[line.pk] - now < A_DAY]
    for line in (*soon, *lines):
        return Current(line, planned.get(line.pk))
    return None
