"""What becomes of ideas when their author leaves: those behind them keep what they stood behind."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from community.discussions.actions.departing import retitle_thread, retitle_told
from community.discussions.actions.writing import slug_of
from community.discussions.models import Thread
from community.moderation.actions.items import drop_item
from community.personal.actions import rewrite_mentions
from community.personal.registry import Leaving
from ideas.box.actions.proposing import KIND
from ideas.box.models import Idea, Visibility
from ideas.box.search import index_idea
from ideas.box.talk import SUBJECT

WORDS = ("title", "source", "html", "lead", "answer")


def let_author_go(leaving: Leaving) -> None:
    """Take the name out of every idea, and with the member's words those that they proposed, down to their number.

    What nobody could read goes with its author in any case, and so does what an idea said before.
    """
    own = Idea.objects.filter(author=leaving.member_id)
    unseen = own.exclude(visibility=Visibility.SHOWN)
    for pk in unseen.values_list("pk", flat=True):
        drop_item(KIND, str(pk))
    for idea in own if leaving.takes_words else unseen:
        _blank(idea)
    own.update(edits=0, edited_at=None)
    for column in WORDS:
        rewrite_mentions(Idea, column, leaving)


def _blank(idea: Idea) -> None:
    with override(idea.language):
        idea.title = _("Une idée de quelqu’un qui est parti")
    idea.slug = slug_of(idea.title)
    idea.source = idea.html = idea.lead = idea.key = ""
    idea.pictures = []
    idea.price_from = idea.price_to = None
    idea.save()
    for thread in Thread.objects.filter(subject=SUBJECT.name, subject_id=idea.pk):
        retitle_thread(thread.pk, idea.title)
    retitle_told(f"idea:{idea.pk}", idea.title)
    if idea.is_shown:
        index_idea(idea)
