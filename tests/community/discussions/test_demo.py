from collections import Counter

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.models import F

from community.discussions.demo import make_demo_cafe, words
from community.discussions.models import Category, Post, PostState, Reaction, Reading, Revision, Thread
from community.members.actions import review_level
from community.members.models import Activity, Member, Nomination
from community.members.trust import TrustLevel
from community.notices.models import Notice
from community.search.models import IndexEntry
from community.text.markdown import read
from realtime import clock
from realtime.models import Event
from tests.community.discussions.conftest import check_counts, standstill

pytestmark = pytest.mark.django_db
TABLES = (Category, Thread, Post, Revision, Reaction, Reading, Member, Activity, Nomination, Notice, IndexEntry)


@pytest.fixture(autouse=True)
def demo_house(settings):
    settings.DEMO = True


def counts():
    return {table.__name__: table.objects.count() for table in TABLES}


def test_a_real_house_is_refused(settings):
    settings.DEMO = False
    with standstill(), pytest.raises(ImproperlyConfigured):
        make_demo_cafe(clock.now())
    assert not Member.objects.exists()


def test_twice_is_once():
    make_demo_cafe(clock.now())
    first = counts()
    make_demo_cafe(clock.now())
    assert counts() == first
    assert first["Thread"] == 40
    assert first["Member"] == 66


def test_it_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(220):
        make_demo_cafe(clock.now())


def test_what_people_changed_stays_and_what_they_took_away_comes_back():
    make_demo_cafe(clock.now())
    renamed, gone = Thread.objects.order_by("pk")[:2]
    Thread.objects.filter(pk=renamed.pk).update(title="À moi", slug="a-moi")
    Member.objects.filter(handle="loutre-de-fleurier").update(bio="À moi aussi.", level=TrustLevel.REGULAR)
    Category.objects.filter(slug="comptoir").update(name_fr="Zinc")
    gone.delete()
    make_demo_cafe(clock.now())
    assert Thread.objects.count() == 40
    assert Thread.objects.get(pk=renamed.pk).title == "À moi"
    assert Thread.objects.filter(title=gone.title).exists()
    assert Category.objects.get(slug="comptoir").name_fr == "Zinc"
    otter = Member.objects.get(handle="loutre-de-fleurier")
    assert (otter.bio, otter.level) == ("À moi aussi.", TrustLevel.REGULAR)


def test_everything_is_as_the_actions_leave_it():
    now = clock.now()
    make_demo_cafe(now)
    everybody = set(Member.objects.values_list("handle", flat=True))
    for thread in Thread.objects.all():
        check_counts(thread)
        posts = list(thread.posts.order_by("number"))
        assert thread.author_id == posts[0].author_id
        assert thread.started_at == posts[0].at
        assert [post.at for post in posts] == sorted(post.at for post in posts)
        shown = [post for post in posts if post.state == PostState.SHOWN]
        assert (thread.last_at, thread.last_author_id) == (shown[-1].at, shown[-1].author_id)
        assert thread.last_at < now
    for post in Post.objects.prefetch_related("reacted"):
        document = read(post.source)
        assert post.html == document.html(members=everybody)
        assert post.reactions == Counter(reaction.name for reaction in post.reacted.all())
        assert all(post.at <= reaction.at <= now for reaction in post.reacted.all())
        assert "post:" not in post.source


def test_quotes_lead_to_the_words_they_quote():
    make_demo_cafe(clock.now())
    posts = Post.objects.in_bulk()
    quoting = [(post, quoted) for post in posts.values() for quoted in read(post.source).quotes]
    assert len(quoting) >= 25
    for post, quoted in quoting:
        assert posts[quoted].thread_id == post.thread_id
        assert posts[quoted].number < post.number
        assert f"@{posts[quoted].author.handle}" in post.source


def test_levels_are_those_that_the_rules_would_give():
    make_demo_cafe(clock.now())
    levels = {person["handle"]: person["level"] for person in (*words.people(), *words.accounts())}
    for member in Member.objects.all():
        assert review_level(member.pk) == member.level == TrustLevel[levels[member.handle].upper()]


def test_nobody_wrote_before_they_came():
    make_demo_cafe(clock.now())
    early = Post.objects.filter(at__lt=F("author__date_joined"))
    assert not list(early.values_list("author__handle", "at"))


def test_nobody_can_be_one_of_the_sixty():
    make_demo_cafe(clock.now())
    sixty = Member.objects.filter(handle__in=[person["handle"] for person in words.people()])
    assert not any(member.has_usable_password() for member in sixty)
    assert not any(member.is_staff for member in sixty)


def test_who_can_sign_in_finds_notices_and_something_new():
    make_demo_cafe(clock.now())
    otter = Member.objects.get(email="membre@demo.example")
    assert Notice.objects.filter(member=otter, read_at=None).exists()
    assert Notice.objects.exclude(read_at=None).exists()
    assert set(Notice.objects.values_list("member__email", flat=True)) <= set(
        Member.objects.filter(email__endswith="@demo.example").values_list("email", flat=True)
    )
    assert any(reading.number < reading.thread.last_number for reading in Reading.objects.filter(member=otter))


def test_it_can_be_found_and_wakes_nobody():
    make_demo_cafe(clock.now())
    call_command("reindex", verbosity=0)
    found = Counter(IndexEntry.objects.values_list("kind", flat=True))
    assert (found["thread"], found["post"]) == (40, Post.objects.shown().count())
    assert not Event.objects.exists()


def test_the_rare_things_are_there():
    make_demo_cafe(clock.now())
    assert Thread.objects.exclude(pinned_at=None).count() == 1
    closed = Thread.objects.exclude(closed_at=None).get()
    assert closed.closed_by.handle == "hibou-calme"
    assert Thread.objects.exclude(best=None).count() >= 8
    revision = Revision.objects.get()
    assert revision.source != revision.post.source
    assert revision.at == revision.post.edited_at > revision.post.at
    deleted = Post.objects.get(state=PostState.DELETED)
    assert deleted.state_by == deleted.author
    assert deleted.state_at > deleted.at


def test_every_page_of_it_opens(client):
    make_demo_cafe(clock.now())
    tables = [table.get_absolute_url() for table in Category.objects.all()]
    talks = [thread.get_absolute_url() for thread in Thread.objects.all()]
    for path in ["/cafe/", "/de/cafe/", "/en/cafe/", *tables, *talks]:
        assert client.get(path).status_code == 200, path
