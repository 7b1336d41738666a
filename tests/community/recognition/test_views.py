"""The pages, and that what is off is nowhere."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import ModelLogEntry

from community.members.groups import EDITORS
from community.recognition.actions import award
from community.recognition.actions.house import NotForYou, take_back
from community.recognition.badges import all_badges
from community.recognition.models import Discretion, Distinction, Entry
from community.recognition.queries import switches
from community.universes.models import Universe
from tests.community.recognition.conftest import HELPED, WON, lines, standstill, switch_off
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PAGES = ["/distinctions/", "/classements/", "/moi/points/"]
ALL = ("points", "levels", "badges", "leaderboards")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestBadges:
    def test_each_with_its_criterion_and_how_many_have_it(self, client):
        badge = all_badges()[0]
        Distinction.objects.create(member=make_member(), badge=badge.slug)
        text = page(client, "/distinctions/")
        assert all(str(each.name) in text for each in all_badges())
        assert text.count('<svg class="emblem"') == len(all_badges()) >= 12
        assert badge.criterion in text
        assert "1 membre l’a" in text

    def test_one_by_itself_and_since_when_it_is_mine(self, client, member):
        badge = all_badges()[0]
        Distinction.objects.create(member=member, badge=badge.slug)
        client.force_login(member)
        response = client.get(f"/distinctions/{badge.slug}/")
        assert "À toi depuis le" in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"

    def test_one_that_is_none(self, client):
        assert client.get("/distinctions/la-cle-anglaise/").status_code == 404

    def test_nothing_says_how_much_is_left(self, client, member):
        award(member.pk, HELPED, "post:1")
        client.force_login(member)
        for address in PAGES:
            text = page(client, address)
            assert "encore" not in text.replace("Personne ne l’a encore", "").replace("Rien encore", "")
            assert "plus que" not in text


class TestLeaderboards:
    def test_a_season_a_universe_and_all_time(self, client, member):
        universe = Universe.objects.create(slug="qlock", name="Qlock")
        award(member.pk, WON, "post:1", universe_id=universe.pk)
        for choice in ("", "?saison=toujours", "?univers=qlock", "?saison=toujours&univers=qlock"):
            assert member.handle in page(client, f"/classements/{choice}")
        assert member.handle not in page(client, "/classements/?saison=2024-1")

    @pytest.mark.parametrize("choice", ["saison=2026-5", "saison=hier", "saison=2999-1", "univers=q", "apres=ici"])
    def test_what_there_is_not(self, client, choice):
        assert client.get(f"/classements/?{choice}").status_code == 404

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_queries_are_as_many(self, client, number, django_assert_num_queries):
        for _ in range(number):
            award(make_member().pk, WON, "post:1")
        with django_assert_num_queries(3):  # the switches, the board, the universes
            page(client, "/classements/")


class TestTheLedger:
    def test_it_is_for_members(self, client):
        assert client.get("/moi/points/")["Location"].startswith("/comptes/login/")

    def test_lines_and_balance(self, client, member):
        award(member.pk, HELPED, "post:1")
        client.force_login(member)
        text = page(client, "/moi/points/")
        assert "Tu as aidé" in text
        assert "+10" in text

    def test_discretion_and_back(self, client, member):
        award(member.pk, WON, "post:1")
        client.force_login(member)
        assert client.post("/moi/points/discretion/").status_code == 302
        assert Discretion.objects.filter(member=member).exists()
        assert member.handle not in page(client, "/classements/").partition("<main")[2].partition("</main>")[0]
        client.post("/moi/points/discretion/", {"show": "1"})
        assert not Discretion.objects.exists()

    @pytest.mark.parametrize(
        ("back", "address"),
        [
            ("leaderboard", "/classements/"),
            ("distinctions", "/distinctions/"),
            ("ledger", "/moi/points/"),
            ("../../dehors", "/moi/points/"),
            ("", "/moi/points/"),
        ],
    )
    def test_one_comes_back_to_where_one_was(self, client, member, back, address):
        client.force_login(member)
        assert client.post("/moi/points/discretion/", {"back": back})["Location"] == address
        if back in {"leaderboard", "distinctions", "ledger"}:
            assert f'name="back" value="{back}"' in page(client, address)

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_queries_are_as_many(self, client, member, number, django_assert_num_queries):
        for each in range(number):
            award(member.pk, WON, f"post:{each}")
        client.force_login(member)
        with django_assert_num_queries(7):  # the session and its member; the switches; three of the ledger; the bell
            page(client, "/moi/points/")


class TestSwitchedOff:
    @pytest.mark.parametrize(
        ("off", "address"),
        [
            (("points",), "/moi/points/"),
            (("leaderboards",), "/classements/"),
            (("badges",), "/distinctions/la-vis/"),
            (("points", "levels", "badges"), "/distinctions/"),
            *((ALL, address) for address in PAGES),
        ],
    )
    def test_pages_are_gone(self, client, member, off, address):
        client.force_login(member)
        assert client.get(address).status_code == 200
        switch_off(*off)
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("what", "words"),
        [
            ("points", ["Pour quoi il y a des points", "dès 1 point"]),
            ("levels", ["Les échelons"]),
            ("badges", ["La vis bleuie"]),
            ("leaderboards", ["/classements/"]),
        ],
    )
    def test_one_off_leaves_the_others(self, client, what, words):
        assert all(word in page(client, "/distinctions/") for word in words)
        switch_off(what)
        assert not any(word in page(client, "/distinctions/") for word in words)

    def test_nothing_of_it_on_a_profile_or_at_home(self, client, member):
        award(member.pk, WON, "post:1")
        Distinction.objects.create(member=member, badge="la-vis")
        client.force_login(member)
        assert "100 points" in page(client, f"/membres/{member.handle}/")
        switch_off(*ALL)
        for address in (f"/membres/{member.handle}/", "/moi/"):
            text = page(client, address).partition("<main")[2]
            assert not any(word in text for word in ("oints", "distinction", "emblem", "classement"))

    def test_discretion_can_be_asked_for_where_there_is_something_to_keep(self, client, member):
        client.force_login(member)
        switch_off("points")
        assert client.post("/moi/points/discretion/", {"back": "leaderboard", "show": "1"}).status_code == 302
        switch_off(*ALL[:2], "leaderboards")
        with standstill():
            assert client.post("/moi/points/discretion/").status_code == 404

    @pytest.mark.parametrize(("what", "address"), [("badges", "badges"), ("leaderboards", "leaderboard")])
    def test_machines_neither(self, client, what, address):
        assert client.get(f"/api/v1/{address}/").status_code == 200
        switch_off(what)
        assert client.get(f"/api/v1/{address}/").status_code == 404


class TestTheBackOffice:
    @pytest.fixture
    def keeper(self):
        member = make_member(is_staff=True)
        member.user_permissions.add(Permission.objects.get(codename="access_admin"))
        member.groups.add(Group.objects.get(name=EDITORS))
        return member

    def test_four_switches(self, client, keeper):
        client.force_login(keeper)
        assert "Classements" in page(client, "/atelier/reconnaissance/")
        client.post("/atelier/reconnaissance/", {"points": "on", "badges": "on"})
        house = switches()
        assert (house.points, house.levels, house.badges, house.leaderboards) == (True, False, True, False)
        assert ModelLogEntry.objects.filter(action="recognition.switch", user=keeper).count() == 1

    def test_an_award_is_taken_back_by_a_line_of_its_own(self, client, keeper, member):
        award(member.pk, HELPED, "post:1")
        client.force_login(keeper)
        address = f"/atelier/reconnaissance/?membre={member.handle}"
        assert "Tu as aidé" in page(client, address)
        entry = Entry.objects.get(member=member)
        for _ in range(2):
            assert client.post(f"/atelier/reconnaissance/{entry.pk}/reprise/")["Location"] == address
        assert lines(member) == [(10, HELPED, "post:1"), (-10, HELPED, "post:1")]
        assert "Aucune ligne à reprendre" in page(client, address)
        assert ModelLogEntry.objects.filter(action="recognition.take_back", user=keeper).count() == 1

    def test_nor_is_it_by_others(self, client, member):
        award(member.pk, HELPED, "post:1")
        other = make_member(is_staff=True)
        other.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(other)
        with standstill():
            assert client.post(f"/atelier/reconnaissance/{Entry.objects.get().pk}/reprise/").status_code == 404
            with pytest.raises(NotForYou):
                take_back(Entry.objects.get(), by=other)

    def test_not_for_others(self, client):
        other = make_member(is_staff=True)
        other.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(other)
        with standstill():
            assert client.post("/atelier/reconnaissance/", {}).status_code == 404
        assert "/atelier/reconnaissance/" not in page(client, "/atelier/")


class TestTheApi:
    def test_badges(self, client):
        body = client.get("/api/v1/badges/").json()
        assert [each["slug"] for each in body] == [badge.slug for badge in all_badges()]
        assert set(body[0]) == {"slug", "url", "name", "criterion", "holders"}

    def test_a_leaderboard(self, client, member):
        award(member.pk, WON, "post:1")
        body = client.get("/api/v1/leaderboard/?season=toujours").json()
        assert body == {
            "season": None,
            "universe": None,
            "rows": [{"rank": 1, "handle": member.handle, "points": 100}],
            "after": None,
        }
