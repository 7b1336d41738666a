"""Pictures: only what is one, nothing of where it came from, and nobody reaches it but through the door."""

from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from community.pictures.door import SENTENCES, PictureRefused, open_picture
from community.pictures.storage import RENDITIONS, rendition_path
from drops import queries
from drops.models import WatchPicture
from drops.pictures import check_picture
from realtime import clock
from tests.factories.drops import make_draft, make_drop, make_picture, make_watch
from tests.factories.pictures import files_in, picture_bytes

CANARY = "Kanarienvogel"


def with_exif(kind="JPEG", size=(64, 48), orientation=1):
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = CANARY, orientation
    return picture_bytes(kind, size, exif=exif)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_stored_anew_with_its_renditions(tmp_path, kind):
    picture = make_picture(make_watch(), content=picture_bytes(kind, (2000, 1000)))
    assert files_in(tmp_path) == {f"private/{picture.token}/{name}" for name in RENDITIONS}
    assert (picture.width, picture.height, len(picture.token)) == (1440, 720, 32)
    for name in RENDITIONS:
        width, written = int(name.split(".")[0]), {"webp": "WEBP", "jpg": "JPEG"}[name.split(".")[1]]
        with Image.open(rendition_path(picture.token, name)) as rendition:
            assert (rendition.width, rendition.height, rendition.format) == (width, width // 2, written)


@pytest.mark.django_db
def test_a_small_picture_is_not_enlarged():
    picture = make_picture(make_watch(), content=picture_bytes(size=(64, 48)))
    with Image.open(rendition_path(picture.token, "1440.webp")) as rendition:
        assert rendition.size == (64, 48)


@pytest.mark.django_db
def test_no_word_of_the_camera_or_the_uploader_is_kept(tmp_path):
    content = ContentFile(with_exif(), name=f"{CANARY}.jpg")
    WatchPicture.objects.create(watch=make_watch(), file=content, alt="De face")
    for path in tmp_path.rglob("*"):
        assert CANARY not in str(path)
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()


@pytest.mark.django_db
def test_a_picture_taken_sideways_stands_upright():
    picture = make_picture(make_watch(), content=with_exif(orientation=6))
    assert (picture.width, picture.height) == (48, 64)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_refusal_of_the_door_is_one_of_the_field(monkeypatch, code):
    monkeypatch.setattr("drops.pictures.open_picture", Mock(side_effect=PictureRefused(code)))
    with pytest.raises(ValidationError) as refused:
        check_picture(ContentFile(picture_bytes()))
    assert (refused.value.code, refused.value.message) == (code, SENTENCES[code])


@pytest.mark.django_db
def test_a_form_sends_a_picture_through_the_door_once(monkeypatch):
    passed = Mock(wraps=open_picture)
    monkeypatch.setattr("drops.pictures.open_picture", passed)
    picture = WatchPicture(watch=make_watch(), file=ContentFile(picture_bytes(), name="dial.png"), alt="De face")
    picture.clean_fields(exclude=["token", "width", "height"])
    picture.save()
    assert passed.call_count == 1
    picture.full_clean()
    picture.save()
    assert passed.call_count == 1, "what is stored has passed it"


@pytest.mark.django_db
def test_a_picture_cut_short_leaves_no_row_and_no_file(tmp_path):
    whole = picture_bytes("JPEG", (400, 400))
    half, watch = ContentFile(whole[: len(whole) // 2], name="half.jpg"), make_watch()
    with pytest.raises(ValidationError), transaction.atomic():
        WatchPicture.objects.create(watch=watch, file=half, alt="Le cadran, de face")
    assert not WatchPicture.objects.exists()
    assert not files_in(tmp_path)


@pytest.mark.django_db
def test_another_file_gets_another_name_and_the_former_goes(tmp_path, django_capture_on_commit_callbacks):
    picture = make_picture(make_watch())
    former = picture.token
    with django_capture_on_commit_callbacks(execute=True):
        picture.file = ContentFile(picture_bytes(size=(10, 10)), name="other.png")
        picture.save()
    assert picture.token != former
    assert all(picture.token in name for name in files_in(tmp_path))


@pytest.mark.django_db
def test_a_deleted_picture_leaves_no_file(tmp_path, django_capture_on_commit_callbacks):
    picture = make_picture(make_watch())
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not files_in(tmp_path)


@pytest.mark.django_db
def test_it_has_no_public_address():
    with pytest.raises(ValueError, match="URL"):
        make_picture(make_watch()).file.url  # noqa: B018 -- the question is the point


def test_only_renditions_have_a_path():
    for name in ("original.webp", "../secret", "480.png"):
        with pytest.raises(KeyError):
            rendition_path("a" * 32, name)


@pytest.mark.django_db
def test_the_door_opens_with_the_drop():
    now = clock.now()
    sealed, opened = make_draft(), make_drop()
    for drop, found in ((sealed, False), (opened, True)):
        picture = make_picture(drop.watch)
        assert (queries.picture_for(drop.code, picture.token, None, now) is not None) == found
    assert queries.picture_for(opened.code, make_picture(sealed.watch).token, None, now) is None
