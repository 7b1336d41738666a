"""Ideas in the one search: what everybody sees, by its title, its reasons and what the house answered."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.search.actions import forget_entries, index_entries
from community.search.kinds import Entry, Kind
from community.text.markdown import read
from ideas.box.models import Idea, IdeaState
from ideas.box.queries.lines import lines_of, whole

IDEA = "idea"


def index_idea(idea: Idea) -> None:
    """Make an idea findable by what it says now; one that is not seen, or part of another, is found no more."""
    if idea.is_shown and idea.state != IdeaState.MERGED:
        index_entries(_entry(idea))
    else:
        forget_idea(idea)


def forget_idea(idea: Idea) -> None:
    """Find it no more."""
    forget_entries(IDEA, [str(idea.pk)])


def _entry(idea: Idea) -> Entry:
    return Entry(
        kind=IDEA,
        key=str(idea.pk),
        language=idea.language,
        audience="all",
        title=idea.title,
        body=f"{read(idea.source).plain}\n{read(idea.answer).plain}",
        author_id=idea.author_id,
        place=idea.universe.slug,
        at=idea.proposed_at,
    )


def _entries() -> Iterator[Entry]:
    rows = Idea.objects.shown().exclude(state=IdeaState.MERGED).select_related("universe")
    for idea in rows.iterator():
        yield _entry(idea)


def _load(keys: Collection[str], request: HttpRequest) -> dict[str, dict[str, Any]]:
    lines = lines_of(whole(Idea.objects.shown()).filter(pk__in=keys), request.user)
    return {str(line.number): {"url": line.url, "idea": line} for line in lines}


KIND = Kind(name=IDEA, label=_("Idées"), template="box/_found_idea.html", load=_load, entries=_entries)
