"""A real browser plugs in, rings, says so, follows its address and is unplugged; its push service is ours."""

import json

import pytest
from playwright.sync_api import expect

from community.push.models import PushSubscription
from tests.factories.members import make_member
from tests.jobs import work_off
from tests.push_service import SUBSCRIBED
from tests.servers import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }));
}"""
REMEMBERED = "Object.keys(localStorage).filter((key) => key.startsWith('push.'))"
CLICK = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""
# What the event `pushsubscriptionchange` brings, which only the browser itself can make.
CHANGED = """([old, keys]) => renew({
  oldSubscription: { endpoint: old },
  newSubscription: { toJSON: () => ({ endpoint: keys.endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }) },
})"""


@pytest.fixture
def page(whole_chromium, live_server):
    context = whole_chromium.new_context(base_url=live_server.url, locale="fr-CH", permissions=["notifications"])
    context.add_cookies([{"name": "sessionid", "value": sign_in(make_member()), "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.fixture
def deliver(page, live_server):
    """Hand the browser's worker a push, as the browser itself does once it has opened it."""
    known = []
    session = page.context.new_cdp_session(page)
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    session.send("ServiceWorker.enable")

    def deliver_push(data):
        push = {"origin": live_server.url, "registrationId": known[-1]["registrationId"], "data": data}
        session.send("ServiceWorker.deliverPushMessage", push)

    return deliver_push


def shown(page, number):
    """The notifications that stand there, once there are so many."""
    page.wait_for_function(f"async () => (await ({SHOWN})()).length >= {number}")
    return page.evaluate(SHOWN)


def test_from_the_first_press_to_the_last(page, deliver, push_service):
    browser = push_service.subscribe()
    page.context.add_init_script(f"({SUBSCRIBED})({json.dumps(browser.keys)})")
    page.goto("/moi/alertes/")
    page.get_by_role("button", name="Brancher cet appareil").click()
    expect(page.locator("[data-devices] [data-here]")).to_be_visible()
    expect(page.get_by_role("button", name="Brancher cet appareil")).to_be_hidden()
    device = PushSubscription.objects.get()
    assert (device.endpoint, device.p256dh) == (browser.endpoint, browser.p256dh)

    # It rings, and says so.
    page.get_by_role("button", name="Faire sonner").click()
    page.get_by_text("Parti vers").wait_for()
    assert work_off() == 1
    (message,) = browser.messages
    with page.context.expect_event("response", lambda answer: "/alertes/entendu/" in answer.url):
        deliver(json.dumps(message))
    (note,) = shown(page, 1)
    assert (note["title"], note["tag"]) == ("Qlock", message["tag"])
    page.reload()
    page.get_by_text("A sonné à").wait_for()

    # A repeat is shown in its place; what cannot be read is shown as well as it can be.
    deliver(json.dumps(message))
    deliver("{")
    plain = next(each for each in shown(page, 2) if each["tag"] == "")
    assert plain["body"] == "Tu as un avis."
    assert len(page.evaluate(SHOWN)) == 2

    # A press on it leads the open window there, and nowhere but to the house.
    page.goto("/recherche/")
    page.context.service_workers[0].evaluate(CLICK)
    page.wait_for_url("**/moi/a*/")

    # The browser was given another address: its worker says so, and if it could not, the next visit of any page.
    changed, fresh = push_service.subscribe(), push_service.subscribe()
    page.context.service_workers[0].evaluate(CHANGED, [browser.endpoint, changed.keys])
    assert PushSubscription.objects.get().endpoint == changed.endpoint
    page.context.add_init_script(f"({SUBSCRIBED})({json.dumps(fresh.keys)})")
    with page.expect_response("**/moi/alertes/appareils/"):
        page.goto("/recherche/")
    assert PushSubscription.objects.get().endpoint == fresh.endpoint

    # Unplugged, it is forgotten on both sides.
    page.goto("/moi/alertes/")
    page.get_by_text("Renommer ou retirer").click()
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("ne sonnera plus").wait_for()
    expect(page.get_by_role("button", name="Brancher cet appareil")).to_be_visible()
    assert not PushSubscription.objects.exists()
    assert page.evaluate(REMEMBERED) == []

    # Who signs out takes the bell along: the next one before this browser hears nothing of it.
    page.get_by_role("button", name="Brancher cet appareil").click()
    expect(page.locator("[data-devices] [data-here]")).to_be_visible()
    page.goto("/comptes/logout/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/")
    assert page.evaluate(REMEMBERED) == []
    assert page.evaluate("navigator.serviceWorker.ready.then((it) => it.pushManager.getSubscription())") is None
