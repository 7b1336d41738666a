"""Tables, threads and posts for tests, written as the actions leave them, without their limits and their noise."""

import secrets
from itertools import count

from community.discussions.models import Category, Post, PostState, Thread
from community.discussions.rules import kind_at
from community.text.markdown import read
from realtime import clock
from tests.factories.drops import make_universe
from tests.factories.members import make_member

_numbers = count(1)


def make_table(**fields):
    """A table of the café in the universe of watches."""
    number = next(_numbers)
    names = {f"name_{language}": f"Table {number}" for language in ("fr", "de", "en")}
    descriptions = {f"description_{language}": "On y parle de tout." for language in ("fr", "de", "en")}
    fields.setdefault("universe", make_universe())
    return Category.objects.create(**({"slug": f"table-{number}"} | names | descriptions | fields))


def make_thread(posts=1, **fields):
    """A thread of the café with its posts, all by its author."""
    number = next(_numbers)
    if not fields.get("subject"):
        fields.setdefault("category", Category.objects.first() or make_table())
        fields.setdefault("kind", kind_at(fields["category"], Thread.Kind.TALK))
    fields.setdefault("author", make_member(level=1))
    defaults = {"title": f"Sujet {number}", "slug": f"sujet-{number}", "started_at": clock.now()}
    thread = Thread.objects.create(**(defaults | fields))
    for _ in range(posts):
        make_post(thread, author=thread.author)
    return thread


def make_post(thread=None, **fields):
    """The next post of a thread; another `state` leaves it out of everybody's sight."""
    thread = thread or make_thread(posts=0)
    if "author" not in fields:
        fields["author"] = make_member(level=1)
    fields = {"source": "Un cadran soleillé.", "at": clock.now(), "state": PostState.SHOWN} | fields
    if fields["state"] != PostState.HELD:
        thread.last_number += 1
        fields.setdefault("number", thread.last_number)
    if fields["state"] == PostState.SHOWN:
        thread.shown += 1
        thread.last_at, thread.last_author = fields["at"], fields["author"]
    fields.setdefault("html", read(fields["source"]).html())
    thread.save()
    return Post.objects.create(thread=thread, **fields)


def new_key():
    """What a browser makes for one act of writing: 128 random bits."""
    return secrets.token_hex(16)
