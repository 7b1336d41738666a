"""Hostile files: each gets a clear answer within 5 seconds and 300 MiB, and leaves nothing."""

import time

import pytest
from django.core.files.base import ContentFile

from community.pictures.door import MEMORY, SENTENCES, PictureRefused, open_picture
from community.pictures.models import Picture
from community.pictures.storage import RENDITIONS
from tests.community.pictures.hostile import CANARY, FILES
from tests.factories.members import make_member
from tests.factories.pictures import files_in, upload

MOST = 5  # seconds


def test_there_are_twenty_and_more():
    assert len([code for _make, code in FILES.values() if code]) >= 20


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_or_harmless(name, peak):
    make, code = FILES[name]
    file = ContentFile(make())
    begun = time.monotonic()
    if code:
        with pytest.raises(PictureRefused) as refused:
            open_picture(file, RENDITIONS)
        assert refused.value.code in {code, "busy" if code == "too_slow" else code}, "a busy machine shares its seconds"
        assert refused.value.message == SENTENCES[refused.value.code]
    else:
        opened = open_picture(file, RENDITIONS)
        assert set(opened.files) == set(RENDITIONS)
        assert not [kept for kept in opened.files.values() if CANARY in kept]
    assert time.monotonic() - begun <= MOST
    if code != "too_large":
        assert peak() <= MEMORY / 2**20


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["too_large", "too_many_pixels", "unreadable", "broken", "animated"])
def test_a_refusal_answers_in_words_and_leaves_nothing(code, client, media):
    make = next(make for make, met in FILES.values() if met == code)
    client.force_login(make_member())
    response = client.post("/images/", {"picture": upload(make())})
    assert response.status_code == (413 if code == "too_large" else 400)
    assert response.json() == {"error": str(SENTENCES[code]), "code": code}
    assert not Picture.objects.exists()
    assert not files_in(media)
