"""The pages of the box: what each person sees, the plain forms, the lists in their orders, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.pictures.models import Picture
from ideas.box.actions.moving import merge_idea, move_idea
from ideas.box.models import Idea, Revision, Support
from ideas.box.queries.lists import Asked, idea_list
from realtime import clock
from tests.factories.drops import make_universe
from tests.factories.ideas import make_idea, make_keeper, make_support
from tests.factories.members import make_member
from tests.factories.pictures import make_row, picture_bytes
from tests.ideas.box.conftest import standstill

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_HX_REQUEST": "true"}
HISTORY = 2  # queries: the idea, its edits


@pytest.fixture
def member():
    return make_member(level=1)


@pytest.fixture
def signed(client, member):
    client.force_login(member)
    return client


def page_of(client, address, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200
    return response.content.decode()


def titles(client, address):
    return re.findall(r'class="idea__title"[^>]*><a[^>]*>([^<]+)</a>', page_of(client, address))


def counted(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# What the ideas of TestTheLists look like, asked for in so many ways.
LISTED = {
    "": ["Tiède", "Neuve", "Vieille"],
    "tri=soutenues": ["Vieille", "Vendue", "Tiède", "Neuve"],
    "tri=recentes": ["Vendue", "Neuve", "Tiède", "Vieille"],
    "tri=repondues": ["Vendue"],
    "etat=on_sale": ["Vendue"],
    "etat=merged": ["Réunie"],
    "etat=nonsense": ["Tiède", "Neuve", "Vieille"],
    "univers=qwine": [],
    "suite=nonsense": ["Tiède", "Neuve", "Vieille"],
    "suite=nan~1": ["Tiède", "Neuve", "Vieille"],
    "tri=soutenues&suite=2~999999999": ["Tiède", "Neuve"],
    "tri=repondues&suite=2026-01-01~3": ["Vendue"],
    "q=tiede": ["Tiède"],
}


class TestTheLists:
    @pytest.fixture(autouse=True)
    def _ideas(self, member):
        """Old and much supported, young and warm, new, on sale, merged."""
        now = clock.now()
        old = make_idea(title="Vieille", proposed_at=now - timedelta(days=100))
        for _ in range(4):
            make_support(old, at=now - timedelta(days=90))
        make_idea(title="Tiède", supports=2, proposed_at=now - timedelta(days=5))
        make_idea(title="Neuve", author=member)
        Idea.objects.filter(pk=make_idea(title="Vendue", supports=3, state="on_sale").pk).update(answered_at=now)
        source = make_idea(title="Réunie")
        merge_idea(source, old, by=make_keeper(), answer="La même.")

    def test_orders_filters_and_what_makes_no_sense(self, client):
        for query, expected in LISTED.items():
            assert titles(client, f"/idees/?{query}") == expected, query

    def test_ones_own(self, signed, member):
        make_support(Idea.objects.get(title="Vendue"), member)
        assert titles(signed, "/idees/?vue=miennes") == ["Neuve"]
        assert titles(signed, "/idees/?vue=soutenues") == ["Vendue"]
        assert 'class="idea idea--mine"' in page_of(signed, "/idees/?tri=soutenues")
        assert titles(signed, "/idees/?tri=soutenues&vue=soutenues&etat=studied") == []

    def test_the_board(self, client):
        page = page_of(client, "/idees/feuille-de-route/")
        assert page.index("Proposées") < page.index("Tiède") < page.index("En vente") < page.index("Vendue")
        assert "Réunie" not in page


# Which lists say that an idea came: those it comes into, and perhaps those of its universe.
LIVE = {
    "": "all",
    "tri=soutenues": "all",
    "etat=proposed": "all",
    "univers=qlock": "some",
    "tri=repondues": None,
    "etat=studied": None,
    "vue=miennes": None,
}


def test_lists_say_what_they_wait_for(signed):
    for query, adds in LIVE.items():
        page = page_of(signed, f"/idees/?{query}")
        assert 'data-topic="ideas"' in page
        assert re.findall(r'data-adds="(\w+)"', page) == ([adds] if adds else []), query
    for still in ("q=cadran", "suite=1.5~9"):
        assert 'data-topic="ideas"' not in page_of(signed, f"/idees/?{still}")


def test_every_order_goes_on_where_it_stopped(client):
    now = clock.now()
    for number in range(25):
        idea = make_idea(title=f"Idée {number}", supports=number % 2, author=None)
        Idea.objects.filter(pk=idea.pk).update(answered_at=now - timedelta(hours=number // 2))
    for order in ("", "soutenues", "recentes", "repondues"):
        first = page_of(client, f"/idees/?tri={order}")
        cursor = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
        both = titles(client, f"/idees/?tri={order}") + titles(client, f"/idees/{cursor}")
        assert len(both) == len(set(both)) == 25


@pytest.mark.parametrize(
    ("order", "index"),
    [
        ("", "idea_rising"),
        ("soutenues", "idea_supported"),
        ("recentes", "box_idea_pkey"),
        ("repondues", "idea_answered"),
    ],
)
def test_each_order_walks_along_its_index(client, order, index):
    make_idea(answered_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as queries:
        idea_list(Asked(order=order), AnonymousUser())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {queries[0]['sql']}")
        assert index in "\n".join(row[0] for row in cursor.fetchall())


class TestCosts:
    @pytest.mark.parametrize(
        ("path", "visitor", "of_member"),
        [("/idees/", 3, 8), ("/idees/?tri=soutenues", 3, 8), ("/idees/feuille-de-route/", 3, 8)],
    )
    def test_a_list_costs_the_same_for_one_and_three(self, client, member, path, visitor, of_member, settings):
        settings.IDEA_SUPPORTS = [9, 9, 9, 9]
        make_support(make_idea(pictures=[make_row(member, is_used=True).token]), member)
        for expected in (visitor, of_member):
            client.get(path)
            one = counted(client, path)
            for _ in range(2):
                make_support(make_idea(pictures=[make_row(member, is_used=True).token]), member)
            assert counted(client, path) == one == expected
            client.force_login(member)

    def test_a_page_costs_the_same_whatever_became_of_it(self, client, member):
        client.force_login(member)
        idea, keeper = make_idea(), make_keeper()
        move_idea(idea, "studied", by=keeper, answer="Oui.")
        merge_idea(make_idea(), idea, by=keeper, answer="La même.")
        client.get(idea.get_absolute_url())
        one = counted(client, idea.get_absolute_url())
        for state in ("negotiating", "studied"):
            move_idea(idea, state, by=keeper, answer="Oui.")
            merge_idea(make_idea(supports=2), idea, by=keeper, answer="La même.")
        assert counted(client, idea.get_absolute_url()) == one


class TestOneIdea:
    def test_all_of_it(self, client):
        idea = make_idea(title="Une plongeuse", supports=2, price_from=300, price_to=1500)
        move_idea(idea, "studied", by=make_keeper(), answer="Nous **regardons**.")
        page = page_of(client, idea.get_absolute_url())
        for words in ("Une plongeuse", "<strong>deux</strong>", "<strong>regardons</strong>", "CHF 300 à 1’500"):
            assert words in page
        assert "Personne n’a encore osé" in page  # the thread of its own

    @pytest.mark.parametrize("slug", ["autre", "une-montre"])
    def test_a_wrong_slug_leads_to_the_right_one(self, client, slug):
        idea = make_idea()
        assert client.get(f"/idees/{idea.pk}/{slug}/").headers["Location"] == idea.get_absolute_url()
        assert client.get(f"/idees/{idea.pk}/").headers["Location"] == idea.get_absolute_url()

    @pytest.mark.parametrize("path", ["/idees/999/x/", "/idees/99999999999999999999999/x/", "/idees/999/soutien/"])
    def test_there_is_no_such_idea(self, client, path):
        assert client.get(path).status_code == 404

    def test_words_of_a_member_stay_words(self, client):
        nasty = "<script>alert(1)</script>"
        idea = make_idea(title=nasty, source=nasty)
        move_idea(idea, "studied", by=make_keeper(), answer=nasty)
        for path in (idea.get_absolute_url(), "/idees/", "/idees/feuille-de-route/", "/idees/feed/"):
            assert nasty not in page_of(client, path)

    def test_its_script_fetches_the_parts_that_the_page_includes(self, client):
        idea = make_idea()
        parts = re.findall(r'id="(\w+)" data-part', page_of(client, idea.get_absolute_url(), **SCRIPT))
        assert parts == ["soutien", "chemin", "reponses"]
        assert all(f'id="{part}" data-part' in page_of(client, idea.get_absolute_url()) for part in parts)


class TestSupporting:
    def test_without_script_one_comes_back_to_where_one_was(self, signed, member):
        idea = make_idea()
        there = "/idees/?tri=soutenues"
        response = signed.post(f"/idees/{idea.pk}/soutien/", {"suite": there})
        assert (response.status_code, response.headers["Location"]) == (302, there)
        assert Support.objects.filter(idea=idea, member=member).exists()
        signed.post(f"/idees/{idea.pk}/soutien/", {"retirer": "1"})
        assert not Support.objects.exists()

    def test_nobody_is_sent_elsewhere(self, signed):
        idea = make_idea()
        for there in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
            response = signed.post(f"/idees/{idea.pk}/soutien/", {"suite": there})
            assert response.headers["Location"] == idea.get_absolute_url()

    def test_with_script_the_button_comes_back(self, signed, settings):
        settings.IDEA_SUPPORTS = [1, 2, 3, 4]
        idea = make_idea()
        button = signed.post(f"/idees/{idea.pk}/soutien/", **SCRIPT).content.decode()
        assert 'aria-pressed="true"' in button
        assert 'data-count="1"' in button
        assert "Il te reste 1 soutien." in button
        assert 'aria-pressed="false"' in signed.delete(f"/idees/{idea.pk}/soutien/", **SCRIPT).content.decode()

    def test_a_refusal_is_a_sentence(self, signed):
        idea = make_idea(state="on_sale")
        with standstill():
            response = signed.post(f"/idees/{idea.pk}/soutien/", **SCRIPT)
        assert (response.status_code, response.headers["Content-Type"]) == (409, "text/plain; charset=utf-8")
        page = signed.post(f"/idees/{idea.pk}/soutien/", follow=True).content.decode()
        assert "arrivée au bout de son chemin" in page

    def test_a_visitor_signs_in_first(self, client):
        idea = make_idea()
        with standstill():
            assert client.post(f"/idees/{idea.pk}/soutien/").headers["Location"].startswith("/comptes/login/")

    def test_following(self, signed):
        idea = make_idea()
        signed.post(f"/idees/{idea.pk}/suivi/")
        assert "Ne plus la suivre" in page_of(signed, idea.get_absolute_url())
        signed.delete(f"/idees/{idea.pk}/suivi/")
        assert "Suivre cette idée" in page_of(signed, idea.get_absolute_url())


class TestProposing:
    def form(self, **changes):
        fields = {"title": "Une plongeuse en émail", "text": "Car **oui**.", "language": "fr", "key": "a" * 32}
        return fields | {"universe": make_universe().slug} | changes

    def test_from_the_form_to_the_page(self, signed):
        response = signed.post("/idees/proposer/", self.form(price_from="300"), follow=True)
        assert response.redirect_chain[-1][0].endswith("/une-plongeuse-en-email/")
        assert "dès CHF 300" in response.content.decode()

    @pytest.mark.parametrize(
        ("changes", "status", "sentence"),
        [
            ({"title": "Oui"}, 400, "au moins 5 caractères"),
            ({"text": " "}, 400, "Écris d’abord"),
            ({"price_from": "9", "price_to": "3"}, 400, "du plus petit prix au plus grand"),
            ({"price_from": "-1"}, 400, "supérieure ou égale à 1"),
            ({"universe": "nope"}, 400, "Sélectionnez un choix valide"),
        ],
    )
    def test_what_is_refused_comes_back_with_every_word(self, signed, changes, status, sentence):
        form = self.form(**changes)
        with standstill():
            response = signed.post("/idees/proposer/", form)
        page = response.content.decode()
        assert (response.status_code, sentence in page) == (status, True)
        assert all(str(form[name]).strip() in page for name in ("title", "text"))

    def test_a_refusal_keeps_the_picture(self, signed, member):
        upload = SimpleUploadedFile("cadran.png", picture_bytes(), "image/png")
        form = self.form(price_from="-1", picture=upload, description="Le cadran")
        page = signed.post("/idees/proposer/", form).content.decode()
        picture = Picture.objects.get(owner=member)
        assert f"![Le cadran](/images/{picture.token})" in page

    def test_a_visitor_signs_in_first(self, client):
        assert client.get("/idees/proposer/").headers["Location"].startswith("/comptes/login/")

    def test_what_is_much_like_it_is_shown_without_script_too(self, signed):
        make_idea(title="Une plongeuse à cadran en émail")
        page = signed.post("/idees/proposer/", self.form(text="")).content.decode()
        assert "Une plongeuse à cadran en émail" in page


class TestEditing:
    def test_its_author_changes_it(self, signed, member):
        idea = make_idea(author=member, title="Une plongeuse")
        assert 'value="Une plongeuse"' in page_of(signed, f"/idees/{idea.pk}/modifier/")
        fields = {"title": "Une plongeuse en émail", "text": "Car oui.", "universe": "qlock", "reason": "L’émail."}
        response = signed.post(f"/idees/{idea.pk}/modifier/", fields, follow=True)
        assert "retouchée 1 fois" in response.content.decode()
        assert "L’émail." in page_of(signed, f"/idees/{idea.pk}/historique/")

    def test_what_is_refused_comes_back(self, signed, member):
        idea = make_idea(author=member)
        move_idea(idea, "studied", by=make_keeper(), answer="On regarde.")
        assert signed.get(f"/idees/{idea.pk}/modifier/")["Location"] == idea.get_absolute_url()
        with standstill():
            fields = {"title": "Une plongeuse", "text": "Mes mots.", "universe": "qlock"}
            response = signed.post(f"/idees/{idea.pk}/modifier/", fields)
        assert response.status_code == 409
        assert "Mes mots." in response.content.decode()
        assert "La maison a déjà répondu" in response.content.decode()

    def test_nobody_else_is_offered_it(self, client, signed, member):
        idea = make_idea()
        assert "/modifier/" not in page_of(signed, idea.get_absolute_url())
        assert signed.get(f"/idees/{idea.pk}/modifier/").status_code == 302
        client.logout()
        assert "/comptes/login/" in client.get(f"/idees/{idea.pk}/modifier/")["Location"]

    def test_a_history_costs_the_same_however_long(self, client):
        idea = make_idea()
        address = f"/idees/{idea.pk}/historique/"
        assert "Jamais retouchée" in page_of(client, address)
        costs = []
        for edits in (1, 2):
            for _ in range(edits):
                Revision.objects.create(
                    idea=idea, title="Avant", source="Rien.", universe=idea.universe, supports=3,
                    by=make_member(), at=clock.now(),
                )  # fmt: skip
            costs.append(counted(client, address))
        assert costs[0] == costs[1] == HISTORY
