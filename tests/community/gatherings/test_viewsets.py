"""The back office of gatherings: what editors can do there, and that nobody else knows of it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.gatherings.models import Gathering, GatheringState, RsvpState
from community.gatherings.queries import Guest
from community.gatherings.staff import guests_csv
from community.members.groups import EDITORS
from realtime import clock
from tests.community.gatherings.conftest import standstill, states
from tests.factories.drops import make_universe
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member
from tests.factories.pictures import upload

pytestmark = pytest.mark.django_db
ATELIER = "/atelier/evenements/"


@pytest.fixture
def editor():
    member = make_member(is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(Group.objects.get(name=EDITORS))
    return member


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def draft():
    return make_gathering(state=GatheringState.DRAFT, published_at=None)


def posted(gathering=None, **changes):
    """The form as the browser would send it, with some fields changed."""
    starts_at = gathering.starts_at if gathering else clock.now() + timedelta(days=9)

    def typed(moment):
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")

    fields = {"title": "Atelier", "slug": "atelier", "summary": "On ouvre.", "text": "", "language": "fr"}
    fields |= {"place": "L’établi", "address": "Rue du Pont 1", "directions": "", "picture_alt": ""}
    fields |= {"capacity": 8, "guests_per_member": 0}
    if gathering:
        fields |= {name: getattr(gathering, name) for name in fields}
    hours = {
        "starts_at": typed(starts_at),
        "ends_at": typed(starts_at + timedelta(hours=4)),
        "rsvp_until": typed(starts_at - timedelta(days=1)),
    }
    return fields | hours | {"universe": make_universe().pk} | changes


def errors_of(response):
    return response.context["form"].errors


@pytest.mark.parametrize("path", ["evenements", "glossaire"])
def test_no_form_speaks_of_le_la(client, path):
    """Wagtail's own French cannot know a gender."""
    client.force_login(make_member(is_superuser=True, is_staff=True))
    pages = [client.get(f"/atelier/{path}/new/"), client.post(f"/atelier/{path}/new/", {})]
    for page in (page.content.decode() for page in pages):
        assert not re.search(r"Le\(la\)|\(le\)|un\(e\)|é\(e\)|ce\(tte\)", page)
    assert "Rien n’a été enregistré" in pages[1].content.decode()


class TestTheForm:
    def test_an_editor_writes_one(self, desk):
        response = desk.post(f"{ATELIER}new/", posted(text="Un\r\npivot.", upload=upload(), picture_alt="Un pivot"))
        made = Gathering.objects.get()
        assert (response.status_code, made.is_draft, made.text) == (302, True, "Un\npivot.")
        assert made.picture.is_public

    def test_a_change_leaves_the_counters_alone(self, desk):
        gathering = make_gathering()
        page = desk.get(f"{ATELIER}edit/{gathering.pk}/")
        assert page.status_code == 200
        make_rsvp(gathering)
        desk.post(f"{ATELIER}edit/{gathering.pk}/", posted(gathering, summary="Autre."))
        gathering.refresh_from_db()
        assert (gathering.summary, gathering.seats) == ("Autre.", 1)

    def test_more_seats_serve_the_line(self, desk):
        gathering = make_gathering(capacity=1)
        make_rsvp(gathering)
        waiting = make_rsvp(gathering, state=RsvpState.WAITING)
        desk.post(f"{ATELIER}edit/{gathering.pk}/", posted(gathering, capacity=2))
        assert states(waiting) == [RsvpState.GOING]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"capacity": 1}, "capacity"),
            ({"capacity": 0}, "capacity"),
            ({"capacity": 10_001}, "capacity"),
            ({"guests_per_member": 10}, "guests_per_member"),
            ({"guests_per_member": -1}, "guests_per_member"),
            ({"ends_at": "2020-01-01 10:00:00"}, "ends_at"),
            ({"rsvp_until": "2099-01-01 10:00:00"}, "rsvp_until"),
            ({"upload": True}, "picture_alt"),
            ({"title": ""}, "title"),
        ],
    )
    def test_what_makes_no_sense_is_said(self, desk, changes, field):
        gathering = make_gathering()
        make_rsvp(gathering, guests=1)
        if "upload" in changes:
            changes = {"upload": upload()}
        with standstill():
            response = desk.post(f"{ATELIER}edit/{gathering.pk}/", posted(gathering, **changes))
        assert list(errors_of(response)) == [field]

    def test_a_picture_that_is_none_keeps_the_rest(self, desk, draft):
        form = posted(draft, summary="Autre.", upload=upload(b"nope"), picture_alt="Rien")
        page = desk.post(f"{ATELIER}edit/{draft.pk}/", form, follow=True).content.decode()
        draft.refresh_from_db()
        assert (draft.summary, draft.picture) == ("Autre.", None)
        assert "Le reste est enregistré, l’image non." in page

    def test_what_is_public_keeps_its_address(self, desk):
        gathering = make_gathering()
        desk.post(f"{ATELIER}edit/{gathering.pk}/", posted(gathering, slug="autre"))
        assert Gathering.objects.filter(slug=gathering.slug).exists()


class TestTheVerbs:
    def test_publishing_and_cancelling_ask_first(self, desk, draft):
        assert "Publier" in desk.get(f"{ATELIER}{draft.pk}/publier/").content.decode()
        desk.post(f"{ATELIER}{draft.pk}/publier/")
        desk.post(f"{ATELIER}{draft.pk}/annuler/", {"reason": ""})
        draft.refresh_from_db()
        assert draft.is_published
        desk.post(f"{ATELIER}{draft.pk}/annuler/", {"reason": "La bise,\r\nencore."})
        draft.refresh_from_db()
        assert (draft.state, draft.cancelled_reason) == ("cancelled", "La bise, encore.")
        assert set(ModelLogEntry.objects.values_list("action", flat=True)) >= {
            "gatherings.publier",
            "gatherings.annuler",
        }

    @pytest.mark.parametrize("verb", ["publier", "annuler"])
    def test_not_when_it_makes_no_sense(self, desk, verb):
        cancelled = make_gathering(state=GatheringState.CANCELLED)
        with standstill():
            assert desk.post(f"{ATELIER}{cancelled.pk}/{verb}/", {"reason": "x"}).status_code == 302

    def test_a_verb_that_is_none(self, desk, draft):
        assert desk.get(f"{ATELIER}{draft.pk}/exploser/").status_code == 404

    def test_only_a_draft_can_be_deleted(self, desk, draft):
        public = make_gathering()
        assert desk.post(f"{ATELIER}delete/{public.pk}/").status_code in {302, 404}
        desk.post(f"{ATELIER}delete/{draft.pk}/")
        assert list(Gathering.objects.all()) == [public]


class TestTheListAtTheDoor:
    def test_it_is_shown_and_taken(self, desk):
        gathering = make_gathering()
        coming = make_rsvp(gathering, guests=1)
        make_rsvp(gathering, state=RsvpState.WAITING)
        make_rsvp(gathering, state=RsvpState.DECLINED)
        assert coming.member.handle in desk.get(f"{ATELIER}{gathering.pk}/qui-vient/").content.decode()
        response = desk.get(f"{ATELIER}{gathering.pk}/qui-vient.csv")
        _head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
        assert [row[:5] for row in rows] == [
            [coming.member.handle, coming.member.email, "vient", "2", ""],
            [rows[1][0], rows[1][1], "attend une place", "1", "1"],
        ]
        assert ModelLogEntry.objects.filter(action="gatherings.guests").count() == 1

    def test_it_needs_its_own_right(self, client, editor):
        group = Group.objects.get(name=EDITORS)
        group.permissions.remove(Permission.objects.get(codename="view_guests"))
        client.force_login(editor)
        gathering = make_gathering()
        for address in (f"{ATELIER}{gathering.pk}/qui-vient/", f"{ATELIER}{gathering.pk}/qui-vient.csv"):
            assert client.get(address).status_code == 404
        assert "Qui vient" not in client.get(f"{ATELIER}edit/{gathering.pk}/").content.decode()

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
    def test_no_cell_computes(self, start):
        nasty = f"{start}HYPERLINK(1)"
        line = guests_csv([Guest(nasty, nasty, nasty, 1, None, clock.now())])
        _head, row = csv.reader(io.StringIO(line, newline=""))
        assert row[:3] == [f"'{nasty}"] * 3


ADDRESSES = ["", "new/", "edit/{}/", "delete/{}/", "{}/publier/", "{}/qui-vient/", "{}/qui-vient.csv"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_for_others_there_is_nothing(client, address, draft):
    colleague = make_member(is_staff=True)
    colleague.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(colleague)
    assert client.get(ATELIER + address.format(draft.pk)).status_code == 404


def test_the_list_asks_as_much_for_three_as_for_one(desk):
    def counted():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(ATELIER).status_code == 200
        return len(queries)

    make_gathering()
    desk.get(ATELIER)
    one = counted()
    make_gathering()
    make_gathering()
    assert counted() == one
