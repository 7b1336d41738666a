"""The page on which a member says of what, where and when."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from community.notices.kinds import all_kinds
from community.notices.models import Choice, Digest, Rhythm
from community.notices.queries import wanted_by, wishes_of
from community.notices.rules import Wishes, takes_new
from tests.factories.members import make_member

URL = "/moi/avis/reglages/"

pytestmark = [pytest.mark.usefixtures("couriers"), pytest.mark.django_db]


@pytest.fixture
def member(client):
    found = make_member()
    client.force_login(found)
    return found


def answers(**changes):
    """The form as it comes for who chose nothing, with some changes."""
    blank = {"quiet_from": "", "quiet_to": "", "zone": "Europe/Zurich", "digest": "never", "delay": "10"}
    return blank | {"grid": sorted(wanted_by(Wishes()))} | changes


def wishes(member):
    return wishes_of([member.pk], [kind.name for kind in all_kinds()])[member.pk]


class TestThePage:
    def test_it_is_for_members(self, client):
        assert client.get(URL)["Location"].startswith(reverse("account_login"))

    def test_it_shows_what_holds(self, client, member):
        Choice.objects.create(member=member, kind="fort", channel="mail", wanted=False)
        Choice.objects.create(member=member, kind="essai", channel="push", wanted=True)
        Rhythm.objects.create(member=member, quiet_from=time(22), quiet_to=time(7), digest=Digest.DAILY, delay=30)
        page = client.get(URL).content.decode()
        ticked = {part.split('"')[0] for part in page.split('name="grid" value="')[1:] if " checked" in part[:300]}
        assert {"fort:app", "fort:push", "essai:push", "décidé:app"} <= ticked
        assert "fort:mail" not in ticked
        assert 'value="22:00"' in page
        assert 'value="07:00"' in page

    def test_what_is_always_told_cannot_be_taken_back(self, client, member):
        page = client.get(URL).content.decode()
        box = page.split('value="décidé:app"')[1].split(">")[0]
        assert "checked" in box
        assert "disabled" in box

    def test_it_is_kept_out_of_caches(self, client, member):
        assert "no-store" in client.get(URL)["Cache-Control"]

    def test_the_list_of_notices_leads_there(self, client, member):
        assert f'href="{URL}"' in client.get("/moi/avis/").content.decode()

    def test_its_queries_do_not_grow_with_what_was_chosen(self, client, member, django_assert_num_queries):
        for channels in ((), ("mail",), ("push", "app")):
            Choice.objects.bulk_create(
                Choice(member=member, kind="fort", channel=channel, wanted=False) for channel in channels
            )
            with django_assert_num_queries(5):  # the session, the member, two for the wishes, the bell
                client.get(URL)


class TestChoosing:
    def test_the_form_as_it_came_changes_nothing(self, client, member):
        assert client.post(URL, answers()).status_code == 302
        assert not Choice.objects.exists()

    def test_everything_at_once(self, client, member):
        grid = sorted(wanted_by(Wishes()) - {"fort:mail"} | {"essai:push"})
        given = answers(grid=grid, quiet_from="22:00", quiet_to="07:00", zone="Asia/Tokyo", digest="weekly", delay="30")
        assert client.post(URL, given)["Location"] == URL
        kept = wishes(member)
        assert dict(kept.choices) == {("fort", "mail"): False, ("essai", "push"): True}
        assert (kept.zone, kept.quiet, kept.digest) == ("Asia/Tokyo", (time(22), time(7)), Digest.WEEKLY)
        assert kept.delay == timedelta(minutes=30)
        assert "C’est noté" in client.get(URL).content.decode()

    def test_what_is_to_come_is_chosen_like_the_rest(self, client, member):
        page = client.get(URL).content.decode()
        assert "checked" in page.split('value="to_come:mail"')[1].split(">")[0]
        client.post(URL, answers(grid=sorted(wanted_by(Wishes()) - {"to_come:mail"})))
        kept = wishes(member)
        assert [takes_new(kept, place) for place in ("app", "mail", "push")] == [True, False, True]
        assert wanted_by(kept) == wanted_by(Wishes()) - {"to_come:mail"}

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"zone": "Mars/Olympus"}, "Ce fuseau horaire n’existe pas"),
            ({"quiet_from": "22:00", "quiet_to": "22:00"}, "Deux heures égales"),
            ({"quiet_from": "22:00"}, "Il faut les deux heures"),
            ({"quiet_to": "07:00"}, "Il faut les deux heures"),
            ({"quiet_from": "25:00", "quiet_to": "07:00"}, "aria-invalid"),
            ({"grid": ["inconnu:mail"]}, "Personne ici ne connaît « inconnu:mail »"),
            ({"grid": ["fort:pigeon"]}, "Personne ici ne connaît « fort:pigeon »"),
            ({"grid": ["fort"]}, "Personne ici ne connaît"),
            ({"digest": "hourly"}, "Rien n’a été changé"),
            ({"delay": "-1"}, "Rien n’a été changé"),
            ({"delay": "7"}, "Rien n’a été changé"),
        ],
    )
    def test_what_cannot_be_is_said_and_changes_nothing(self, client, member, changes, sentence):
        answer = client.post(URL, answers(**changes))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert sentence in page
        assert "Rien n’a été changé" in page
        assert (Choice.objects.exists(), Rhythm.objects.exists()) == (False, False)
        member.refresh_from_db()
        assert member.zone == "Europe/Zurich"

    def test_what_was_typed_is_still_there(self, client, member):
        page = client.post(URL, answers(grid=["essai:push"], zone="Mars/Olympus", quiet_from="21:30")).content.decode()
        assert "checked" in page.split('value="essai:push"')[1].split(">")[0]
        assert "checked" not in page.split('value="fort:mail"')[1].split(">")[0]
        assert 'value="21:30"' in page
