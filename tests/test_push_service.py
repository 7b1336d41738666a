"""The other side of a push, proven by what it did not make itself."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from tests.rfc8291 import CURVE, Receiver, decoded

# RFC 8291, section 5 and appendix A
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"


@pytest.fixture
def receiver():
    return Receiver(ec.derive_private_key(int.from_bytes(decoded(PRIVATE), "big"), CURVE), decoded(SECRET))


def test_it_reads_the_standard_s_own_example(receiver):
    assert (receiver.p256dh, receiver.auth) == (PUBLIC, SECRET)
    assert receiver.read(decoded(BODY)) == b"When I grow up, I want to be a watermelon"


@pytest.mark.parametrize("place", [0, 30, 90, -1])
def test_one_bit_of_it_changed_is_nothing(receiver, place):
    body = bytearray(decoded(BODY))
    body[place] ^= 1
    with pytest.raises((InvalidTag, ValueError)):
        receiver.read(bytes(body))
