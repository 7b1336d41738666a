"""Where pushes may go, and where not: every door that an address could come through."""

import pytest

from community.outgoing.addresses import AddressRefused
from community.push.endpoints import service_of
from community.push.models import LONGEST_ENDPOINT

FCM = "https://fcm.googleapis.com/fcm/send/abc:APA91b-_"


@pytest.mark.parametrize(
    ("endpoint", "service"),
    [
        (FCM, "fcm.googleapis.com"),
        ("https://fcm.googleapis.com:443/wp/abc", "fcm.googleapis.com"),
        ("https://FCM.googleapis.com/wp/abc", "fcm.googleapis.com"),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", "updates.push.services.mozilla.com"),
        ("https://eu.push.services.mozilla.com/wpush/v2/abc", "*.push.services.mozilla.com"),
        ("https://wns2-am3p.notify.windows.com/w/?token=a%2b", "*.notify.windows.com"),
        (f"https://{'a' * 63}.notify.windows.com/a", "*.notify.windows.com"),
        (f"https://{'a.' * 117}notify.windows.com/a", "*.notify.windows.com"),
        ("https://web.push.apple.com/Qabc", "web.push.apple.com"),
    ],
)
def test_the_services_of_the_browsers(endpoint, service):
    assert service_of(endpoint) == service


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "fcm.googleapis.com",
        "http://fcm.googleapis.com/a",
        "ftp://fcm.googleapis.com/a",
        "//fcm.googleapis.com/a",
        "https:///a",
        "https://fcm.googleapis.com:8443/a",
        "https://fcm.googleapis.com:80/a",
        "https://fcm.googleapis.com:x/a",
        "https://fcm.googleapis.com:99999/a",
        "https://fcm.googleapis.com./a",
        "https://.fcm.googleapis.com/a",
        "https://fcm.googleapis.com.evil.example/a",
        "https://evil.example/fcm.googleapis.com",
        "https://evil.example#fcm.googleapis.com",
        "https://fcm.googleapis.com#@evil.example/",
        "https://evil.example\\@fcm.googleapis.com/a",
        "https://evil.example\\.fcm.googleapis.com/a",
        "https://user@fcm.googleapis.com/a",
        "https://:@fcm.googleapis.com/a",
        "https://fcm.googleapis.com@127.0.0.1/a",
        "https://notify.windows.com/a",
        "https://.notify.windows.com/a",
        "https://a..notify.windows.com/a",
        "https://a_b.notify.windows.com/a",
        "https://127.0.0.1%23.notify.windows.com/a",
        "https://[::1].notify.windows.com/a",
        "https://xnotify.windows.com/a",
        f"https://{'a' * 64}.notify.windows.com/a",
        f"https://{'a.' * 118}notify.windows.com/a",
        "https://a-.notify.windows.com/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/a",
        "https://fcm.googleapis.com/a b",
        "https://fcm.goo\tgleapis.com/a",
        "https://fcm.googleapis.com/a\r\nHost: evil.example",
        "https://fcm.googleapis.com/\0",
        "https://fcm.googleapis。com/a",
        " " + FCM,
        FCM + "\n",
        FCM + "é",
    ],
)
def test_nobody_else(endpoint):
    with pytest.raises(AddressRefused):
        service_of(endpoint)


def test_it_has_a_length():
    longest = FCM + "a" * (LONGEST_ENDPOINT - len(FCM))
    assert service_of(longest)
    with pytest.raises(AddressRefused):
        service_of(longest + "a")


def test_in_one_s_own_network_the_list_still_holds(settings):
    settings.PUSH_PRIVATE, settings.PUSH_SERVICES = True, ["push.lan"]
    assert service_of("http://push.lan:8080/a") == "push.lan"
    for endpoint in ("http://other.lan:8080/a", "http://user@push.lan/a", "ftp://push.lan/a", FCM):
        with pytest.raises(AddressRefused):
            service_of(endpoint)
