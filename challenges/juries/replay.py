"""Counting a published result again, from its own bytes."""

import json

from challenges.juries.models import Judging
from challenges.juries.queries import published_bytes
from challenges.juries.result import result_of
from ideas.ballots.tally import canonical, digest_of

MADE = frozenset({"version", "tallies", "scores", "places", "winners"})


def holds(judging: Judging) -> bool | None:
    """Do the facts of a published result still make the very bytes whose digest is shown? None before there is one."""
    content = published_bytes(judging)
    if content is None:
        return None
    facts = {name: value for name, value in json.loads(content).items() if name not in MADE}
    again = canonical(result_of(facts))
    return again.encode() == content and digest_of(again) == judging.digest
