"""Ideas and supports for tests, written as the actions leave them."""

from itertools import count

from django.contrib.auth.models import Group

from community.members.groups import EDITORS
from community.text.clean import excerpt
from community.text.markdown import read
from ideas.box.models import Idea, Support
from ideas.box.rules import heat_of, warmer
from ideas.box.search import index_idea
from realtime import clock
from tests.factories.drops import make_universe
from tests.factories.members import make_member

_numbers = count(1)


def make_idea(*, supports=0, **fields):
    """An idea everybody sees, just proposed, with so many supporters."""
    number, now = next(_numbers), clock.now()
    defaults = {
        "title": f"Une montre à {number} aiguilles",
        "slug": f"une-montre-a-{number}-aiguilles",
        "source": "Parce que **deux** ne suffisent pas.",
        "proposed_at": now,
    }
    fields = defaults | fields
    fields.setdefault("universe", make_universe())
    if "author" not in fields:
        fields["author"] = make_member(level=1)
    document = read(fields["source"])
    fields.setdefault("html", document.html())
    fields.setdefault("lead", excerpt(document.plain, 220))
    idea = Idea.objects.create(heat=heat_of([fields["proposed_at"]]), **fields)
    for _ in range(supports):
        make_support(idea)
    index_idea(idea)
    return idea


def make_support(idea, member=None, **fields):
    """A support, counted; somebody new without a member."""
    fields.setdefault("at", clock.now())
    support = Support.objects.create(idea=idea, member=member or make_member(), **fields)
    idea.supports, idea.heat = idea.supports + 1, warmer(idea.heat, support.at)
    idea.save()
    return support


def make_keeper():
    """Somebody of the team who answers ideas."""
    keeper = make_member(is_staff=True)
    keeper.groups.add(Group.objects.get(name=EDITORS))
    return keeper
