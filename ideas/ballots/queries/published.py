"""The file that a stranger checks."""

from ideas.ballots.models import Ballot, Tally


def tally_bytes(ballot: Ballot) -> bytes | None:
    """The published tally of a ballot, whose SHA-256 is `ballot.digest`; None before the sealing."""
    text = (
        Tally.objects.filter(ballot=ballot, ballot__published_at__isnull=False).values_list("text", flat=True).first()
    )
    return None if text is None else text.encode()
