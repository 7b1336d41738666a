"""Claiming a piece: one way in for sockets, forms and commands."""

import re
from collections.abc import Sequence
from concurrent.futures import Future

import psycopg

from drops.actions.settlement import settle
from drops.codes import PATTERN
from drops.group_commit import GroupCommit, Overloaded
from drops.models.claims import KEY
from drops.rounds import ClaimAnswer, ClaimRequest
from drops.rules import ClaimRefused
from realtime.announce import hint, write_steps

_CODE, _KEY = re.compile(PATTERN), re.compile(KEY)


def submit_claim(*, code: str, member_id: int, quantity: int, key: str) -> "Future[ClaimAnswer]":
    """Ask for pieces of a drop; the answer comes once the claim is durable.

    Refuses by `ClaimRefused`: at once a malformed key, an unknown code and an overload, all else by the future, a
    failing database as `internal`. The same key again gives today's claim. Announces `stock` of `drop:<code>`, and
    `claim.changed` to each member whose claim moved.
    """
    try:
        return writer.submit(_request(code, member_id, quantity, key))
    except Overloaded as error:
        raise ClaimRefused("slow_down") from error


async def asubmit_claim(*, code: str, member_id: int, quantity: int, key: str) -> ClaimAnswer:
    """`submit_claim` for an event loop, awaited."""
    try:
        return await writer.submit_from_loop(_request(code, member_id, quantity, key))
    except Overloaded as error:
        raise ClaimRefused("slow_down") from error


def write_claims(connection: psycopg.Connection, requests: Sequence[ClaimRequest]) -> list[ClaimAnswer | ClaimRefused]:
    """Write a batch in one transaction; places follow the order of the requests. Hints the hubs after the commit."""
    with connection.transaction(), connection.cursor() as cursor:
        outcome = settle(connection, {request.code for request in requests}, requests)
        if outcome.steps:
            write_steps(cursor, outcome.steps)
    hint({step.topic for step in outcome.steps})
    return outcome.answers


writer: GroupCommit[ClaimRequest, ClaimAnswer] = GroupCommit(write_claims, failure=lambda: ClaimRefused("internal"))


def _request(code: str, member_id: int, quantity: int, key: str) -> ClaimRequest:
    if not _KEY.fullmatch(key):
        raise ClaimRefused("bad_request")
    if not _CODE.fullmatch(code):
        raise ClaimRefused("unknown_topic")
    return ClaimRequest(code, member_id, quantity, key)
