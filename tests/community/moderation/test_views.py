"""The pages of the desk: for whom they are, and what they do."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from community.members.models import Ban
from community.moderation.actions import claim_item, hold_content
from community.moderation.models import AuditEntry, Flag, Item, Rule, Settings, Silence
from community.notices.queries import glance_of
from tests.factories.members import make_member
from tests.factories.moderation import flag, make_moderator
from tests.factories.moderation import shelf as registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    found = make_moderator()
    client.force_login(found)
    return found


@pytest.fixture
def item(shelf):
    flag(shelf, shelf.put(make_member(level=0), title="Montre à vendre"))
    return Item.objects.get()


def pages(item, member):
    return [
        ("get", "/moderation/", {}),
        ("get", "/moderation/journal/", {}),
        ("get", "/moderation/sanctions/", {}),
        ("get", "/moderation/regles/", {}),
        ("post", "/moderation/regles/", {"kind": "word", "pattern": "casino", "effect": "hold"}),
        ("post", "/moderation/regles/1/", {"active": "0"}),
        ("post", "/moderation/reglages/", {"hide_threshold": "1"}),
        ("get", f"/moderation/membres/{member.handle}/", {}),
        ("post", f"/moderation/membres/{member.handle}/", {"sanction": "silence", "days": "1", "reason": "Bruit"}),
        ("post", f"/moderation/membres/{member.handle}/lever/", {"sanction": "silence"}),
        ("get", f"/moderation/{item.pk}/", {}),
        ("post", f"/moderation/{item.pk}/prendre/", {}),
        ("post", f"/moderation/{item.pk}/rendre/", {}),
        ("post", f"/moderation/{item.pk}/decision/", {"decision": "decline"}),
        ("get", "/atelier/moderation/", {}),
    ]


class TestForWhom:
    def outsiders(self):
        with_permission_only = make_member(level=3)
        with_permission_only.user_permissions.add(Permission.objects.get(codename="moderate"))
        other_team = make_member(is_staff=True)
        return [None, make_member(level=3), with_permission_only, other_team]

    def test_for_others_nothing_is_there_and_nothing_happens(self, client, item):
        author = item.author
        for outsider in self.outsiders():
            if outsider:
                client.force_login(outsider)
            for method, url, data in pages(item, author):
                answer = getattr(client, method)(url, data)
                assert answer.status_code == 404 or (outsider is None and "/comptes/login/" in answer["Location"]), url
        item.refresh_from_db()
        assert (item.decision, item.claimed_by, Silence.objects.count()) == ("", None, 0)
        assert not Rule.objects.exists()
        assert not Settings.objects.exists()

    def test_a_suspended_moderator_is_out(self, client, moderator):
        moderator.is_active = False
        moderator.save()
        assert client.get("/moderation/").status_code == 404

    def test_each_page_opens_for_a_moderator(self, client, moderator, item):
        for method, url, data in pages(item, item.author):
            if method == "get":
                answer = client.get(url, data)
                assert answer.status_code == 200, url
                assert "no-store" in answer["Cache-Control"], url

    @pytest.mark.parametrize("url", ["/moderation/0/", "/moderation/membres/personne-ici/", "/moderation/?apres=x"])
    def test_what_is_not_there(self, client, moderator, url):
        assert client.get(url).status_code == 404

    @pytest.mark.parametrize("verb", ["prendre", "rendre", "decision"])
    def test_an_item_that_is_not_there(self, client, moderator, verb):
        assert client.post(f"/moderation/0/{verb}/").status_code == 404

    def test_a_link_decides_nothing(self, client, moderator, item):
        assert client.get(f"/moderation/{item.pk}/decision/", {"decision": "decline"}).status_code == 405

    def test_the_menus_lead_there(self, client, moderator):
        assert b'href="/moderation/"' in client.get("/recherche/").content
        assert b"/atelier/moderation/" in client.get("/atelier/").content
        client.force_login(make_member())
        assert b'href="/moderation/"' not in client.get("/recherche/").content


class TestTheDesk:
    def test_empty_it_says_so(self, client, moderator):
        assert "La file est vide" in client.get("/moderation/").content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_its_page_takes_as_many_queries_for_three_as_for_one(
        self, client, moderator, shelf, number, django_assert_num_queries
    ):
        for _ in range(number):
            flag(shelf, shelf.put(make_member(level=0)))
        client.get("/moderation/")
        with django_assert_num_queries(12):  # session, member, permissions (2), desk (7), bell
            client.get("/moderation/")

    def test_names_and_words_are_escaped(self, client, moderator, shelf):
        key = shelf.put(make_member(), title="<script>alert(1)</script>", html="<script>alert(2)</script>")
        flag(shelf, key, reason="other", note="<script>alert(3)</script>")
        hold_content(shelf.name, key, author_id=None, why="<script>alert(4)</script>")
        assert b"<script>alert" not in client.get("/moderation/").content
        assert b"<script>alert" not in client.get("/atelier/moderation/").content

    def test_the_back_office_lists_the_same(self, client, moderator, item):
        for url in ("/moderation/", "/atelier/moderation/"):
            page = client.get(url).content.decode()
            assert "Montre à vendre" in page
            assert f"/moderation/{item.pk}/" in page


class TestDeciding:
    @pytest.mark.parametrize(
        ("decision", "outcome"),
        [("approve", "approved"), ("approve_and_trust", "approved"), ("decline", "declined")],
    )
    def test_a_button_decides(self, client, moderator, item, decision, outcome):
        answer = client.post(f"/moderation/{item.pk}/decision/", {"decision": decision})
        assert answer["Location"] == "/moderation/"
        item.refresh_from_db()
        assert (item.decision, item.decided_by) == (outcome, moderator)

    @pytest.mark.parametrize(("days", "kept"), [("30", 30), ("", 7)])
    def test_with_a_silence(self, client, moderator, item, days, kept):
        client.post(f"/moderation/{item.pk}/decision/", {"decision": "decline_and_silence", "days": days})
        silence = Silence.objects.get()
        assert ((silence.until - silence.at).days, silence.member) == (kept, item.author)

    def test_with_a_reason_for_the_author(self, client, moderator, item):
        client.post(f"/moderation/{item.pk}/decision/", {"decision": "decline", "reason": "On ne vend pas ici."})
        assert "Motif : On ne vend pas ici." in glance_of(item.author).lines[0].sentence
        assert AuditEntry.objects.get(verb="item.declined").reason == "On ne vend pas ici."

    @pytest.mark.parametrize(("length", "decision"), [(300, "declined"), (301, "")])
    def test_the_reason_has_its_length(self, client, moderator, item, length, decision):
        client.post(f"/moderation/{item.pk}/decision/", {"decision": "decline", "reason": "é" * length})
        item.refresh_from_db()
        assert item.decision == decision

    def test_changed_since_it_was_flagged(self, client, moderator, item, shelf):
        assert "modifié depuis le signalement" not in client.get("/moderation/").content.decode()
        shelf.edit(item.key)
        assert "modifié depuis le signalement" in client.get("/moderation/").content.decode()

    @pytest.mark.parametrize("data", [{}, {"decision": "burn"}, {"decision": "decline_and_silence", "days": "8000"}])
    def test_an_unknown_decision_changes_nothing(self, client, moderator, item, data):
        client.post(f"/moderation/{item.pk}/decision/", data)
        item.refresh_from_db()
        assert item.decision == ""

    def test_taken_by_a_colleague_it_stays(self, client, moderator, item):
        colleague = make_moderator()
        claim_item(item.pk, by=colleague)
        answer = client.post(f"/moderation/{item.pk}/decision/", {"decision": "approve"}, follow=True)
        assert f"{colleague.handle} s’en occupe" in answer.content.decode()
        item.refresh_from_db()
        assert item.decision == ""

    def test_taking_and_giving_back(self, client, moderator, item):
        assert client.post(f"/moderation/{item.pk}/prendre/")["Location"] == f"/moderation/{item.pk}/"
        assert Item.objects.get().claimed_by == moderator
        client.post(f"/moderation/{item.pk}/rendre/")
        assert Item.objects.get().claimed_by is None


class TestSanctions:
    def test_given_and_lifted(self, client, moderator):
        member = make_member()
        page = f"/moderation/membres/{member.handle}/"
        client.post(page, {"sanction": "silence", "days": "7", "reason": "Du bruit"})
        client.post(page, {"sanction": "suspend", "days": "", "reason": "Des menaces"})
        assert Silence.objects.get().reason == "Du bruit"
        assert Ban.objects.get().until is None
        assert "Des menaces" in client.get("/moderation/sanctions/").content.decode()
        client.post(f"{page}lever/", {"sanction": "suspend"})
        client.post(f"{page}lever/", {"sanction": "silence"})
        assert Ban.objects.get().lifted_by == Silence.objects.get().lifted_by == moderator

    @pytest.mark.parametrize(
        "data", [{}, {"sanction": "silence", "days": "7"}, {"sanction": "exile", "days": "1", "reason": "x"}]
    )
    def test_half_a_form_changes_nothing_and_keeps_what_was_typed(self, client, moderator, data):
        answer = client.post(f"/moderation/membres/{make_member().handle}/", data | {"note": ""})
        assert answer.status_code == 400 if data else 200
        assert not Silence.objects.exists()

    def test_a_colleague_is_out_of_reach(self, client, moderator):
        colleague = make_moderator()
        page = f"/moderation/membres/{colleague.handle}/"
        assert b"On ne prend pas de mesure" in client.get(page).content
        assert client.post(page, {"sanction": "silence", "days": "7", "reason": "Du bruit"}).status_code == 400
        assert not Silence.objects.exists()

    def test_one_goes_to_a_member_by_name(self, client, moderator):
        member = make_member()
        answer = client.get("/moderation/sanctions/", {"pseudo": f"@{member.handle.upper()}"})
        assert answer["Location"] == f"/moderation/membres/{member.handle}/"
        assert "Personne ne s’appelle" in client.get("/moderation/sanctions/", {"pseudo": "inconnue"}).content.decode()


class TestRules:
    def test_a_rule_is_added_and_switched(self, client, moderator):
        client.post("/moderation/regles/", {"kind": "word", "pattern": "Casino", "effect": "refuse", "note": ""})
        rule = Rule.objects.get()
        assert "casino" in client.get("/moderation/regles/").content.decode()
        client.post(f"/moderation/regles/{rule.pk}/", {"active": "0"})
        assert not Rule.objects.get().is_active
        assert client.post("/moderation/regles/0/").status_code == 404

    def test_one_that_means_nothing_is_said_beside_what_was_typed(self, client, moderator):
        answer = client.post("/moderation/regles/", {"kind": "link", "pattern": "nulle part", "effect": "hold"})
        assert answer.status_code == 400
        assert "nulle part" in answer.content.decode()
        assert not Rule.objects.exists()

    def test_how_strict_the_house_is(self, client, moderator):
        client.post("/moderation/reglages/", {"premoderates_newcomers": "on", "hide_threshold": "8"})
        assert (Settings.objects.get().premoderates_newcomers, Settings.objects.get().hide_threshold) == (True, 8)
        assert client.post("/moderation/reglages/", {"hide_threshold": "0"}).status_code == 400
        assert Settings.objects.get().hide_threshold == 8


class TestFlagging:
    def url(self, shelf, key):
        return reverse("moderation:flag", args=[shelf.name, key])

    def test_it_is_for_members(self, client, shelf):
        answer = client.post(self.url(shelf, shelf.put()), {"reason": "spam"})
        assert "/comptes/login/" in answer["Location"]
        assert not Flag.objects.exists()

    def test_a_form_sends_it(self, client, shelf):
        member = make_member(level=1)
        client.force_login(member)
        key = shelf.put(make_member(), title="Montre à vendre")
        assert "Montre à vendre" in client.get(self.url(shelf, key)).content.decode()
        answer = client.post(self.url(shelf, key), {"reason": "spam", "note": ""})
        assert answer["Location"] == f"/cafe/p/{key}/"
        assert Flag.objects.get().member == member

    def test_a_refusal_keeps_what_was_typed(self, client, shelf):
        client.force_login(make_member(level=1))
        key = shelf.put()
        answer = client.post(self.url(shelf, key), {"reason": "other", "note": ""})
        assert answer.status_code == 400
        assert "Dis-nous en quelques mots" in answer.content.decode()
        answer = client.post(self.url(shelf, key), {"reason": "other", "note": "x" * 501})
        assert answer.status_code == 400
        assert "x" * 501 in answer.content.decode()
        assert not Flag.objects.exists()

    def test_what_one_may_not_see_is_not_found(self, client, shelf):
        client.force_login(make_member(level=1))
        assert client.get(self.url(shelf, shelf.put(may_be_seen=False))).status_code == 404
        assert client.get(self.url(shelf, "9999")).status_code == 404
        assert client.get("/moderation/signaler/inconnu/1/").status_code == 404
        with registered("refus", may_flag=lambda _key, _viewer: False) as made:
            assert client.get(self.url(made, made.put())).status_code == 404
