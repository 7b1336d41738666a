"""As what members answer questions: for a brand that the team let them speak for, as owners of the watch of a drop."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.discussions.models import Thread
from community.discussions.voices import Voice
from community.members.models import Member
from drops.models import Claim, Spokesperson
from drops.talk import DROP


def for_brands(members: Mapping[int, Member], thread: Thread) -> Mapping[int, str]:
    """Who answers for a brand, with its name, wherever they answer. One query."""
    brands: defaultdict[int, list[str]] = defaultdict(list)
    rows = (
        Spokesperson.objects.filter(member__in=members).order_by("brand__slug").values_list("member_id", "brand__name")
    )
    for pk, name in rows:
        brands[pk].append(name)
    return {pk: ", ".join(names) for pk, names in brands.items()}


def owners(members: Mapping[int, Member], thread: Thread) -> Mapping[int, str]:
    """Who ordered a piece of the watch that the question is about, in this drop or another. One query under a drop.

    Who has left owns nothing here any more.
    """
    if thread.subject != DROP.name:
        return {}
    ordered = Claim.objects.filter(
        member__in=[pk for pk, member in members.items() if member.is_active],
        status=Claim.Status.ORDERED,
        drop__watch__drops=thread.subject_id,
    )
    return dict.fromkeys(ordered.values_list("member_id", flat=True), _("a cette montre"))


VOICES = (
    Voice("brand", for_brands, is_official=True),
    Voice("owner", owners, consent=gettext_lazy("Montrer que j’ai cette montre")),
)
