"""What is a key, and the one key that a house keeps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from community.push import keys
from tests.rfc8291 import decoded, encoded, point_of

AUTH = encoded(b"s" * 16)
POINT = point_of(ec.derive_private_key(1010, ec.SECP256R1()).public_key())
OTHER_CURVE = point_of(ec.derive_private_key(1010, ec.SECP256K1()).public_key())


def test_a_browser_s_keys():
    keys.check_device_keys(encoded(POINT), AUTH)


@pytest.mark.parametrize(
    "p256dh",
    [
        "",
        "é",
        encoded(POINT)[:-1],
        encoded(POINT) + "=",
        encoded(POINT) + "\n",
        encoded(POINT[:-1]),
        encoded(POINT + b"\0"),
        encoded(b"\2" + POINT[1:33]),  # compressed: a point, but browsers and the standard write it whole
        encoded(b"\4" + b"\0" * 64),
        encoded(b"\4" + b"\xff" * 64),
        encoded(POINT[:-1] + bytes([POINT[-1] ^ 1])),
        encoded(OTHER_CURVE),
        encoded(b"\4" + POINT[1:])[:40] + "+/" + encoded(POINT)[42:],
    ],
)
def test_what_is_no_point_of_the_curve(p256dh):
    with pytest.raises(keys.KeyRefused):
        keys.check_device_keys(p256dh, AUTH)


@pytest.mark.parametrize("auth", ["", "é", encoded(b"s" * 15), encoded(b"s" * 17), AUTH + "==", AUTH[:-1] + "z"])
def test_what_is_no_secret(auth):
    with pytest.raises(keys.KeyRefused):
        keys.check_device_keys(encoded(POINT), auth)


def test_a_new_key_of_the_house_is_another_each_time():
    first, second = keys.new_private_key(), keys.new_private_key()
    assert first != second
    assert len(decoded(keys.public_key_of(first))) == 65


@pytest.mark.parametrize("text", ["", "short", encoded(b"\0" * 32), encoded(b"\xff" * 32), encoded(b"\1" * 33)])
def test_what_is_no_key_of_a_house(text):
    with pytest.raises(keys.KeyRefused):
        keys.public_key_of(text)


def test_the_demo_keeps_its_key(tmp_path):
    place = tmp_path / "deep" / "vapid.key"
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(keys.kept_key, [place, place])
    assert first == second == keys.kept_key(place)
    assert keys.public_key_of(first)
    assert place.stat().st_mode & 0o077 == 0
    assert [each.name for each in place.parent.iterdir()] == ["vapid.key"]
