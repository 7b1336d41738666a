"""Leaving by the link in a mail: no login, for good, undone by one press; a link that is not ours changes nothing."""

import pytest
from django.core import signing
from django.test import Client

from community.members.models import Member
from community.notices.actions import choose
from community.notices.kinds import APP, MAIL, PUSH, NoticeKind, kind_of, register_kind, unregister_kind
from community.notices.mail.channel import write
from community.notices.mail.queries import mailed_to
from community.notices.mail.tickets import ReturnTicket, Ticket, return_text, ticket_text
from community.notices.models import Choice
from community.notices.queries import wishes_of
from community.notices.rules import wants
from tests.community.notices.mail.conftest import envelope, line
from tests.factories.members import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def stranger():
    """A mailbox's own server: without cookies, and held to what guards against forged forms."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def register():
    """Register a kind, for the time of this test."""
    names = []

    def add(kind):
        register_kind(kind)
        names.append(kind.name)
        return kind

    yield add
    for name in names:
        unregister_kind(name)


def path(member, kind="", prefix=""):
    return f"{prefix}/avis/desabonner/{ticket_text(Ticket(member.pk, kind))}/"


def of_ours(member):
    """The kinds of this test that go to the member by mail."""
    return [name for name in mailed_to(member) if name in {"courrier", "gazette", "cloche"}]


def undo_in(answer):
    return answer.content.decode().split('name="undo" value="')[1].split('"')[0]


def test_a_visit_only_asks(stranger):
    member = make_member()
    answer = stranger.get(path(member, "courrier"))
    assert answer.status_code == 200
    assert "Genre courrier" in answer.content.decode()
    assert answer.content.decode().count('<form method="post">') == 1
    assert of_ours(member) == ["courrier", "gazette"]


def test_one_click_ends_one_kind_and_the_second_says_so(stranger):
    member = make_member()
    first, second = (stranger.post(path(member, "courrier"), ONE_CLICK) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "C’est fait" in first.content.decode()
    assert "C’était déjà le cas" in second.content.decode()
    assert of_ours(member) == ["gazette"]
    assert "C’était déjà le cas" in stranger.get(path(member, "courrier")).content.decode()


def test_one_click_ends_all_of_them_and_of_nobody_else(stranger):
    member, other = make_member(), make_member()
    assert stranger.post(path(member), ONE_CLICK).status_code == 200
    assert mailed_to(member) == []
    assert of_ours(other) == ["courrier", "gazette"]
    assert "C’était déjà le cas" in stranger.post(path(member), ONE_CLICK).content.decode()


def test_the_link_of_a_mail_is_the_one_that_works(stranger):
    member = make_member()
    mail = write(envelope(line(), member=member))
    address = mail.extra_headers["List-Unsubscribe"].strip("<>").split("localhost:8000")[-1]
    assert stranger.post(address, ONE_CLICK).status_code == 200
    assert of_ours(member) == ["gazette"]


def later(register):
    """A kind that the house thinks of one day, with a mail for who chose nothing."""
    return register(NoticeKind("plus-tard", "Plus tard", str, str, by_default=frozenset({APP, MAIL, PUSH})))


def test_who_wants_no_mail_at_all_gets_none_of_a_kind_added_later(stranger, register):
    member, other = make_member(), make_member()
    ended = stranger.post(path(member), ONE_CLICK)
    kind = later(register)
    wishes = wishes_of([member.pk, other.pk], [kind.name])
    assert [wants(wishes[member.pk], kind, place) for place in (APP, MAIL, PUSH)] == [True, False, True]
    assert wants(wishes[other.pk], kind, MAIL)
    assert mailed_to(member) == []
    stranger.post(path(member), {"undo": undo_in(ended)})
    assert "plus-tard" in mailed_to(member)


def test_who_leaves_one_kind_still_hears_of_those_to_come(stranger, register):
    member = make_member()
    stranger.post(path(member, "courrier"), ONE_CLICK)
    later(register)
    assert "plus-tard" in mailed_to(member)


def test_undone_it_is_as_before_and_not_more(stranger):
    member = make_member()
    choose(member, channel=MAIL, wanted=False, kinds=["gazette"])
    before = mailed_to(member)
    ended = stranger.post(path(member), ONE_CLICK)
    answer = stranger.post(path(member), {"undo": undo_in(ended)})
    assert "C’est comme avant" in answer.content.decode()
    assert mailed_to(member) == before
    assert of_ours(member) == ["courrier"]


def test_nobody_undoes_with_anothers_ticket_or_a_forged_one(stranger):
    member, other = make_member(), make_member()
    stranger.post(path(member, "courrier"))
    forged = (return_text(ReturnTicket(other.pk, ["courrier"])), ticket_text(Ticket(member.pk, "courrier")), "x", "")
    for undo in forged:
        assert stranger.post(path(member, "courrier"), {"undo": undo}).status_code == 404
        assert stranger.post(path(member), {"undo": undo}).status_code == 404
    assert of_ours(member) == ["gazette"]


FORGED = ("cut", "changed", "of another sort", "with another salt", "nonsense", "of a kind that is gone", "of nobody")


@pytest.mark.parametrize("forged", FORGED)
def test_a_link_that_is_not_ours_changes_nothing(stranger, forged):
    member = make_member()
    ticket = ticket_text(Ticket(member.pk))
    carried = {
        "cut": ticket[:-3],
        "changed": ("A" if ticket[0] != "A" else "B") + ticket[1:],
        "of another sort": return_text(ReturnTicket(member.pk, ["courrier"])),
        "with another salt": signing.dumps([member.pk, ""]),
        "nonsense": "désolé",
        "of a kind that is gone": ticket_text(Ticket(member.pk, "parti")),
        "of nobody": ticket_text(Ticket(0)),
    }
    address = f"/avis/desabonner/{carried[forged]}/"
    for answer in (stranger.get(address), stranger.post(address, ONE_CLICK)):
        assert answer.status_code == 404
        assert "Rien n’a changé" in answer.content.decode()
    assert not Choice.objects.exists()
    assert of_ours(member) == ["courrier", "gazette"]


def test_it_outlives_a_change_of_address_and_a_suspension_but_no_erasure(stranger):
    member = make_member()
    address = path(member, "courrier")
    Member.objects.filter(pk=member.pk).update(email="autre@test.example", is_active=False)
    assert stranger.post(address, ONE_CLICK).status_code == 200
    assert of_ours(member) == ["gazette"]
    Member.objects.filter(pk=member.pk).update(erased_at="2026-11-23T12:00Z")
    assert stranger.post(path(member, "gazette"), ONE_CLICK).status_code == 404
    assert of_ours(member) == ["gazette"]


def test_it_grows_not_old(stranger, monkeypatch):
    member = make_member()
    with monkeypatch.context() as years_ago:
        years_ago.setattr("time.time", lambda: 1_000_000_000.0)
        address = path(member, "courrier")
    assert stranger.post(address, ONE_CLICK).status_code == 200


def test_it_is_kept_nowhere_and_speaks_the_mails_language(stranger):
    answer = stranger.get(path(make_member(), prefix="/de"))
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert '<html lang="de"' in answer.content.decode()


def test_other_ways_of_asking_are_refused(stranger):
    assert stranger.put(path(make_member())).status_code == 405


def test_a_kind_that_is_told_by_the_bell_alone_was_off_already(stranger):
    member = make_member()
    assert kind_of("cloche")
    assert "C’était déjà le cas" in stranger.get(path(member, "cloche")).content.decode()
