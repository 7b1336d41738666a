"""What every part of the demo begins with, and what was said under the things that it made."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from community.discussions.actions.writing import slug_of
from community.discussions.demo.people import make_people
from community.discussions.demo.words import Row, typeset
from community.discussions.models import Post, Thread
from community.discussions.subjects import Subject
from community.members.demo import make_demo_members
from community.members.models import Member
from community.text.markdown import read
from community.universes.models import Universe


def set_scene(now: datetime, refusal: str) -> tuple[Universe, dict[str, Member]]:
    """The demo's universe and its people by their handles, made where they are missing.

    Refuses (`ImproperlyConfigured`) outside a demo house, in these words.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured(f"{refusal}; they need DEMO = True.")
    make_demo_members()
    universe, _ = Universe.objects.get_or_create(
        slug="qlock", defaults={"name": "Qlock", "tagline": "Les montres, une à la fois"}
    )
    return universe, make_people(universe, now)


def talk_under(
    thing: models.Model,
    subject: Subject,
    rows: Sequence[Row],
    people: Mapping[str, Member],
    since: datetime,
    language: str = "fr",
) -> None:
    """Under it, so many hours `at` after a moment, each what `by` somebody said; nothing without rows."""
    if not rows:
        return
    title = subject.title(thing)
    times = [since + timedelta(hours=each["at"]) for each in rows]
    writers = [people[each["by"]] for each in rows]
    thread = Thread.objects.create(
        subject=subject.name,
        subject_id=thing.pk,
        title=title,
        slug=slug_of(title),
        language=language,
        author=writers[0],
        started_at=times[0],
        last_at=times[-1],
        last_author=writers[-1],
        last_number=len(rows),
        shown=len(rows),
    )
    texts = [typeset(each["text"]) for each in rows]
    Post.objects.bulk_create(
        Post(thread=thread, number=number, author=writer, at=at, source=text, html=read(text).html())
        for number, (writer, at, text) in enumerate(zip(writers, times, texts, strict=True), 1)
    )
