"""What was asked under the drops of the past weeks, and answered by the house, a brand and owners."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from community.discussions.actions.writing import slug_of
from community.discussions.demo.words import typeset
from community.discussions.models import Post, PostState, SharedQuestion, Thread
from community.members.models import Member
from community.text.markdown import read
from drops.models import Brand, Claim, Drop, Spokesperson
from drops.talk import DROP

WORDS = Path(__file__).with_name("questions.toml")

Row = dict[str, Any]


@transaction.atomic
def make_demo_questions(now: datetime) -> None:
    """Make the questions that are missing under the drops that are over at `now`, and who speaks for which brand.

    Refuses outside a demo house. Needs its drops and its café; announces nothing.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("These questions were never asked; they need DEMO = True.")
    rows = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    people = {member.handle: member for member in Member.objects.filter(handle__in=_handles(rows))}
    for row in rows["spokesperson"]:
        Spokesperson.objects.get_or_create(brand=Brand.objects.get(slug=row["brand"]), member=people[row["handle"]])
    for row in rows["question"]:
        drop = Drop.objects.filter(watch__reference=row["watch"], closes_at__lt=now).latest("opens_at")
        key = sha256(f"demo|question|{row['title']}".encode()).hexdigest()[:32]
        if not Post.objects.filter(key=key).exists():
            _ask(row, drop, people, key)


def _handles(rows: Row) -> Iterator[str]:
    for row in rows["spokesperson"]:
        yield row["handle"]
    for row in rows["question"]:
        yield row["by"]
        yield from (answer["by"] for answer in row["answer"] if "by" in answer)


def _ask(row: Row, drop: Drop, people: dict[str, Member], key: str) -> None:
    """A question as the actions would have left it, with its answers and those who have it, too."""
    claims = (
        Claim.objects.filter(drop=drop).exclude(member=people[row["by"]]).order_by("place").select_related("member")
    )
    owner = next(claim.member for claim in claims if claim.status == Claim.Status.ORDERED)
    others = [claim.member for claim in claims if claim.member != owner][: row["shared"]]
    title, said = typeset(row["title"]), [row, *row["answer"]]
    opened: Any = drop.opens_at  # it was open, so it has one
    hours = [opened + timedelta(**each["after"]) for each in said]
    authors = [people[each["by"]] if "by" in each else owner for each in said]
    thread = Thread.objects.create(
        kind=Thread.Kind.QUESTION,
        subject=DROP.name,
        subject_id=drop.pk,
        title=title,
        slug=slug_of(title),
        language=row["language"],
        author=authors[0],
        started_at=hours[0],
        last_number=len(said),
        shown=len(said),
        last_at=hours[-1],
        last_author=authors[-1],
        asked=len(others),
    )
    posts = Post.objects.bulk_create(
        Post(
            thread=thread,
            number=number,
            author=author,
            source=typeset(each["text"].strip()),
            html=read(typeset(each["text"].strip())).html(),
            at=at,
            state=PostState.SHOWN,
            is_open="owner" in each,
            key=key if number == 1 else "",
        )
        for number, (each, author, at) in enumerate(zip(said, authors, hours, strict=True), 1)
    )
    thread.best = next((post for post, each in zip(posts, said, strict=True) if "best" in each), None)
    thread.save(update_fields=["best"])
    SharedQuestion.objects.bulk_create(SharedQuestion(thread=thread, member=member) for member in others)
