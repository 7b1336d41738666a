import pytest

from community.members.checks import check_second_factor, check_trusted_headers


def test_a_real_house_asks_for_a_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = True
    assert check_second_factor(None) == []
    settings.STAFF_SECOND_FACTOR = False
    assert [message.id for message in check_second_factor(None)] == ["members.E001"]


@pytest.mark.parametrize(
    ("name", "value"), [("ALLAUTH_TRUSTED_PROXY_COUNT", 1), ("ALLAUTH_TRUSTED_CLIENT_IP_HEADER", "X-Real-IP")]
)
def test_allauth_trusts_no_header(settings, name, value):
    assert check_trusted_headers(None) == []
    setattr(settings, name, value)
    assert [message.id for message in check_trusted_headers(None)] == ["members.E002"]
