"""How far somebody has read, and how closely they follow. One's own: only one's own bell hears of it."""

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from community.discussions.models import Category, CategoryStance, Post, Reading, Stance, Thread
from community.members.actions.trust import record_activity
from community.members.models import Member
from community.notices.actions import mark_read as read_notices
from community.notices.models import Notice
from realtime import clock

MOST_AT_ONCE = 50  # posts that one look can have read: what a page shows

# One statement: two tabs that read the same thread never step back, and say how many posts were new to this reader.
READ = """
WITH before AS (
    SELECT number FROM discussions_reading WHERE member_id = %(member)s AND thread_id = %(thread)s
)
INSERT INTO discussions_reading AS r (member_id, thread_id, number, at, stance)
SELECT %(member)s, id, least(%(number)s, last_number), clock_timestamp(), ''
FROM discussions_thread WHERE id = %(thread)s
ON CONFLICT (member_id, thread_id) DO UPDATE SET number = excluded.number, at = excluded.at
WHERE r.number < excluded.number
RETURNING number - coalesce((SELECT number FROM before), 0)
"""


def mark_read(thread_id: int, number: int, *, by: Member) -> None:
    """Remember that `by` has read a thread up to a number; never backwards, never beyond its end.

    Who jumps to the end of a long thread has not read it: towards trust a page counts at most. What they were told of
    the posts up to there counts as read, and their bell falls.
    """
    with connection.cursor() as cursor:
        cursor.execute(READ, {"member": by.pk, "thread": thread_id, "number": number})
        row = cursor.fetchone()
    if row and row[0] > 0:
        record_activity(by.pk, read=min(row[0], MOST_AT_ONCE))
    if told := _told_of(thread_id, number, by):
        read_notices(by, told)


def _told_of(thread_id: int, number: int, by: Member) -> list[int]:
    """Unread notices of a thread's posts up to a number: who reads the post needs no notice of it."""
    unread = Notice.objects.filter(member=by, read_at=None, key=f"thread:{thread_id}")
    told = dict(unread.values_list("pk", "data__post"))
    if not told:
        return []
    posts = Post.objects.filter(pk__in=set(told.values()), thread=thread_id, number__lte=number)
    read = set(posts.values_list("pk", flat=True))
    return [pk for pk, post in told.items() if post in read]


def follow_own_thread(member_id: int, thread: Thread, number: int) -> None:
    """Who writes in a thread has read it up to there, and follows it unless they chose otherwise."""
    reading, is_new = Reading.objects.get_or_create(
        member_id=member_id, thread=thread, defaults={"number": number, "stance": Stance.TRACKING, "at": clock.now()}
    )
    if not is_new:
        Reading.objects.filter(pk=reading.pk).update(number=Greatest(F("number"), number), at=clock.now())


def set_stance(thread: Thread, stance: Stance, *, by: Member) -> None:
    """Follow a thread more or less closely."""
    Reading.objects.update_or_create(member=by, thread=thread, defaults={"stance": stance})


def set_category_stance(category: Category, stance: Stance, *, by: Member) -> None:
    """Follow a whole table more or less closely."""
    CategoryStance.objects.update_or_create(member=by, category=category, defaults={"stance": stance})


def carry_stances(source: Thread, target: Thread) -> None:
    """Let who follows one thread follow another, unless they chose something there already."""
    followed = source.readings.filter(stance__in=[Stance.TRACKING, Stance.WATCHING])
    stances = dict(followed.order_by("member").values_list("member_id", "stance"))
    chosen = target.readings.filter(member__in=stances).exclude(stance="").values_list("member_id", flat=True)
    for member_id in stances.keys() - set(chosen):
        Reading.objects.update_or_create(member_id=member_id, thread=target, defaults={"stance": stances[member_id]})
