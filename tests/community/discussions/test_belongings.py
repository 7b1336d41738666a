"""What a member wrote, on their own page: the hidden and the waiting too, for their eyes alone."""

import pytest

from community.discussions.belongings import count_posts, count_threads, posts, threads
from community.discussions.models import PostState
from community.members.mine import Place
from tests.factories.discussions import make_post, make_thread
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(level=1)


def test_a_post_begins_as_it_does_and_says_where_it_stands(member):
    thread = make_thread(title="Elle avance", language="fr")
    post = make_post(thread, author=member, source="**Trois** secondes par jour.")
    [line] = posts(member, None, 9)
    assert (line.title, line.note, line.url) == ("Trois secondes par jour.", "Elle avance", f"/cafe/p/{post.pk}/")
    assert line.language == "fr"


@pytest.mark.parametrize(("state", "note"), [(PostState.HELD, "en attente de relecture"), (PostState.HIDDEN, "masqué")])
def test_what_others_do_not_see_says_so(member, state, note):
    make_post(author=member, state=state)
    assert [line.note for line in posts(member, None, 9)] == [note]
    assert count_posts(member) == 1


def test_what_was_deleted_and_what_is_somebody_elses_is_not_there(member):
    make_post(author=member, state=PostState.DELETED)
    make_post()
    assert (count_posts(member), posts(member, None, 9)) == (0, [])


def test_the_topics_one_opened(member):
    thread = make_thread(author=member, posts=2)
    make_thread()
    [line] = threads(member, None, 9)
    assert (line.title, line.note, line.url) == (thread.title, "2 messages", thread.get_absolute_url())
    assert count_threads(member) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_both_take_one_query(member, number, django_assert_num_queries):
    for _ in range(number):
        make_thread(author=member)
    with django_assert_num_queries(2):
        assert len(posts(member, None, 9)) == len(threads(member, None, 9)) == number


@pytest.mark.parametrize("lines", [posts, threads])
def test_the_next_page_goes_on(member, lines):
    for _ in range(3):
        make_thread(author=member)
    first = lines(member, None, 2)
    rest = lines(member, Place(first[-1].at, first[-1].pk), 2)
    assert [line.pk for line in (*first, *rest)] == [line.pk for line in lines(member, None, 9)]


def test_the_page_shows_them(client, member):
    client.force_login(member)
    make_thread(author=member, title="Elle avance")
    page = client.get("/moi/").content.decode()
    assert 'id="mine-messages"' in page
    assert "Elle avance" in client.get("/moi/tout/sujets/").content.decode()
