"""The café's past, written in bulk: actions write now, by the database's clock, and this was said weeks ago."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from community.discussions.demo import words
from community.discussions.demo.people import make_people
from community.discussions.demo.talk import Talk
from community.discussions.models import Category, Post, Reaction, Reading, Revision, Thread
from community.members.demo import make_demo_members
from community.members.models import Activity, Member
from community.members.trust import WINDOW, TrustLevel, day_of
from community.notices.models import Notice
from community.universes.models import Universe

FRESH = timedelta(days=2)  # notices that are older were read
DAYS_SEEN = {TrustLevel.NEWCOMER: 1, TrustLevel.MEMBER: 34, TrustLevel.REGULAR: 76, TrustLevel.GUIDE: 93}
READ = {TrustLevel.NEWCOMER: 12, TrustLevel.MEMBER: 280, TrustLevel.REGULAR: 940, TrustLevel.GUIDE: 2400}


@transaction.atomic
def make_demo_cafe(now: datetime) -> None:
    """Make what is missing of the demo's café: its tables, its people, their threads as if they had grown until `now`.

    Refuses outside a demo house. What is there stays as it is, whatever its title has become. Announces nothing, and
    leaves the index of the search to `manage.py reindex`.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("These people never were; they need DEMO = True.")
    accounts = make_demo_members()
    universe, _ = Universe.objects.get_or_create(
        slug="qlock", defaults={"name": "Qlock", "tagline": "Les montres, une à la fois"}
    )
    tables = _make_tables(universe)
    people = make_people(universe, now)
    rows = {words.key_of(slug, row): (slug, row) for slug, row in words.threads()}
    there = set(Post.objects.filter(key__in=rows).values_list("key", flat=True))
    talks = [Talk(row, tables[slug], people, key, now) for key, (slug, row) in rows.items() if key not in there]
    if talks:
        _write(talks)
        _tell({account.pk for account in accounts}, talks, now)
        _count(people.values(), talks, now)


def _make_tables(universe: Universe) -> dict[str, Category]:
    tables = {}
    for position, row in enumerate(words.categories()):
        kind = next(
            (kind for kind in (Category.Kind.QUESTIONS, Category.Kind.BOTH) if row.get(kind)), Category.Kind.TALK
        )
        facts = {"universe": universe, "kind": kind, "position": position, "language": row.get("language", "")}
        for language in ("fr", "de", "en"):
            facts[f"name_{language}"] = words.typeset(row[f"name_{language}"])
            facts[f"description_{language}"] = words.typeset(row[f"line_{language}"])
        tables[row["slug"]], _ = Category.objects.get_or_create(slug=row["slug"], defaults=facts)
    return tables


def _write(talks: list[Talk]) -> None:
    Thread.objects.bulk_create(talk.thread for talk in talks)
    posts = Post.objects.bulk_create(post for talk in talks for post in talk.posts)
    for talk in talks:
        talk.fill()
    Post.objects.bulk_update(posts, ["source", "html", "reply_to"])
    Thread.objects.bulk_update([talk.thread for talk in talks], ["best"])
    Revision.objects.bulk_create(revision for talk in talks for revision in talk.revisions())
    Reaction.objects.bulk_create(reaction for talk in talks for reaction in talk.reactions())
    Reading.objects.bulk_create(reading for talk in talks for reading in talk.readings())


def _tell(member_ids: set[int], talks: list[Talk], now: datetime) -> None:
    """Notices for who can look at them; what happened several times to one thread is one line."""
    lines: dict[tuple[int, str, int], Notice] = {}
    for talk in talks:
        for kind, member_id, post in talk.concerned():
            if member_id in member_ids:
                known = lines.get((member_id, kind, talk.thread.pk))
                data = {"post": post.pk, "thread": talk.thread.pk, "title": talk.thread.title}
                lines[member_id, kind, talk.thread.pk] = Notice(
                    member_id=member_id,
                    kind=kind,
                    key=f"thread:{talk.thread.pk}",
                    actor=post.author,
                    data=data,
                    count=known.count + 1 if known else 1,
                    at=post.at,
                    read_at=None if now - post.at < FRESH else post.at + timedelta(hours=1),
                )
    Notice.objects.bulk_create(sorted(lines.values(), key=lambda notice: notice.at))


def _count(people: Iterable[Member], talks: list[Talk], now: datetime) -> None:
    """What each of them has done here, so that the rules of trust find their level earned."""
    written = Counter(post.author_id for talk in talks for post in talk.posts)
    liked: Counter[int] = Counter()
    received: Counter[int | None] = Counter()
    for talk in talks:
        for reaction in talk.reactions():
            liked[reaction.member_id] += 1
            received[reaction.post.author_id] += 1
    Activity.objects.bulk_create(
        (
            Activity(
                member=member,
                days=DAYS_SEEN[TrustLevel(member.level)],
                last_day=day_of(now),
                window=_window(member),
                read=READ[TrustLevel(member.level)],
                written=written[member.pk],
                liked=liked[member.pk],
                received=received[member.pk],
            )
            for member in people
        ),
        ignore_conflicts=True,
    )


def _window(member: Member) -> str:
    """The last days as bits, today's on the right; on as many of them as their level is worth somebody came."""
    seen = DAYS_SEEN[TrustLevel(member.level)]
    bits = ["1"] * (seen - 1) + ["0"] * (WINDOW - seen)
    Random(member.handle).shuffle(bits)  # noqa: S311 -- habits, no secret
    return "".join(bits) + "1"
