"""What we know of addresses."""

from community.mail.models import MailAddressState


def state_of(address: str) -> MailAddressState:
    """What we learnt of an address; of one that we never heard of, nothing."""
    return MailAddressState.objects.filter(address=address.lower()).first() or MailAddressState(address=address.lower())
