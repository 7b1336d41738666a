"""The team's desk in the back office: what they can do there, and that nobody else knows of it."""

import csv
import io
import json

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.box.models import Idea, Note
from ideas.box.staff import as_csv, as_json
from tests.factories.ideas import make_idea, make_keeper
from tests.factories.members import make_member
from tests.ideas.box.conftest import standstill

pytestmark = pytest.mark.django_db
ATELIER = "/atelier/idees/"


@pytest.fixture
def keeper():
    member = make_keeper()
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return member


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_else_knows_of_it(client):
    idea, staff = make_idea(), make_member(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(staff)
    for path in ("", "idees.csv", "idees.json", f"{idea.pk}/"):
        assert client.get(ATELIER + path).status_code == 404, path
    with standstill():
        assert client.post(f"{ATELIER}{idea.pk}/avancer/", {"to": "studied", "answer": "Oui."}).status_code == 404


def test_the_list_and_its_filters(desk, keeper):
    make_idea(title="À moi", assigned_to=keeper)
    make_idea(title="Étudiée", state="studied")
    make_idea(title="Retenue", visibility="held")
    assert "Retenue" not in page_of(desk, ATELIER)
    assert "Étudiée" not in page_of(desk, f"{ATELIER}?qui=moi")
    assert "À moi" not in page_of(desk, f"{ATELIER}?qui=personne")
    assert "À moi" not in page_of(desk, f"{ATELIER}?etat=studied")
    assert "Rien avec ces filtres" in page_of(desk, f"{ATELIER}?univers=qwine")


def test_it_costs_the_same_for_one_and_three(desk, keeper):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            desk.get(ATELIER)
        return len(queries)

    Note.objects.create(idea=make_idea(assigned_to=keeper), text="Oui.", by=keeper, at="2026-01-01T00:00Z")
    desk.get(ATELIER)
    one = counted()
    for _ in range(2):
        Note.objects.create(idea=make_idea(assigned_to=keeper), text="Oui.", by=keeper, at="2026-01-01T00:00Z")
    assert counted() == one


def test_a_step_for_several(desk):
    ready, late = make_idea(), make_idea(title="Trop tard", state="on_sale")
    form = {"ideas": [ready.pk, late.pk], "to": "studied", "answer": "Nous regardons."}
    page = desk.post(ATELIER, form, follow=True).content.decode()
    assert [Idea.objects.get(pk=each.pk).state for each in (ready, late)] == ["studied", "on_sale"]
    assert "« Trop tard »" in page
    assert "1 idée a avancé" in page


@pytest.mark.parametrize("form", [{}, {"to": "studied"}, {"to": "merged", "answer": "Oui."}, {"ideas": "x"}])
def test_what_makes_no_sense_for_several(desk, form):
    idea = make_idea()
    with standstill():
        page = desk.post(ATELIER, {"ideas": idea.pk} | form).content.decode()
    assert "Coche des idées" in page


class TestOne:
    def test_its_doubles_are_suggested(self, desk):
        idea, double = make_idea(title="Un régulateur bleu"), make_idea(title="Régulateur à cadran bleu")
        page = page_of(desk, f"{ATELIER}{idea.pk}/")
        assert f'href="?avec={double.pk}#reunir"' in page
        assert f'value="{double.pk}"' in page_of(desk, f"{ATELIER}{idea.pk}/?avec={double.pk}")

    def test_only_legal_steps_are_offered(self, desk):
        page = page_of(desk, f"{ATELIER}{make_idea().pk}/")
        assert 'value="studied"' in page
        assert 'value="on_sale"' not in page

    def test_step_merge_keeper_and_note(self, desk, keeper, client):
        idea, other = make_idea(supports=1), make_idea()
        desk.post(f"{ATELIER}{idea.pk}/avancer/", {"to": "studied", "answer": "Nous regardons."})
        desk.post(f"{ATELIER}{idea.pk}/confier/", {"keeper": keeper.pk})
        desk.post(f"{ATELIER}{idea.pk}/noter/", {"text": "Appeler Le Locle."})
        desk.post(f"{ATELIER}{idea.pk}/reunir/", {"into": other.pk, "answer": "La même."})
        idea.refresh_from_db()
        assert (idea.state, idea.merged_into, idea.assigned_to) == ("merged", other, keeper)
        assert "Appeler Le Locle." in page_of(desk, f"{ATELIER}{idea.pk}/")
        assert "Appeler Le Locle." not in page_of(desk, idea.get_absolute_url())

    @pytest.mark.parametrize(
        ("verb", "form", "sentence"),
        [
            ("avancer", {"to": "on_sale", "answer": "Oui."}, "Sélectionnez un choix valide"),
            ("avancer", {"to": "studied", "answer": " "}, "Champ requis"),
            ("reunir", {"into": 999_999, "answer": "Oui."}, "n’est plus là"),
            ("reunir", {"into": "itself", "answer": "Oui."}, "entier"),
            ("noter", {"text": " "}, "Champ requis"),
            ("confier", {"keeper": 999_999}, "Sélectionnez un choix valide"),
        ],
    )
    def test_what_is_refused_comes_back(self, desk, verb, form, sentence):
        idea = make_idea()
        with standstill():
            page = desk.post(f"{ATELIER}{idea.pk}/{verb}/", form).content.decode()
        assert sentence in page

    def test_into_itself_is_said_by_its_name(self, desk):
        idea = make_idea()
        form = {"into": idea.pk, "answer": "Oui."}
        with standstill():
            assert "ne se réunit pas à elle-même" in desk.post(f"{ATELIER}{idea.pk}/reunir/", form).content.decode()

    def test_an_unknown_verb(self, desk):
        assert desk.post(f"{ATELIER}{make_idea().pk}/vendre/").status_code == 404


class TestExports:
    def test_what_the_filters_leave(self, desk):
        make_idea(title="=1+1", state="studied")
        make_idea(title="Autre")
        response = desk.get(f"{ATELIER}idees.csv?etat=studied")
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [row["title"] for row in rows] == ["'=1+1"]
        assert [row["title"] for row in json.loads(desk.get(f"{ATELIER}idees.json").content)["ideas"]] == [
            "=1+1",
            "Autre",
        ]

    @pytest.mark.parametrize("cell", ["=SUM(A1)", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
    def test_a_spreadsheet_computes_nothing(self, cell):
        assert list(csv.DictReader(io.StringIO(as_csv([{"title": cell}]), newline=""))) == [{"title": f"'{cell}"}]

    def test_nothing_at_all(self):
        assert (as_csv([]), json.loads(as_json([]))) == ("", {"ideas": []})
