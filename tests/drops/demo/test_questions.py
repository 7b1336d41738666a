"""The demo's questions: what the files say can be, and what is made of it."""

from datetime import UTC, datetime, timedelta

import pytest

from community.discussions.models import Post, SharedQuestion, Thread
from community.discussions.queries.posts import thread_page
from community.text.clean import clean
from drops.demo.catalogue import PAST
from drops.demo.make import openings
from drops.demo.questions import WORDS, make_demo_questions, tomllib
from drops.models import Claim, Spokesperson
from realtime import clock
from tests.factories.drops import make_brand, make_drop, make_watch, new_key
from tests.factories.members import make_member

ROWS = tomllib.loads(WORDS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("day", range(7))
def test_nothing_was_said_before_its_time(day):
    now = datetime(2026, 11, 23 + day, 11, 11, tzinfo=UTC)  # on a day of a drop: just after it
    opened = dict(zip((model.reference for model in PAST), openings(now, -1), strict=False))
    for row in ROWS["question"]:
        hours = [timedelta(**said["after"]) for said in (row, *row["answer"])]
        assert hours == sorted(hours)
        assert opened[row["watch"]] + hours[-1] < now, row["title"]


def test_the_words_are_clean():
    for row in ROWS["question"]:
        for said in (row, *row["answer"]):
            assert clean(said["text"]) == said["text"].strip()
            assert "!" not in said["text"]


@pytest.mark.django_db
def test_the_house_a_brand_and_owners_answer(settings):
    settings.DEMO = True
    names = {
        name for row in ROWS["question"] for name in [row["by"], *(each.get("by") for each in row["answer"])] if name
    }
    for name in names | {row["handle"] for row in ROWS["spokesperson"]}:
        make_member(handle=name, is_staff=name == "renard-du-sentier")
    for row in ROWS["spokesperson"]:
        make_brand(name=row["brand"].title(), slug=row["brand"])
    opened = clock.now() - timedelta(days=10)
    for row in ROWS["question"]:
        drop = make_drop(watch=make_watch(reference=row["watch"]), opens_at=opened)
        for place in range(1, 4):
            Claim.objects.create(
                drop=drop, member=make_member(), cap=drop.per_member, place=place, key=new_key(), quantity=1,
                granted=1, status=Claim.Status.ORDERED, entered_at=opened,
            )  # fmt: skip
    for _ in range(2):  # what is there stays as it is
        make_demo_questions(clock.now())
    assert (Thread.objects.count(), Spokesperson.objects.count()) == (3, 1)
    assert SharedQuestion.objects.count() == sum(Thread.objects.values_list("asked", flat=True))
    heard = {
        badge.voice
        for thread in Thread.objects.all()
        for post in thread_page(thread, make_member(), clock.now()).posts
        for badge in post.voices
    }
    assert heard == {"house", "brand", "owner"}
    assert Post.objects.count() == sum(1 + len(row["answer"]) for row in ROWS["question"])
