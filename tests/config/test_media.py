import pytest


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for path in (
        "portraits/a-96.webp",
        "images/b.width-800.jpg",
        "original_images/b.jpg",
        "private/c.jpg",
        "images/d.html",
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"content")


@pytest.mark.parametrize(
    ("path", "kind"), [("portraits/a-96.webp", "image/webp"), ("images/b.width-800.jpg", "image/jpeg")]
)
def test_public_pictures_are_served_and_kept_by_browsers(client, path, kind):
    response = client.get(f"/media/{path}")
    assert (response.content, response["Content-Type"]) == (b"content", kind)
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "original_images/b.jpg",
        "private/c.jpg",
        "images/d.html",
        "images/unknown.jpg",
        "images/../private/c.jpg",
        "images/..%2Fprivate%2Fc.jpg",
        "images/%2e%2e/private/c.jpg",
        "portraits/",
        f"portraits/{'a' * 300}.jpg",
        f"portraits/{'é' * 150}.jpg",
        "portraits/a%00.jpg",
    ],
)
def test_nothing_else_has_an_address(client, db, path):
    assert client.get(f"/media/{path}").status_code == 404
