"""Notices by mail: the channel, the way out of it, and how it is doing."""


def register() -> None:
    """Offer the channel and its card, say whose addresses are members', and have them told when they fail."""
    from community.mail.failing import register_listener  # models are there only now
    from community.mail.holders import register_holders
    from community.notices.channels import register_channel
    from community.notices.health import register_health
    from community.notices.kinds import MAIL, register_kind
    from community.notices.mail import channel, failing, health

    register_channel(channel.CHANNEL)
    register_health(MAIL, health.card)
    register_kind(failing.KIND)
    register_holders(failing.members_among)
    register_listener(failing.tell_members)
