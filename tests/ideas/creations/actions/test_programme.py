"""Publishing, revising and forgetting creations."""

from datetime import timedelta

import pytest

from community.pictures.models import Picture
from community.search.models import IndexEntry
from ideas.creations.actions.programme import (
    delete_draft,
    illustrate_creation,
    publish_creation,
    revise_creation,
)
from ideas.creations.models import Creation, CreationState
from ideas.creations.rules import CreationRefused
from tests.factories.creations import make_creation, make_open_stage, make_stage, make_stage_picture
from tests.factories.members import make_member
from tests.factories.pictures import make_taken, upload
from tests.ideas.creations.conftest import standstill

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_creation(state=CreationState.DRAFT, published_at=None)


def refused(code, act, *given):
    with standstill(), pytest.raises(CreationRefused) as refusal:
        act(*given)
    assert refusal.value.code == code


def test_a_draft_becomes_public_and_is_found(draft):
    make_stage(draft, opens_in=timedelta(days=1))
    published = publish_creation(draft)
    assert (published.is_draft, published.published_at is not None) == (False, True)
    assert IndexEntry.objects.filter(kind="creation", key=str(draft.pk)).exists()


def test_not_twice_not_empty_and_not_with_a_stage_that_opened_unseen(draft):
    refused("no_stage", publish_creation, draft)
    refused("public", publish_creation, make_creation(stages=1))
    make_open_stage(draft)
    refused("past", publish_creation, draft)


def test_the_address_stays_once_it_is_public(draft):
    assert revise_creation(draft, {"slug": "autre"}).slug == "autre"
    public = make_creation()
    refused("public", revise_creation, public, {"slug": "autre-encore"})
    assert revise_creation(public, {"lead": "Mieux dit."}).lead == "Mieux dit."


def test_a_draft_goes_with_its_pictures(draft):
    owner = make_member()
    shown = make_stage_picture(make_stage(draft), owner)
    Picture.objects.filter(pk=shown.picture_id).delete()
    shown = make_stage(draft).pictures.create(picture=make_taken(owner, is_used=True), alt="x")
    delete_draft(draft)
    assert not Creation.objects.exists()
    assert not Picture.objects.filter(pk=shown.picture_id).exists()


def test_what_is_public_stays():
    refused("public", delete_draft, make_creation())


def test_a_picture_replaces_the_former():
    creation, editor = make_creation(), make_member()
    for _ in range(2):
        illustrate_creation(creation, upload(), by=editor)
    creation.refresh_from_db()
    assert (creation.picture.is_public, Picture.objects.count()) == (True, 1)
