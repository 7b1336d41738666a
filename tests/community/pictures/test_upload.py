"""static/js/upload.js in a real browser: progress, another try where it may help, a refusal in the server's words."""

import base64

import pytest

from community.pictures.models import Picture
from tests.factories.members import make_member
from tests.factories.pictures import picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UPLOAD = """async ({ picture, abort }) => {
    const { upload } = await import("/static/js/upload.js");
    const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
    const seen = [], controller = new AbortController();
    window.setTimeout = ((original) => (run, wait) => original(run, Math.min(wait, 5)))(window.setTimeout);
    if (abort) setTimeout(() => controller.abort(new Error("given up")), 0);
    const csrf = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
        const options = { url: "/images/", csrf, onProgress: (part) => seen.push(part), signal: controller.signal };
        return { answer: await upload(new File([bytes], "moi.png"), options), seen };
    } catch (error) {
        return { code: error.code, message: error.message, seen };
    }
}"""


@pytest.fixture
def page(chromium, live_server, client):
    """A page of a member who is signed in."""
    client.force_login(make_member())
    context = chromium.new_context(locale="fr-CH")
    context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/moi/profil/")
    yield page
    context.close()


def send(page, content=None, *, abort=False):
    picture = base64.b64encode(picture_bytes() if content is None else content).decode()
    return page.evaluate(UPLOAD, {"picture": picture, "abort": abort})


def answers(page, *statuses):
    """Answer with these statuses, one after the other ("abort": none at all), then let the server answer."""
    asked = []

    def handle(route):
        asked.append(route.request)
        status = statuses[len(asked) - 1] if len(asked) <= len(statuses) else None
        if status is None:
            route.continue_()
        elif status == "abort":
            route.abort()
        else:
            route.fulfill(status=status, body="<h1>…</h1>", content_type="text/html")

    page.route("**/images/", handle)
    return asked


def test_a_picture_is_sent_and_its_progress_told(page):
    done = send(page)
    picture = Picture.objects.get()
    assert done["answer"]["token"] == picture.token
    assert done["answer"]["markdown"] == f"![](/images/{picture.token})"
    assert done["seen"][-1] == 1


@pytest.mark.parametrize("faults", [["abort"], [503], [500, "abort", 502]])
def test_a_fault_on_the_way_is_tried_again(page, faults):
    asked = answers(page, *faults)
    assert send(page)["answer"]["token"] == Picture.objects.get().token
    assert len(asked) == len(faults) + 1


@pytest.mark.parametrize(("fault", "code"), [("abort", "offline"), (503, "unavailable")])
def test_after_three_more_tries_it_says_so(page, fault, code):
    asked = answers(page, *[fault] * 9)
    assert (send(page)["code"], len(asked)) == (code, 4)
    assert not Picture.objects.exists()


def test_a_refusal_is_final_and_in_the_servers_words(page):
    asked = answers(page)
    refused = send(page, b"<svg/>")
    assert refused["code"] == "unreadable"
    assert refused["message"] == "Ce fichier n’est pas une image JPEG, PNG ou WebP lisible."
    assert len(asked) == 1


@pytest.mark.parametrize(("status", "code"), [(413, "too_large"), (403, "refused")])
def test_a_refusal_without_words_has_a_code(page, status, code):
    asked = answers(page, status)
    refused = send(page)
    assert (refused["code"], refused["message"], len(asked)) == (code, "", 1)


def test_who_gives_up_is_not_kept_waiting(page):
    asked = answers(page, *[503] * 9)
    assert send(page, abort=True)["message"] == "given up"
    assert len(asked) < 4
    assert not Picture.objects.exists()
