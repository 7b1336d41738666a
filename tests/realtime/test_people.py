"""Who is behind a socket, and until when."""

from contextlib import ExitStack

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command

from realtime import history
from tests.factories.members import make_member
from tests.servers import sign_in

pytestmark = pytest.mark.server

ENVIRONMENT = {
    "HOUSE": '{"REALTIME": {"recheck": 0.2, "sockets_per_member": 3, "sockets_per_address": 4}}',
    "LOG_LEVEL": "INFO",
}


@pytest.fixture
def member(database):
    member = make_member()
    yield member
    member.delete()


def log_out(member, session):
    Session.objects.filter(pk=session).delete()


def ban(member, session):
    type(member).objects.filter(pk=member.pk).update(is_active=False)


def change_password(member, session):
    member.set_password("another")
    member.save()


def promote(member, session):
    type(member).objects.filter(pk=member.pk).update(is_staff=True, is_superuser=True)


@pytest.mark.parametrize("act", [log_out, ban, change_password, promote])
def test_a_session_that_is_over_ends_its_sockets(server, member, act):
    session = sign_in(member)
    with server.connect(session) as client, server.connect() as stranger:
        act(member, session)
        assert client.close_code() == 4401
        assert stranger.ask("echo", text="still here")["op"] == "echoed"


def test_a_session_that_goes_on_keeps_its_sockets(server, member):
    session = sign_in(member)
    other = make_member()
    with server.connect(session) as client, server.connect(sign_in(other)) as doomed:
        ban(other, None)
        assert doomed.close_code() == 4401  # so both were looked at
        assert client.ask("echo", text="x")["member"] == member.handle
    other.delete()


def test_a_member_has_so_many_sockets_and_not_one_more(server, member):
    session = sign_in(member)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(server.connect(session))
        assert too_many(server, session) == 4429
        with server.connect() as stranger:
            assert stranger.hello["member"] is None


def test_an_address_has_so_many_anonymous_sockets_and_not_one_more(server):
    with ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(server.connect())
        assert too_many(server) == 4429
    with server.connect() as client:  # who left made room
        assert client.hello["op"] == "hello"


def too_many(server, session=None):
    """The close code of a socket that is accepted and closed before a word."""
    from websockets.exceptions import ConnectionClosed

    with pytest.raises(ConnectionClosed) as caught, server.connect(session):
        pass
    return caught.value.rcvd.code


def test_a_new_epoch_closes_every_socket(server, capsys):
    with server.connect() as client:
        epoch = client.hello["epoch"]
        call_command("new_epoch")
        assert capsys.readouterr().out.strip() == history.read_epoch() != epoch
        assert client.close_code() == 4409
    with server.connect() as client:
        assert client.hello["epoch"] == history.read_epoch()
