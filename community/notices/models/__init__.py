"""What members were told, how they want to be told, and what went out to them."""

from .choices import Choice, Digest, Rhythm
from .deliveries import Delivery, Envelope, Fate, Reason
from .notices import Notice
from .rounds import Round

__all__ = ["Choice", "Delivery", "Digest", "Envelope", "Fate", "Notice", "Reason", "Rhythm", "Round"]
