"""The back office of ballots: what editors can do there, and that nobody else knows of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.groups import EDITORS
from ideas.ballots.models import Ballot
from realtime import clock
from tests.factories.ballots import make_ballot, make_voters
from tests.factories.members import make_member
from tests.factories.pictures import upload
from tests.ideas.ballots.conftest import standstill

pytestmark = pytest.mark.django_db
ATELIER = "/atelier/scrutins/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(client):
    member = make_member(is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(member)
    return client


@pytest.fixture
def draft():
    now = clock.now()
    return make_ballot(published_at=None, opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=3))


def posted(**changes):
    """The form as the browser would send it, with some fields changed."""

    def typed(days):
        return timezone.localtime(clock.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")

    fields = {"question": "Quel cadran ?", "text": "", "method": "ranked", "language": "fr", "quorum_percent": 0}
    fields |= {"worded": "Bleu : comme le lac\nSaumon\n\n", "opens_at": typed(1), "closes_at": typed(8)}
    fields |= {"min_account_days": 0, "min_level": 0, "universe": "", "owners_of": "", "owners_key": ""}
    return fields | changes


def test_an_editor_writes_one(desk):
    answer = desk.post(f"{ATELIER}new/", posted())
    ballot = Ballot.objects.get()
    assert answer["Location"] == f"{ATELIER}edit/{ballot.pk}/"
    assert (ballot.method, ballot.is_draft) == ("ranked", True)
    assert list(ballot.options.values_list("label", "text")) == [("Bleu", "comme le lac"), ("Saumon", "")]
    assert "Bleu : comme le lac" in desk.get(f"{ATELIER}edit/{ballot.pk}/").content.decode()


# What an editor may not write, and the field beside which it is said.
NONSENSE = [
    ({"worded": "Seule"}, "worded"),
    ({"worded": "A\nA"}, "worded"),
    ({"worded": "\n".join(map(str, range(21)))}, "worded"),
    ({"worded": f"{'x' * 81}\nB"}, "worded"),
    ({"closes_at": "2020-01-01 10:00:00"}, "closes_at"),
    ({"quorum_percent": 101}, "quorum_percent"),
    ({"owners_key": "K7Q2M"}, "owners_key"),
    ({"owners_of": "anything"}, "owners_of"),
    ({"method": "dice"}, "method"),
]


def test_what_makes_no_sense_is_said_beside_its_field(desk):
    with standstill():
        answer = desk.post(f"{ATELIER}new/", posted(**NONSENSE[0][0]))
    form = answer.context["form"]
    assert "worded" in form.errors
    for changes, field in NONSENSE:
        assert field in type(form)(posted(**changes), for_user=form.for_user).errors, changes


def test_it_changes_until_it_opens(desk, draft):
    desk.post(f"{ATELIER}edit/{draft.pk}/", posted(worded="Bleu\nVert"))
    draft.refresh_from_db()
    assert draft.question == "Quel cadran ?"
    assert list(draft.options.values_list("label", flat=True)) == ["Bleu", "Vert"]
    opened = make_ballot()
    with standstill():
        answer = desk.post(f"{ATELIER}edit/{opened.pk}/", posted(), follow=True)
    assert "plus rien n’y change" in answer.content.decode()


def test_publishing_asks_first(desk, draft):
    make_voters(3)
    page = desk.get(f"{ATELIER}{draft.pk}/publier/").content.decode()
    assert "4 membres" in page  # the editor is one of them
    draft.refresh_from_db()
    assert draft.is_draft
    desk.post(f"{ATELIER}{draft.pk}/publier/")
    draft.refresh_from_db()
    assert not draft.is_draft
    assert ModelLogEntry.objects.filter(action="ballots.publier").count() == 1
    with standstill():
        desk.post(f"{ATELIER}{draft.pk}/publier/")


def test_pictures_come_one_by_one(desk, draft):
    option = draft.options.first()
    address = f"{ATELIER}{draft.pk}/images/"
    desk.post(address, {"option": option.pk, "upload": upload(), "alt": "Une boîte"})
    option.refresh_from_db()
    assert option.picture.is_public
    assert 'alt="Une boîte"' in desk.get(address).content.decode()
    other = make_ballot().options.first()
    with standstill():
        answer = desk.post(address, {"option": other.pk, "upload": upload(), "alt": "Ailleurs"})
    assert "option" in answer.context["form"].errors
    answer = desk.post(address, {"option": option.pk, "upload": upload(b"rien"), "alt": "Rien"}, follow=True)
    assert "n’est pas une image" in answer.content.decode()


def test_only_a_draft_can_be_deleted(desk, draft):
    opened = make_ballot()
    assert desk.post(f"{ATELIER}delete/{opened.pk}/").status_code in {302, 403, 404}
    desk.post(f"{ATELIER}delete/{draft.pk}/")
    assert list(Ballot.objects.all()) == [opened]


def test_for_others_there_is_nothing(client, draft):
    colleague = make_member(is_staff=True)
    colleague.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(colleague)
    with standstill():
        for address in ("", "new/", "edit/{}/", "delete/{}/", "{}/publier/", "{}/images/"):
            for ask in (client.get, client.post):
                assert ask(ATELIER + address.format(draft.pk)).status_code in {302, 403, 404}, address


def test_the_list_asks_as_much_for_three_as_for_one(desk, draft):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(ATELIER).status_code == 200
        return len(queries)

    cost()
    one = cost()
    for _ in range(2):
        make_ballot()
    assert cost() == one
