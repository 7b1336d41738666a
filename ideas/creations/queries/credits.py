"""Who took part in a creation: names of those who said yes to it, the others counted."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.discussions.models import Post
from community.discussions.queries.people import person_of
from community.members.models import Consent, Member
from community.members.queries import Person
from ideas.ballots.models import Participation
from ideas.box.models import Idea
from ideas.creations.consent import CREDITS
from ideas.creations.models import Creation
from ideas.creations.talk import SUBJECT

MOST_NAMES = 240  # on the page; the others are counted


@dataclass(frozen=True, slots=True)
class Credits:
    """`people` said that their name may stand here; `others` are how many more took part.

    `mine` is this viewer's own standing: None for who did not take part, else whether their name may be shown.
    """

    people: tuple[Person, ...]
    others: int
    mine: bool | None

    @property
    def total(self) -> int:
        return len(self.people) + self.others


def participants_of(creation: Creation) -> Q:
    """Which members took part: who proposed it, voted, or spoke under a stage.

    Not how, and nobody of a vote that is still on: a list that grew by one name as one paper came in would tell.
    """
    stages = creation.stages.order_by()
    spoke = Post.objects.shown().filter(thread__subject=SUBJECT.name, thread__subject_id__in=stages.values("pk"))
    voted = Participation.objects.filter(ballot__in=stages.filter(ballot__isnull=False).values("ballot"))
    proposed = Idea.objects.shown().filter(pk=creation.idea_id or 0)
    return Q(pk__in=spoke.values("author")) | Q(pk__in=voted.values("member")) | Q(pk__in=proposed.values("author"))


def credits_of(creation: Creation, viewer: Any) -> Credits:
    """The credits of a creation, names by their sort; two queries, and one for a member's own standing."""
    took_part = Member.objects.filter(participants_of(creation))
    said_yes = Exists(Consent.objects.filter(member=OuterRef("pk"), purpose=CREDITS, withdrawn_at=None))
    named = took_part.filter(said_yes, is_active=True).order_by("handle")[:MOST_NAMES]
    people = tuple(person for member in named if (person := person_of(member)))
    mine = None
    if viewer.is_authenticated:
        mine = took_part.filter(pk=viewer.pk).values_list(said_yes, flat=True).first()
    return Credits(people, took_part.count() - len(people), mine)
