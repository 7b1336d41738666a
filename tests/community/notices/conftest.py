from dataclasses import dataclass, field

import pytest

from community.notices import channels
from community.notices.channels import Channel, Dispatch, Outcome, register_channel
from community.notices.kinds import APP, MAIL, PUSH, NoticeKind, register_kind, unregister_kind


def _sentence(told):
    return f"{told.actor or 'la maison'} × {told.count} : {told.data.get('words', '')}"


@pytest.fixture
def spoken():
    """A kind of our own, of which nothing with `gone` may be seen any more."""

    def may_see(told, member):
        return {each.pk for each in told if not each.data.get("gone")}

    kind = NoticeKind("essai", "essai", _sentence, lambda told: f"/cafe/p/{told.key or 1}/", may_see)
    register_kind(kind)
    yield kind
    unregister_kind("essai")


@dataclass
class Courier:
    """A channel that keeps what it is given, and answers as it is told to."""

    name: str
    patient: bool
    sent: list[Dispatch] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)  # members it does not reach
    answers: dict[int, Outcome | Exception] = field(default_factory=dict)  # by member

    def reachable(self, member_ids):
        return set(member_ids) - self.lost

    def send(self, envelopes):
        for envelope in envelopes:
            answer = self.answers.get(envelope.member.pk, Outcome.SENT)
            if isinstance(answer, Exception):
                raise answer
            self.sent.append(envelope)
            yield envelope.key, answer

    @property
    def channel(self):
        return channels.channel_of(self.name)

    @property
    def said(self):
        return [(each.member, [line.sentence for line in each.lines]) for each in self.sent]


@dataclass
class Couriers:
    mail: Courier
    push: Courier


@pytest.fixture
def couriers(monkeypatch, spoken):
    """No other channels than these two; and the kinds `fort`, which goes by both, and `tout-de-suite`, which waits for
    nothing."""
    monkeypatch.setattr(channels, "_channels", {})
    both = Couriers(Courier(MAIL, patient=True), Courier(PUSH, patient=False))
    for each in (both.mail, both.push):
        register_channel(Channel(each.name, each.name, each.reachable, each.send, patient=each.patient))
    places = frozenset({APP, MAIL, PUSH})
    for name, is_urgent in (("fort", False), ("tout-de-suite", True)):
        register_kind(
            NoticeKind(name, name, _sentence, spoken.url, spoken.may_see, by_default=places, urgent=is_urgent)
        )
    register_kind(NoticeKind("décidé", "décidé", _sentence, spoken.url, by_default=frozenset({APP}), always=True))
    yield both
    for name in ("fort", "tout-de-suite", "décidé"):
        unregister_kind(name)
