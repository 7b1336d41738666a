"""The addresses under /images/: who may send, who may see, and what caches may keep."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from PIL import Image

from community.pictures import access, actions
from community.pictures.models import Picture
from community.pictures.storage import RENDITIONS, rendition_path
from tests.factories.members import make_member
from tests.factories.pictures import files_in, make_row, make_taken, picture_bytes, upload

pytestmark = pytest.mark.django_db


def send(client, content=None, **headers):
    return client.post("/images/", {"picture": upload(content)}, headers=headers)


def test_a_picture_is_sent_and_its_owner_sees_it(client):
    owner = make_member()
    client.force_login(owner)
    response = send(client, picture_bytes(size=(2000, 1000)))
    picture = Picture.objects.get(owner=owner)
    assert response.status_code == 201
    assert response.json() == {
        "token": picture.token,
        "width": 1440,
        "height": 720,
        "markdown": f"![](/images/{picture.token})",
        "url": f"/images/{picture.token}-960.webp",
    }
    seen = client.get(response.json()["url"])
    with Image.open(io.BytesIO(seen.content)) as image:
        assert (image.format, image.size) == ("WEBP", (960, 480))


def test_every_rendition_has_an_address_and_nothing_else_has(client):
    picture = make_taken(make_member(), is_used=True)
    for name in RENDITIONS:
        kind = {"webp": "image/webp", "jpg": "image/jpeg"}[name.split(".")[1]]
        response = client.get(f"/images/{picture.token}-{name}")
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["X-Content-Type-Options"] == "nosniff"
    for name in ("481.webp", "480.jpg", "960.png", "original.webp", ".webp"):
        assert client.get(f"/images/{picture.token}-{name}").status_code == 404
    assert client.get(f"/images/{'f' * 32}-480.webp").status_code == 404
    assert client.get("/images/").status_code == 405


def test_a_used_picture_is_kept_by_every_cache_whoever_asks(client, django_assert_num_queries):
    picture = make_taken(make_member(), is_used=True)
    client.force_login(make_member())
    with django_assert_num_queries(1):  # the picture's own: who asks is not even looked up
        response = client.get(f"/images/{picture.token}-480.webp")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.get("Vary", "")


def test_an_unused_picture_is_its_owners_alone(client):
    picture = make_taken(make_member())
    address = f"/images/{picture.token}-480.webp"
    assert client.get(address).status_code == 404
    client.force_login(make_member())
    assert client.get(address).status_code == 404
    client.force_login(picture.owner)
    response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_a_hidden_picture_is_seen_by_its_owner_and_by_who_moderates(client, monkeypatch):
    monkeypatch.setattr(access, "MODERATE", "pictures.moderate_here")
    kind = ContentType.objects.get_for_model(Picture)
    moderator, picture = make_member(), make_taken(make_member(), is_used=True, is_hidden=True)
    moderator.user_permissions.add(Permission.objects.create(codename="moderate_here", name="…", content_type=kind))
    address = f"/images/{picture.token}-480.webp"
    answers = []
    for person in (None, make_member(), picture.owner, moderator):
        client.logout()
        if person:
            client.force_login(person)
        answers.append(client.get(address))
    assert [answer.status_code for answer in answers] == [404, 404, 200, 200]
    assert {answer["Cache-Control"] for answer in answers[2:]} == {"private, no-store"}
    unused = make_taken(picture.owner)
    assert client.get(f"/images/{unused.token}-480.webp").status_code == 404, "not even who moderates"


def test_a_file_that_is_gone_is_not_found(client):
    picture = make_row(make_member(), is_used=True)
    assert client.get(f"/images/{picture.token}-480.webp").status_code == 404


def test_a_picture_lies_where_no_other_address_leads(client):
    picture = make_taken(make_member(), is_used=True)
    assert client.get(f"/media/private/{picture.token}/480.webp").status_code == 404
    for name in ("../secret", "480.png", "original.webp"):
        with pytest.raises(KeyError):
            rendition_path(picture.token, name)
    with pytest.raises(Http404):
        access.picture_or_404(picture.token, "../480.webp", picture.owner)


@pytest.mark.parametrize(
    ("person", "status", "code"),
    [(None, 403, "login_required"), ({"confirmed": False}, 403, "email_unconfirmed")],
)
def test_who_may_not_send_is_told_why(client, media, person, status, code):
    if person:
        client.force_login(make_member(**person))
    response = send(client)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["error"]
    assert not Picture.objects.exists()
    assert not files_in(media)


def test_a_form_without_a_picture_is_told_so(client):
    client.force_login(make_member())
    response = client.post("/images/")
    assert (response.status_code, response.json()["code"]) == (400, "missing")


def test_too_often_is_a_429(client, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    client.force_login(make_member())
    assert [send(client).status_code for _ in range(3)] == [201, 429, 429]
    assert Picture.objects.count() == 1


def test_a_busy_house_is_a_503(client, monkeypatch):
    from community.pictures import door

    monkeypatch.setattr(door, "PATIENCE", 0.01)
    client.force_login(make_member())
    with door._one_at_a_time():
        response = send(client)
    assert (response.status_code, response.json()["code"]) == (503, "busy")
    assert not Picture.objects.exists()


def test_a_refusal_speaks_the_language_of_the_page(client, monkeypatch):
    from django.utils.translation import get_language

    spoken = []
    monkeypatch.setattr("community.pictures.views.take_picture", lambda *_: spoken.append(get_language()) or 1 / 0)
    client.force_login(make_member())
    for language in ("de", "en-GB", "fr-CH", "it"):
        with pytest.raises(ZeroDivisionError):
            send(client, **{"accept-language": language})
    assert spoken == ["de", "en", "fr", "fr"]
