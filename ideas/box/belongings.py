"""What the box puts on a member's own page: what they proposed, and what they stand behind."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member
from ideas.box.models import Idea, IdeaState, Support, Visibility


def count_ideas(member: Member) -> int:
    """How many ideas a member proposed, those that wait or are hidden too."""
    return Idea.objects.filter(author=member).count()


def ideas(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """What a member proposed, each with where it stands; one query."""
    return [
        Line(
            pk=idea.pk,
            title=idea.title,
            at=idea.proposed_at,
            url=idea.get_absolute_url(),
            note=_note(idea),
            language=idea.language,
        )
        for idea in latest(Idea.objects.filter(author=member), after, limit, by="proposed_at")
    ]


def _note(idea: Idea) -> str | Promise:
    if not idea.is_shown:
        return Visibility(idea.visibility).label
    supports = ngettext("%(number)s soutien", "%(number)s soutiens", idea.supports)
    return f"{IdeaState(idea.state).label}, {supports % {'number': number_format(idea.supports)}}"


def count_supports(member: Member) -> int:
    """How many ideas a member stands behind."""
    return _supports(member).count()


def supports(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """What a member stands behind, each with where it stands; one query."""
    return [
        Line(
            pk=support.pk,
            title=support.idea.title,
            at=support.at,
            url=support.idea.get_absolute_url(),
            note=IdeaState(support.idea.state).label,
            language=support.idea.language,
        )
        for support in latest(_supports(member).select_related("idea"), after, limit)
    ]


def _supports(member: Member) -> QuerySet[Support]:
    return Support.objects.filter(member=member, idea__visibility=Visibility.SHOWN)


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("idees", _("Idées proposées"), count=count_ideas, lines=ideas)
    register_mine("soutiens", _("Idées soutenues"), count=count_supports, lines=supports)
