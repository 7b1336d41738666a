"""Thousands vote in two processes: every accepted paper is counted once, and sockets end where the database does."""

import http.client
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import pytest

from community.members.models import Member
from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.models import Vote
from ideas.ballots.queries import tally_bytes
from realtime import clock
from tests.at_once import at_once
from tests.factories.ballots import make_ballot, make_voters, options_of, seal
from tests.factories.crowds import make_crowd
from tests.ideas.ballots.conftest import check_counts
from tests.ideas.ballots.test_verify_tally import verifier
from tests.servers import SITE, start_server

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]

CROWD = 5_000
HANDS = 8  # that send forms at the same moment
TOKEN = "a" * 32  # of the forms; the same in cookie and field


def turnout_heard(socket, voted):
    """Read until the socket knows of so many papers; never of more."""
    while True:
        frame = socket.read(30)
        if frame.get("op") == "event":
            assert frame["data"]["voted"] <= voted
            if frame["data"]["voted"] == voted:
                return


def last_heard(socket):
    """Read all that comes, as a page does, until the snapshot that is asked for at the end; what it says."""
    while True:
        frame = socket.read(60)
        if frame.get("id") == "last":
            return frame["data"]["voted"]


def send_forms(port, ballot, papers):
    """Post a paper for each session, one after the other on one connection; the addresses they are sent on to."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    answers = []
    for session, fields in papers:
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": SITE,
        }
        body = urlencode({"csrfmiddlewaretoken": TOKEN} | fields)
        link.request("POST", f"/scrutins/{ballot.pk}/voix/", body, headers)
        answer = link.getresponse()
        answer.read()
        answers.append((answer.status, answer.getheader("Location", "").partition("#")[2]))
    link.close()
    return answers


@pytest.mark.heavy
def test_what_another_process_counts_is_heard_on_the_socket():
    members, ballot = make_voters(12), make_ballot()
    first, second, _ = options_of(ballot)
    with start_server("uvicorn") as server, server.connect() as socket:
        assert socket.subscribe(ballot.topic)["data"]["voted"] == 0
        at_once(*(partial(cast_vote, ballot, by=member, choice=first) for member in members))
        at_once(*(partial(cast_vote, ballot, by=member, choice=second) for member in members[:6]))
        turnout_heard(socket, 12)
    check_counts(ballot)


@pytest.mark.heavy
@pytest.mark.redis
@pytest.mark.timeout(900)
def test_five_thousand_members_in_two_processes(redis_server):
    """Everybody votes, each third changes it, each tenth sends the last form twice, each hundredth withdraws."""
    sessions = make_crowd(CROWD)
    Member.objects.update(date_joined=clock.now() - timedelta(days=30))
    ballot = make_ballot()
    options = options_of(ballot)
    with ExitStack() as stack:
        ports = []
        sockets = []
        for name in ("daphne", "uvicorn"):
            server = stack.enter_context(start_server(name, environment={"REDIS_URL": redis_server.url}))
            sockets.append(stack.enter_context(server.connect()))
            ports.append(server.port)
        for socket in sockets:
            assert socket.subscribe(ballot.topic)["data"]["eligible"] == CROWD
        expected = Counter()
        work = [[] for _ in range(HANDS)]
        for number, session in enumerate(sessions):
            forms = [options[number % 3]]
            if number % 3 == 0:
                forms.append(options[1])
            if number % 10 == 0:
                forms.append(forms[-1])
            papers = [(session, {"choice": choice}) for choice in forms]
            if number % 100 == 0:
                papers.append((session, {"withdraw": "1"}))
            else:
                expected[forms[-1]] += 1
            work[number % HANDS].extend(papers)
        with ThreadPoolExecutor(HANDS + len(sockets)) as pool:
            heard = [pool.submit(last_heard, socket) for socket in sockets]
            sent = pool.map(send_forms, [ports[hand % 2] for hand in range(HANDS)], [ballot] * HANDS, work)
            answers = Counter(answer for each in sent for answer in each)
            for socket in sockets:
                socket.send(op="subscribe", id="last", topic=ballot.topic)
            assert [each.result(60) for each in heard] == [expected.total()] * 2
        assert answers.keys() == {(302, "mon-papier")}  # all were accepted
    check_counts(ballot)
    assert Counter(Vote.objects.values_list("choice", flat=True)) == expected
    ballot = seal(ballot)
    check_counts(ballot)
    verifier.verify(tally_bytes(ballot), ballot.digest)
    assert ballot.outcome["rounds"] == [{str(option): expected[option] for option in options}]
