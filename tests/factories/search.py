"""Things to find, of a kind that only tests know."""

from itertools import count

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from community.search.actions import index_entries
from community.search.kinds import Entry, Kind
from community.search.queries import search

NOTE = "note"
_numbers = count(1)


class Notes:
    """The part behind the kind: what it has, and what it keeps from everybody."""

    def __init__(self, name=NOTE):
        self.name = name
        self.kept = {}
        self.hidden = set()
        self.loads = 0

    @property
    def kind(self):
        return Kind(name=self.name, label="Notes", load=self.load, entries=lambda: list(self.kept.values()))

    def load(self, keys, request):
        self.loads += 1
        return {key: {"url": f"/notes/{key}/"} for key in keys if key in self.kept and key not in self.hidden}

    def write(self, title="", body="", *, hidden=False, index=True, **fields):
        """A note in the index; `hidden` keeps it from everybody, `index=False` leaves it to `reindex`."""
        defaults = {"key": str(next(_numbers)), "language": "fr", "audience": "all"}
        entry = Entry(**({"kind": self.name, "title": title, "body": body} | defaults | fields))
        self.kept[entry.key] = entry
        if hidden:
            self.hidden.add(entry.key)
        if index:
            index_entries(entry)
        return entry


def ask(text, viewer=None, **options):
    """What a viewer finds; nobody in particular without one."""
    request = RequestFactory().get("/recherche/")
    request.user = viewer or AnonymousUser()
    return search(request, text, **options)


def titles(found):
    return [line.row.get("title") or _plain(line.title) for line in found.lines]


def _plain(html):
    return html.replace("<mark>", "").replace("</mark>", "")
