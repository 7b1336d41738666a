"""The pages about one's own data."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from community.data_rights.actions import ask_departure, ask_export
from community.data_rights.models import Departure, Export
from community.personal.registry import entries
from realtime import clock
from tests.community.members.doors import code_in, last_mail
from tests.factories.members import make_member
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db

OWN = reverse("data_rights:own_data")
COPIES = reverse("data_rights:copies")
LEAVE = reverse("data_rights:departure")
STAY = reverse("data_rights:call_off")


@pytest.fixture
def member():
    return make_member(handle="anna", password="montre-en-main")


@pytest.fixture
def inside(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def fresh(inside):
    """Who has just shown that it is them."""
    inside.post(reverse("account_reauthenticate"), {"password": "montre-en-main"})
    return inside


def made(member):
    export = ask_export(member)
    work_off()
    export.refresh_from_db()
    return export


class TestTheCopy:
    def test_asked_prepared_fetched(self, inside, member):
        assert inside.post(COPIES).url == OWN
        page = inside.get(OWN).content.decode()
        assert 'data-module="copies"' in page
        assert "<progress" in page
        work_off()
        page = inside.get(OWN).content.decode()
        assert 'data-module="copies"' not in page
        export = Export.objects.get()
        assert reverse("data_rights:copy", args=[export.token]) in page

    def test_the_part_says_how_far_it_is(self, inside, member):
        export = ask_export(member)
        Export.objects.update(done=export.parts // 2, parts=export.parts // 2 * 2)
        part = inside.get(COPIES).content.decode()
        assert 'value="50"' in part
        assert "<html" not in part

    def test_a_second_one_is_refused_in_words(self, inside):
        inside.post(COPIES)
        page = inside.post(COPIES, follow=True).content.decode()
        assert "déjà en préparation" in page
        assert Export.objects.count() == len(waiting()) == 1

    def test_its_owner_gets_a_file_that_nobody_keeps(self, inside, member):
        export = made(member)
        answer = inside.get(reverse("data_rights:copy", args=[export.token]))
        content = b"".join(answer.streaming_content)
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        assert answer["Content-Length"] == str(len(content))
        assert answer["Content-Type"] == "application/zip"
        assert answer["Content-Disposition"].startswith('attachment; filename="qlock-anna-')
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]

    def test_nobody_else_gets_it(self, client, member):
        address = reverse("data_rights:copy", args=[made(member).token])
        assert client.get(address).status_code == 302
        client.force_login(make_member())
        assert client.get(address).status_code == 404

    def test_it_has_no_other_address(self, inside, member, settings):
        export = made(member)
        path = export.path.relative_to(settings.MEDIA_ROOT)
        assert inside.get(f"/media/{path}").status_code == 404

    def test_two_days_and_no_longer(self, inside, member):
        address = reverse("data_rights:copy", args=[made(member).token])
        Export.objects.update(ready_at=clock.now() - timedelta(hours=47, minutes=59))
        assert inside.get(address).status_code == 200
        Export.objects.update(ready_at=clock.now() - timedelta(hours=48))
        assert inside.get(address).status_code == 404

    def test_not_before_it_is_ready(self, inside, member):
        assert inside.get(reverse("data_rights:copy", args=[ask_export(member).token])).status_code == 404

    def test_the_fourth_button_is_not_there(self, inside, member):
        for _ in range(3):
            made(member)
        page = inside.get(OWN).content.decode()
        assert "Trois copies en un jour" in page
        assert "Préparer une copie" not in page


class TestLeaving:
    def test_who_signed_in_long_ago_shows_that_it_is_them(self, inside):
        assert reverse("account_reauthenticate") in inside.get(LEAVE).url
        assert reverse("account_reauthenticate") in inside.post(LEAVE, {"words": "keep", "handle": "anna"}).url
        assert not Departure.objects.exists()

    def test_who_has_no_password_types_a_fresh_code_first(self, client):
        client.force_login(make_member(handle="otto"))
        answers = {"words": "keep", "handle": "otto"}
        assert reverse("members:proof") in client.get(LEAVE).url
        assert reverse("members:proof") in client.post(LEAVE, answers).url
        assert not Departure.objects.exists()
        client.post(reverse("members:proof"), {"send": ""})
        client.post(reverse("members:proof"), {"code": code_in(last_mail())})
        assert client.post(LEAVE, answers).url == LEAVE
        assert Departure.objects.exists()

    @pytest.mark.parametrize(("words", "takes"), [("keep", False), ("take", True)])
    def test_the_handle_typed_out(self, fresh, words, takes):
        assert fresh.post(LEAVE, {"words": words, "handle": " @Anna "}).url == LEAVE
        assert Departure.objects.get().takes_words is takes
        page = fresh.get(LEAVE).content.decode()
        assert "L’effacement commence le" in page

    @pytest.mark.parametrize(
        "data", [{}, {"words": "keep"}, {"words": "keep", "handle": "ann"}, {"words": "tout", "handle": "anna"}]
    )
    def test_anything_else_changes_nothing(self, fresh, data):
        assert fresh.post(LEAVE, data).status_code == 200
        assert not Departure.objects.exists()

    def test_to_leave_the_words_is_what_is_chosen_already(self, fresh):
        page = fresh.get(LEAVE).content.decode()
        assert 'value="keep"' in page.partition("checked")[0].rpartition("<input")[2]

    def test_the_team_reads_whom_to_ask(self, fresh, member):
        member.is_staff = True
        member.save()
        page = fresh.post(LEAVE, {"words": "keep", "handle": "anna"}).content.decode()
        assert "bonjour@localhost" in page
        assert 'name="handle"' not in page
        assert not Departure.objects.exists()

    def test_staying_after_all(self, inside, member):
        ask_departure(member, takes_words=False)
        assert "Rester, finalement" in inside.get(OWN).content.decode()
        page = inside.post(STAY, follow=True).content.decode()
        assert "Tu restes" in page
        assert Departure.objects.get().called_off_at is not None

    def test_no_other_page_speaks_of_it(self, inside, member):
        ask_departure(member, takes_words=False)
        assert "demandé à partir" not in inside.get("/moi/").content.decode()

    def test_nothing_to_call_off(self, inside):
        assert "rien à annuler" in inside.post(STAY, follow=True).content.decode()


class TestConsent:
    def test_an_unknown_purpose(self, inside):
        assert inside.post(reverse("data_rights:consent", args=["rien"])).status_code == 404


class TestPrivacy:
    @pytest.mark.parametrize("language", ["", "/de", "/en"])
    def test_everybody_reads_it(self, client, language):
        assert client.get(f"{language}/confidentialite/").status_code == 200

    def test_it_holds_every_reason_of_the_registry(self, client):
        page = client.get("/confidentialite/").content.decode().replace("&#x27;", "'")
        for entry in entries():
            if entry.export:
                assert all(str(reason) in page for reason in entry.fields.values()), entry.label

    def test_every_page_leads_to_it(self, client):
        assert 'href="/confidentialite/"' in client.get("/recherche/").content.decode()


@pytest.mark.parametrize("address", [OWN, COPIES, LEAVE])
def test_only_for_who_is_signed_in(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(("address", "method"), [(STAY, "get"), (OWN, "post"), (COPIES, "delete")])
def test_other_methods_are_refused(inside, address, method):
    assert getattr(inside, method)(address).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_with_one_copy_as_with_three(inside, member, number, django_assert_num_queries):
    for _ in range(number):
        made(member)
    inside.get(OWN)
    with django_assert_num_queries(6):
        inside.get(OWN)
