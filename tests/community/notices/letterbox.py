"""A channel that writes each envelope to a real socket: an app of a worker that is going to be killed.

The other end (test_killed.py) counts what arrives, and answers each line.
"""

import os
import socket

from django.apps import AppConfig

NAME = KIND = CROWD = "letterbox"


def post(port, words):
    """Write a line and wait for the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"{words}\n".encode())
        line.recv(10)


def register(port):
    """Make the channel known, a kind that goes by it, and an audience of everybody that says when it is asked."""
    from community.members.models import Member  # models are there only now
    from community.notices.audiences import register_audience
    from community.notices.channels import Channel, Outcome, register_channel
    from community.notices.kinds import APP, NoticeKind, register_kind

    def send(envelopes):
        for envelope in envelopes:
            post(port, f"{envelope.key} {envelope.member.pk}")
            yield envelope.key, Outcome.SENT

    def everybody(data, after, limit):
        found = Member.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit]
        post(port, "page")
        return dict.fromkeys(found, KIND)

    def sentence(told):
        return "Voilà."

    register_channel(Channel(NAME, NAME, set, send))
    register_audience(CROWD, everybody)
    register_kind(NoticeKind(KIND, KIND, sentence, sentence, by_default=frozenset({APP, NAME})))


class LetterboxConfig(AppConfig):
    name = "tests.community.notices.letterbox"

    def ready(self):
        register(int(os.environ["LETTERBOX"]))
