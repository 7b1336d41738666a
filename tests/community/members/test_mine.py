"""`/moi/`: all that is one's own, a few lines of each kind, and the rest behind it."""

from datetime import timedelta

import pytest

from community.members import mine, pages
from community.members.actions import block_member, follow_member
from community.members.mine import FEW, PAGE_LENGTH, Line, Place, kind_of, mine_of, register_mine, shelf_of
from community.members.models import Follow
from community.members.pages import Section, menu_at, register_page
from realtime import clock
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def pens():
    """A kind of thing that this test alone knows: each member has so many."""
    rows = []

    def lines(_member, after, limit):
        return [row for row in rows if after is None or (row.at, row.pk) < (after.at, after.pk)][:limit]

    register_mine("plumes", "Plumes", count=lambda _member: len(rows), lines=lines)
    yield rows
    mine.unregister_mine("plumes")


def fill(rows, number, start=None):
    start = start or clock.now()
    rows[:] = [Line(pk, f"Plume {pk}", start - timedelta(hours=number - pk)) for pk in range(number, 0, -1)]


def of(kinds, name):
    return next(kind for kind in kinds if kind.name == name)


def test_a_kind_shows_its_count_and_its_latest_few(client, pens):
    client.force_login(make_member())
    fill(pens, FEW + 1)
    page = client.get("/moi/").content.decode()
    assert 'href="/moi/tout/plumes/"' in page
    assert "Plume 4" in page
    assert "Plume 1<" not in page
    assert f'<span class="mine__count">{FEW + 1}</span>' in page


@pytest.mark.parametrize(("number", "has_more"), [(FEW, False), (FEW + 1, True)])
def test_the_way_to_the_rest_is_there_when_there_is_a_rest(pens, number, has_more):
    fill(pens, number)
    assert of(mine_of(make_member()), "plumes").has_more is has_more


def test_what_there_is_nothing_of_is_named_in_one_line(client, pens):
    member = make_member()
    client.force_login(member)
    assert "Rien pour l’instant" in client.get("/moi/").content.decode()
    fill(pens, 1)
    page = client.get("/moi/").content.decode()
    assert "Rien encore" in page
    assert "Membres suivis" in page
    assert 'id="mine-suivis"' not in page


@pytest.mark.parametrize(
    ("number", "pages"), [(0, [0]), (PAGE_LENGTH, [PAGE_LENGTH]), (PAGE_LENGTH + 1, [PAGE_LENGTH, 1])]
)
def test_a_shelf_goes_on_where_it_ended(client, pens, number, pages):
    client.force_login(make_member())
    fill(pens, number)
    found, after, seen = [], "", []
    while after is not None:
        shelf = client.get("/moi/tout/plumes/", {"apres": after} if after else {}).context["shelf"]
        found.append(len(shelf.lines))
        seen += [line.pk for line in shelf.lines]
        after = str(shelf.after) if shelf.after else None
    assert found == pages
    assert seen == [row.pk for row in pens]


@pytest.mark.parametrize("after", ["x", "1", "-", "1-x", "1-1-1", "²-1", "9" * 30 + "-1"])
def test_a_place_that_is_none_is_not_found(client, pens, after):
    client.force_login(make_member())
    assert client.get("/moi/tout/plumes/", {"apres": after}).status_code == 404


def test_a_place_is_read_as_it_was_written():
    place = Place(clock.now(), 7)
    assert Place.read(str(place)) == place


@pytest.mark.parametrize("name", ["rien", "avis", "blocages"])
def test_an_unknown_shelf_is_not_found_and_one_that_has_its_own_page_neither(client, name):
    client.force_login(make_member())
    assert kind_of(name) is None
    assert client.get(f"/moi/tout/{name}/").status_code == 404


def test_all_of_it_is_for_who_signed_in(client):
    assert client.get("/moi/")["Location"] == "/comptes/login/?next=/moi/"
    assert client.get("/moi/tout/suivis/")["Location"] == "/comptes/login/?next=/moi/tout/suivis/"


def test_a_name_is_given_once(pens):
    with pytest.raises(ValueError, match="plumes"):
        register_mine("plumes", "Encore", count=lambda _member: 0, lines=lambda *_: [])


def test_follows_and_blocks_are_ones_own(client):
    member, other = make_member(), make_member(handle="ada")
    follow_member(member, followed_id=other.pk)
    follow_member(other, followed_id=member.pk)
    block_member(member, blocked_id=make_member(handle="spam").pk)
    kinds = mine_of(member)
    assert [(line.title, line.url) for line in of(kinds, "suivis").lines] == [("ada", "/membres/ada/")]
    assert [line.title for line in of(kinds, "blocages").lines] == ["spam"]
    assert of(kinds, "blocages").url == "/moi/blocages/"
    assert of(mine_of(other), "blocages").count == 0


def test_who_follows_many_turns_the_pages(client):
    member = make_member()
    others = [make_member() for _ in range(3)]
    Follow.objects.bulk_create([Follow(member=member, followed=other) for other in others])
    lines = kind_of("suivis").lines
    first = lines(member, None, 2)
    rest = lines(member, Place(first[-1].at, first[-1].pk), 2)
    assert [line.title for line in (*first, *rest)] == [other.handle for other in reversed(others)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_shelf_of_follows_takes_the_same_queries(client, django_assert_num_queries, number):
    member = make_member()
    for _ in range(number):
        follow_member(member, followed_id=make_member().pk)
    client.force_login(member)
    # The session and its member, the follows, the bell.
    with django_assert_num_queries(4):
        client.get("/moi/tout/suivis/")


@pytest.mark.parametrize("number", [1, 3])
def test_one_page_of_all_takes_the_same_queries(client, django_assert_num_queries, number):
    member = make_member()
    for _ in range(number):
        follow_member(member, followed_id=make_member().pk)
        block_member(member, blocked_id=make_member().pk)
    client.force_login(member)
    counts = len(mine_of(member))
    # The session and its member, addresses and second factors, the bell; a count of each kind; follows and blocks;
    # whether a ballot waits for one's vote.
    with django_assert_num_queries(5 + counts + 2 + 1):
        client.get("/moi/")


def test_hours_are_those_of_the_members_zone(client, pens):
    client.force_login(make_member(zone="Asia/Tokyo"))
    fill(pens, 1, clock.now().replace(hour=20, minute=5))
    assert ", 05:05, heure de Tokyo" in client.get("/moi/").content.decode()


@pytest.mark.parametrize(
    ("address", "section", "page"),
    [
        ("/moi/", "Chez moi", "/moi/"),
        ("/moi/tout/suivis/", "Chez moi", "/moi/"),
        ("/moi/avis/", "Avis", "/moi/avis/"),
        ("/moi/profil/", "Profil", "/moi/profil/"),
        ("/moi/blocages/", "Profil", "/moi/blocages/"),
        ("/moi/securite/", "Sécurité", "/moi/securite/"),
        ("/moi/appareils/", "Sécurité", "/moi/appareils/"),
        ("/comptes/email/", "Sécurité", "/comptes/email/"),
        ("/comptes/2fa/", "Sécurité", "/comptes/2fa/"),
    ],
)
def test_the_navigation_says_where_one_is(client, address, section, page):
    client.force_login(make_member())
    menu = client.get(address).content.decode().partition('class="account__nav"')[2].partition("</nav>")[0]
    assert f'aria-current="true">{section}</a>' in menu
    assert menu.count('aria-current="page"') == 1
    assert f'<a href="{page}" aria-current="page">' in menu


def test_a_section_opens_with_the_page_that_opens_it():
    assert [link.url for link in menu_at("members:mine").sections[:3]] == ["/moi/", "/moi/profil/", "/moi/avis/"]


def test_a_section_of_one_page_is_that_page(monkeypatch):
    monkeypatch.setattr(pages, "_pages", {section: [] for section in Section})
    register_page(Section.DATA, "members:mine", "Une page")
    menu = menu_at("members:mine")
    assert [link.label for link in menu.sections] == ["Données"]
    assert [link.is_here for link in menu.pages] == [True]


def test_a_shelf_by_itself_knows_its_kind(pens):
    fill(pens, 1)
    assert shelf_of(kind_of("plumes"), make_member()).label == "Plumes"
