import pytest
from django.core.exceptions import ValidationError

from community.members.zones import HOME, choices, validate_zone


def test_home_is_a_zone_to_choose():
    validate_zone(HOME)
    assert ("Europe/Zurich", "Zurich") in dict(choices())["Europe"]


@pytest.mark.parametrize("name", ["", "Zurich", "Europe/Fleurier", "../etc/passwd", "europe/zurich"])
def test_what_is_no_zone_is_refused(name):
    with pytest.raises(ValidationError):
        validate_zone(name)


def test_offsets_are_no_places():
    assert not {"Etc", "US", "posix"} & set(dict(choices()))
