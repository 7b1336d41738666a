import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from community.discussions.actions.writing import slug_of
from community.discussions.demo.scene import set_scene, talk_under
from community.discussions.demo.words import typeset
from community.members.models import Member
from community.text.clean import excerpt
from community.text.markdown import read
from community.universes.models import Universe
from ideas.box.models import Idea, IdeaState, Step, Support
from ideas.box.models.ideas import LONGEST_LEAD
from ideas.box.rules import heat_of
from ideas.box.talk import SUBJECT

HERE = Path(__file__).parent
VOICE = "plume-d-oie"  # answers for the house
FRESH = timedelta(days=21)  # within so long an idea finds most of those who stand behind it

Row = dict[str, Any]


@transaction.atomic
def make_demo_ideas(now: datetime) -> None:
    """Make the demo's ideas that are missing, with supports, answers and talk as if they had grown until `now`.

    Refuses outside a demo house. Announces nothing, and leaves the index of the search to `manage.py reindex`.
    """
    universe, people = set_scene(now, "Nobody ever had these ideas")
    rows = tomllib.loads((HERE / "ideas.toml").read_text(encoding="utf-8"))["idea"]
    known = {idea.key: idea for idea in Idea.objects.filter(key__in=[_key(row) for row in rows])}
    # Who came first has the smaller number.
    missing = sorted((row for row in rows if _key(row) not in known), key=lambda row: -row["days"])
    made = [(row, _make(row, universe, people, now)) for row in missing]
    named = {row["name"]: known.get(_key(row)) for row in rows} | {row["name"]: idea for row, idea in made}
    for row, idea in made:
        _move(idea, row, named, people, now)
    for row, idea in made:
        _support(idea, row, people, now)
        talk_under(idea, SUBJECT, row.get("post", []), people, idea.proposed_at, idea.language)


def _key(row: Row) -> str:
    """By it an idea is known again, whatever became of its title."""
    return sha256(f"demo|idea|{row['name']}".encode()).hexdigest()[:32]


def _make(row: Row, universe: Universe, people: Mapping[str, Member], now: datetime) -> Idea:
    source = typeset(row["text"].strip())
    document = read(source)
    low, high = row["price"] or (None, None)
    proposed_at = now - timedelta(days=row["days"], hours=_chance(row, "hour").uniform(1, 9))
    title = typeset(row["title"])
    return Idea.objects.create(
        title=title,
        slug=slug_of(row["title"]),
        source=source,
        html=document.html(),
        lead=excerpt(document.plain, LONGEST_LEAD),
        language=row.get("language", "fr"),
        universe=universe,
        price_from=low,
        price_to=high,
        author=people[row["by"]],
        proposed_at=proposed_at,
        key=_key(row),
        heat=heat_of([proposed_at]),
    )


def _move(idea: Idea, row: Row, named: Mapping[str, Idea | None], people: Mapping[str, Member], now: datetime) -> None:
    for step in row.get("step", []):
        into = named[step["into"]] if "into" in step else None
        at = now - timedelta(days=step["days"], hours=_chance(row, step["to"]).uniform(0, 8))
        made = Step.objects.create(
            idea=idea,
            left=idea.state,
            reached=IdeaState(step["to"]),
            answer=typeset(step["answer"]),
            into=into,
            carried=row["supports"] if into else None,
            by=people[VOICE],
            at=at,
        )
        idea.state, idea.answer, idea.answered_at, idea.merged_into = made.reached, made.answer, at, into
        idea.save()


def _support(idea: Idea, row: Row, people: Mapping[str, Member], now: datetime) -> None:
    """So many people, never the author, most of them early; of a merged idea they stand behind the other."""
    chance = _chance(row, "supports")
    willing = [member for member in people.values() if member.pk != idea.author_id and not member.is_staff]
    chosen = chance.sample(willing, min(row["supports"], len(willing)))
    target, since = idea.merged_into or idea, idea.proposed_at
    span = min(now - since, FRESH if idea.answered_at is None else max(FRESH, idea.answered_at - since))
    there = set(target.supported.values_list("member_id", flat=True))
    Support.objects.bulk_create(
        Support(idea=target, member=member, at=since + span * chance.betavariate(1, 2))
        for member in chosen
        if member.pk not in there
    )
    moments = list(target.supported.values_list("at", flat=True))
    target.supports, target.heat = len(moments), heat_of([target.proposed_at, *moments])
    target.save(update_fields=["supports", "heat"])


def _chance(row: Row, what: str) -> Random:
    return Random(f"{row['name']} {what}")  # noqa: S311 -- who supports what never was, no secret
