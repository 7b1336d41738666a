import pytest
from django.db import IntegrityError, transaction

from community.universes.models import Universe

pytestmark = pytest.mark.django_db


def test_a_universe_has_a_name_and_an_address_of_its_own():
    assert str(Universe.objects.create(slug="qlock", name="Qlock")) == "Qlock"
    for fields in ({"slug": "qlock", "name": "Autre"}, {"slug": "autre", "name": "Qlock"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Universe.objects.create(**fields)
