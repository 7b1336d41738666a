"""What becomes of entries when their author leaves: what is not settled is taken back, what is stays without a name."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from challenges.qdefis.actions.entering import KIND, take_out
from challenges.qdefis.actions.locking import lock_entry, lock_qdefi
from challenges.qdefis.cards import forget_card
from challenges.qdefis.models import Entry, EntryState
from challenges.qdefis.talk import SUBJECT
from community.discussions.actions.departing import retitle_thread
from community.discussions.models import Thread
from community.moderation.actions.items import drop_item
from community.personal.actions import rewrite_mentions
from community.personal.registry import Leaving

OVER = (EntryState.WITHDRAWN, EntryState.HIDDEN)


def let_entrant_go(leaving: Leaving) -> None:
    """Take back what still competes, blank what nobody sees, and with the member's words those of the results, too.

    Their photos and cards go with them in any case; who had placed keeps the place, which says no name any more.
    """
    for entry in Entry.objects.filter(author=leaving.member_id).select_related("qdefi").order_by("qdefi", "pk"):
        qdefi, _now = lock_qdefi(entry.qdefi_id)
        locked = lock_entry(entry.pk, qdefi)
        if qdefi.settled_at is None and locked.state not in OVER:
            take_out(qdefi, locked)
        forget_card(locked)
        if locked.pk is not None and (leaving.takes_words or not locked.is_standing):
            _blank(locked)
    for column in ("title", "source", "html", "lead"):
        rewrite_mentions(Entry, column, leaving)


def _blank(entry: Entry) -> None:
    drop_item(KIND, str(entry.pk))
    with override(entry.language):
        entry.title = _("Une participation de quelqu’un qui est parti")
    entry.source = entry.html = entry.lead = entry.key = ""
    entry.save()
    for thread in Thread.objects.filter(subject=SUBJECT.name, subject_id=entry.pk):
        retitle_thread(thread.pk, entry.title)
