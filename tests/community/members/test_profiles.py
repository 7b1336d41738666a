"""A profile as each viewer sees it, and what two members may do about each other."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from community.members import actions, profile, queries
from community.members.models import Block, Eyes, Follow, FormerHandle, Member, Nomination
from community.members.trust import TrustLevel
from community.universes.models import Universe
from tests.factories.members import make_member, make_moderator, make_regular

pytestmark = pytest.mark.django_db

TEMPLATE = "components/_empty.html"  # any template will do: it shows `title`


@pytest.fixture
def ada():
    return make_member(handle="ada", bio="Je remonte ma montre.\n<b>Avant</b> le café.")


@pytest.fixture
def grace():
    return make_member(handle="grace")


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(profile, "_kinds", {})
    monkeypatch.setattr(profile, "_honours", [])


def page_of(client, handle="ada"):
    return client.get(f"/membres/{handle}/").content.decode()


class TestWhatIsSeen:
    def test_a_bio_is_plain_text_with_its_lines(self, client, ada):
        page = page_of(client)
        assert "Je remonte ma montre.<br>" in page
        assert "&lt;b&gt;Avant&lt;/b&gt;" in page

    def test_universes_level_and_team_stand_on_it(self, client, ada):
        ada.universes.add(Universe.objects.create(slug="qsport", name="Qsport"))
        Member.objects.filter(pk=ada.pk).update(level=TrustLevel.REGULAR, is_staff=True)
        page = page_of(client)
        assert "Qsport" in page
        assert "Habitué" in page
        assert "L’équipe" in page

    def test_nothing_is_said_kindly(self, client, ada, grace, kinds):
        assert "encore rien écrit" in page_of(client)
        client.force_login(ada)
        assert "Rien à montrer" in page_of(client)

    @pytest.mark.parametrize(
        ("eyes", "seen"),
        [(Eyes.ALL, (True, True, True)), (Eyes.MEMBERS, (False, True, True)), (Eyes.NOBODY, (False, False, True))],
    )
    def test_who_sees_contributions(self, client, ada, grace, kinds, eyes, seen):
        Member.objects.filter(pk=ada.pk).update(activity_for=eyes)
        profile.register_contributions("essais", "Essais", lambda _id: 12, TEMPLATE, lambda _id, _viewer: ["un"])
        anonymous = page_of(client)
        client.force_login(grace)
        other = page_of(client)
        client.force_login(ada)
        assert tuple("Essais" in page for page in (anonymous, other, page_of(client))) == seen
        assert ("garde ses contributions" in anonymous) is (eyes != Eyes.ALL)

    @pytest.mark.parametrize(
        ("eyes", "seen"),
        [(Eyes.ALL, (True, True, True)), (Eyes.MEMBERS, (False, True, True)), (Eyes.NOBODY, (False, False, True))],
    )
    def test_who_sees_how_many_follow(self, client, ada, grace, eyes, seen):
        actions.follow_member(grace, followed_id=ada.pk)
        Member.objects.filter(pk=ada.pk).update(circle_for=eyes)
        anonymous = page_of(client)
        client.force_login(make_member())
        other = page_of(client)
        client.force_login(ada)
        assert tuple("Suivi par" in page for page in (anonymous, other, page_of(client))) == seen

    def test_who_left_does_not_count(self, ada, grace):
        actions.follow_member(grace, followed_id=ada.pk)
        Member.objects.filter(pk=grace.pk).update(is_active=False)
        assert queries.profile_of("ada", ada).followers == 0


class TestRegistries:
    def test_contributions_are_shown_kind_by_kind_and_empty_ones_left_out(self, kinds, ada):
        profile.register_contributions("a", "A", lambda _id: 0, TEMPLATE, lambda _id, _viewer: [])
        profile.register_contributions("b", "B", lambda pk: pk, TEMPLATE, lambda pk, viewer: [pk, viewer])
        shown = profile.contributions_of(ada.pk, "qui lit")
        assert [(each.name, each.count, each.rows) for each in shown] == [("b", ada.pk, [ada.pk, "qui lit"])]

    def test_a_name_is_taken_once(self, kinds):
        profile.register_contributions("a", "A", lambda _id: 0, TEMPLATE, lambda _id, _viewer: [])
        with pytest.raises(ValueError, match="a"):
            profile.register_contributions("a", "A", lambda _id: 0, TEMPLATE, lambda _id, _viewer: [])

    def test_honours_are_shown_where_there_are_any(self, client, kinds, ada):
        profile.register_honours(TEMPLATE, lambda _id: [])
        assert "member__honours" not in page_of(client)
        profile.register_honours(TEMPLATE, lambda _id: ["or"])
        assert "member__honours" in page_of(client)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_rows_take_no_queries_of_their_own(self, client, kinds, ada, rows, django_assert_num_queries):
        for name in ("a", "b"):
            profile.register_contributions(name, name, lambda _id: rows, TEMPLATE, lambda _id, _viewer: ["x"] * rows)
        ada.universes.set(Universe.objects.create(slug=f"u{n}", name=f"U{n}") for n in range(rows))
        for _ in range(rows):
            actions.follow_member(make_member(), followed_id=ada.pk)
        with django_assert_num_queries(1):
            page_of(client)


class TestFormerHandles:
    def change(self, member, handle):
        actions.update_profile(member, handle=handle, language="fr", zone="Europe/Zurich")

    def test_a_former_address_leads_to_the_new_one(self, client, ada):
        self.change(ada, "augusta")
        response = client.get("/membres/ada/")
        assert (response.status_code, response["Location"]) == (302, "/membres/augusta/")
        assert client.get("/membres/ADA/")["Location"] == "/membres/augusta/"
        assert "augusta" in client.get("/membres/ada/carte/").content.decode()

    def test_nobody_else_takes_it(self, client, ada, grace):
        self.change(ada, "augusta")
        with pytest.raises(ValidationError, match="déjà pris"):
            self.change(grace, "ada")
        assert Member.objects.get(pk=grace.pk).handle == "grace"
        with pytest.raises(ValidationError, match="déjà pris"):
            actions.register_member(email="x@test.example", handle="ada")
        client.post("/comptes/signup/", {"email": "x@test.example", "username": "ada"})
        assert not Member.objects.filter(email="x@test.example").exists()

    def test_not_even_who_passed_the_check_in_between(self, monkeypatch, ada, grace):
        self.change(ada, "augusta")
        checks = []
        clean = Member.clean
        monkeypatch.setattr(Member, "clean", lambda self: clean(self) if checks else checks.append(self))
        with pytest.raises(ValidationError, match="déjà pris"):
            self.change(grace, "ada")
        assert Member.objects.get(pk=grace.pk).handle == "grace"

    def test_its_owner_takes_it_back(self, client, ada):
        self.change(ada, "augusta")
        self.change(ada, "ada")
        assert set(FormerHandle.objects.values_list("handle", flat=True)) == {"augusta"}
        assert client.get("/membres/ada/").status_code == 200
        assert client.get("/membres/augusta/")["Location"] == "/membres/ada/"

    def test_three_new_ones_in_thirty_days_and_no_fourth(self, ada):
        for handle in ("un-autre", "deux-autre", "trois-autre"):
            self.change(ada, handle)
        with pytest.raises(ValidationError, match="Trois nouveaux pseudos"):
            self.change(ada, "quatre-autre")
        assert Member.objects.get(pk=ada.pk).handle == "trois-autre"
        self.change(ada, "ada")
        assert Member.objects.get(pk=ada.pk).handle == "ada"

    def test_people_are_found_by_both(self, ada, grace, django_assert_num_queries):
        self.change(ada, "augusta")
        with django_assert_num_queries(2):
            called = queries.people_called(["ADA", "augusta", "grace", "nobody-here"])
        assert {handle: person.pk for handle, person in called.items()} == {
            "ada": ada.pk,
            "augusta": ada.pk,
            "grace": grace.pk,
        }
        Member.objects.filter(pk=ada.pk).update(is_active=False)
        assert set(queries.people_called(["ada", "grace"])) == {"grace"}
        assert queries.people_called([]) == {}


def test_people_takes_one_query_however_many(ada, grace, django_assert_num_queries):
    Member.objects.filter(pk=grace.pk).update(is_active=False, level=TrustLevel.GUIDE)
    with django_assert_num_queries(1):
        found = queries.people([ada.pk, grace.pk, 0, ada.pk])
    assert found[grace.pk] == queries.Person(grace.pk, "grace", "", TrustLevel.GUIDE, is_staff=False, is_active=False)
    assert set(found) == {ada.pk, grace.pk}
    with django_assert_num_queries(0):
        assert queries.people([]) == {}


class TestBetweenTwo:
    """Each address with two members: what one does is never the other's."""

    def test_a_follow_is_the_signed_in_members_own(self, client, ada, grace):
        client.force_login(grace)
        assert client.post("/membres/ada/suivi/")["Location"] == "/membres/ada/"
        assert Follow.objects.get().member == grace
        client.force_login(ada)
        client.delete("/membres/ada/suivi/")
        client.post("/membres/grace/suivi/", {"remove": "1"})
        assert Follow.objects.get().member == grace
        client.force_login(grace)
        assert client.delete("/membres/ada/suivi/").status_code == 204
        assert not Follow.objects.exists()

    def test_a_block_is_the_signed_in_members_own(self, client, ada, grace):
        client.force_login(grace)
        client.post("/membres/ada/blocage/")
        client.force_login(ada)
        client.post("/membres/grace/blocage/", {"remove": "1"})
        assert Block.objects.get().member == grace
        assert "grace" not in client.get("/moi/blocages/").content.decode()
        client.force_login(grace)
        assert "ada" in client.get("/moi/blocages/").content.decode()
        response = client.post("/membres/ada/blocage/", {"remove": "1", "back": "silences"})
        assert response["Location"] == "/moi/blocages/"
        assert not Block.objects.exists()

    @pytest.mark.parametrize("what", ["suivi", "blocage", "nomination"])
    def test_visitors_are_led_to_the_door(self, client, ada, what):
        assert client.post(f"/membres/ada/{what}/")["Location"].startswith("/comptes/login/")
        assert not Follow.objects.exists()
        assert not Block.objects.exists()
        assert not Nomination.objects.exists()

    def test_who_comes_back_from_the_door_lands_on_the_profile(self, client, ada, grace):
        client.force_login(grace)
        assert client.get("/membres/ada/suivi/")["Location"] == "/membres/ada/"
        assert not Follow.objects.exists()

    @pytest.mark.parametrize("what", ["suivi", "blocage", "nomination"])
    def test_nobody_is_not_found(self, client, ada, what):
        client.force_login(ada)
        assert client.post(f"/membres/personne-ici/{what}/").status_code == 404

    def test_what_may_not_be_is_refused(self, client, ada, grace):
        client.force_login(grace)
        assert client.post("/membres/grace/suivi/").status_code == 403
        actions.block_member(ada, blocked_id=grace.pk)
        assert client.post("/membres/ada/suivi/").status_code == 403
        assert not Follow.objects.exists()

    def test_a_block_shows_only_to_who_made_it(self, client, ada, grace):
        client.force_login(grace)
        before = client.get("/membres/ada/").content.decode(), client.get("/membres/ada/carte/").content.decode()
        assert "Suivre" in before[0]
        actions.block_member(ada, blocked_id=grace.pk)
        page, card = (client.get(f"/membres/ada/{end}").content.decode() for end in ("", "carte/"))
        assert "Suivre" not in page
        assert "Tu as bloqué" not in page
        assert "Débloquer" not in page
        assert "Suivre" not in card
        assert "bloqu" not in card.lower()
        client.force_login(ada)
        assert "Tu as bloqué grace" in client.get("/membres/grace/").content.decode()
        assert "bloqu" not in client.get("/membres/grace/carte/").content.decode().lower()

    def test_the_small_card_comes_back_to_a_script(self, client, ada, grace):
        client.force_login(grace)
        response = client.post("/membres/ada/suivi/", headers={"HX-Request": "true"})
        assert "Ne plus suivre" in response.content.decode()
        assert "<html" not in response.content.decode()

    def test_one_may_block_who_was_banned_meanwhile(self, client, ada, grace):
        actions.block_member(ada, blocked_id=grace.pk)
        Member.objects.filter(pk=grace.pk).update(is_active=False)
        client.force_login(ada)
        client.post("/membres/grace/blocage/", {"remove": "1", "back": "silences"})
        assert not Block.objects.exists()

    def test_sixty_changes_an_hour_and_no_more(self, client, ada, grace):
        cache.clear()
        client.force_login(grace)
        assert all(client.post("/membres/ada/suivi/").status_code == 302 for _ in range(60))
        assert client.post("/membres/ada/blocage/").status_code == 429
        assert not Block.objects.exists()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_of_blocks_takes_the_same_queries(self, client, ada, rows, django_assert_num_queries):
        for _ in range(rows):
            actions.block_member(ada, blocked_id=make_member().pk)
        client.force_login(ada)
        client.get("/moi/blocages/")
        with django_assert_num_queries(4):  # session, member, blocks, the bell
            client.get("/moi/blocages/")


class TestPrivacy:
    DATA = {"activity_for": "nobody", "circle_for": "nobody"}  # the two boxes are left empty

    def test_it_is_ones_own(self, client, ada, grace):
        client.force_login(ada)
        assert client.post("/moi/discretion/", self.DATA)["Location"] == "/moi/profil/"
        stored = Member.objects.get(pk=ada.pk)
        assert (stored.activity_for, stored.circle_for) == ("nobody", "nobody")
        assert (stored.in_search, stored.may_be_followed) == (False, False)
        assert Member.objects.get(pk=grace.pk).in_search

    def test_what_is_no_choice_changes_nothing(self, client, ada):
        client.force_login(ada)
        response = client.post("/moi/discretion/", self.DATA | {"circle_for": "moi"})
        assert response.status_code == 200
        assert Member.objects.get(pk=ada.pk).circle_for == Eyes.MEMBERS

    def test_visitors_have_none(self, client):
        assert client.post("/moi/discretion/", self.DATA).status_code == 302

    def test_a_bio_of_500_characters_and_no_more(self, client, ada):
        client.force_login(ada)
        data = {"handle": "ada", "language": "fr", "zone": "Europe/Zurich"}
        assert client.post("/moi/profil/", data | {"bio": "é" * 500}).status_code == 302
        assert client.post("/moi/profil/", data | {"bio": "é" * 501}).status_code == 200
        assert Member.objects.get(pk=ada.pk).bio == "é" * 500


class TestNaming:
    def test_the_team_names_on_the_profile(self, client):
        member, guard = make_regular(handle="ada"), make_moderator()
        client.force_login(guard)
        assert "La parole de la maison" in page_of(client)
        client.post("/membres/ada/nomination/", {"level": "3", "reason": "Patient."})
        assert Member.objects.get(pk=member.pk).level == TrustLevel.GUIDE
        assert "Patient." in page_of(client)
        client.post("/membres/ada/nomination/", {"remove": "1"})
        client.post("/membres/ada/nomination/", {"remove": "1"})
        assert Member.objects.get(pk=member.pk).level == TrustLevel.REGULAR

    def test_without_a_reason_nothing_changes(self, client):
        make_regular(handle="ada")
        client.force_login(make_moderator())
        client.post("/membres/ada/nomination/", {"level": "3", "reason": ""})
        assert not Nomination.objects.exists()

    def test_others_do_not(self, client, ada, grace):
        client.force_login(grace)
        assert "La parole de la maison" not in page_of(client)
        assert client.post("/membres/ada/nomination/", {"level": "3", "reason": "Moi."}).status_code == 403
        assert not Nomination.objects.exists()
