"""Portraits: what the picture door says of them, and what is kept. The door itself: tests/community/pictures/."""

import io

import pytest
from PIL import Image

from community.members import actions
from community.members.avatar import SIZES, Portrait, read_picture
from community.members.models import Member
from community.pictures import door
from community.pictures.door import SENTENCES, PictureRefused
from tests.factories.members import make_member
from tests.factories.pictures import picture_bytes, upload


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_formats_become_four_squares(kind):
    files = read_picture(upload(picture_bytes(kind), name="moi.exe"))
    assert set(files) == {"96.webp", "96.jpg", "256.webp", "256.jpg"}
    for name, content in files.items():
        with Image.open(io.BytesIO(content)) as image:
            assert image.size == (int(name.split(".")[0]),) * 2
            assert image.mode == "RGB"


@pytest.mark.parametrize("code", SENTENCES)
def test_a_refusal_says_why_and_that_the_portrait_has_not_changed(monkeypatch, code):
    def refuse(*_job):
        raise PictureRefused(code)

    monkeypatch.setattr(door, "_decode", refuse)
    with pytest.raises(PictureRefused) as refused:
        read_picture(upload())
    assert refused.value.code == code
    assert refused.value.message == f"{SENTENCES[code]} Ton portrait n’a pas changé."


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_drawn_anew_and_says_nothing(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "PLANTED"
    member = make_member(handle="ada")
    data = picture_bytes("JPEG", exif=exif, comment=b"PLANTED")
    actions.change_avatar(member, upload(data, name="ada-chez-elle.jpg"))
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    kept = Portrait(Member.objects.get().avatar)
    assert {str(path) for path in files} == {kept.path(size, end) for size in SIZES for end in ("jpg", "webp")}
    for path in files:
        content = (tmp_path / path).read_bytes()
        assert b"PLANTED" not in content
        assert "ada" not in path.name
        with Image.open(tmp_path / path) as image:
            assert image.size == (int(path.stem.rsplit("-", 1)[1]),) * 2
            assert not image.getexif()


@pytest.mark.django_db(transaction=True)
def test_a_new_portrait_replaces_the_old_one_and_removing_leaves_nothing(tmp_path):
    member = make_member()
    actions.change_avatar(member, upload())
    first = member.avatar
    actions.change_avatar(member, upload(picture_bytes(colour="green")))
    assert member.avatar != first
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 4
    actions.remove_avatar(member)
    assert Member.objects.get().avatar == ""
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_a_portrait_that_comes_after_the_account_was_closed_leaves_nothing(tmp_path):
    member = make_member()
    Member.objects.filter(pk=member.pk).update(is_active=False)
    actions.change_avatar(member, upload())
    assert Member.objects.get().avatar == ""
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_a_refused_picture_leaves_the_old_one(client, tmp_path):
    member = make_member()
    actions.change_avatar(member, upload())
    client.force_login(member)
    response = client.post("/moi/portrait/", {"picture": upload(b"<svg/>", name="moi.png")})
    assert "Ton portrait n’a pas changé" in response.content.decode()
    assert Member.objects.get().avatar == member.avatar
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 4


@pytest.mark.django_db(transaction=True)
def test_the_form_takes_a_picture_and_gives_it_back(client):
    member = make_member()
    client.force_login(member)
    assert client.post("/moi/portrait/", {"picture": upload()})["Location"] == "/moi/profil/"
    kept = Portrait(Member.objects.get().avatar)
    assert kept.address(256, "webp") in client.get("/moi/profil/").content.decode()
    client.post("/moi/portrait/", {"remove": "1"})
    assert Member.objects.get().avatar == ""
