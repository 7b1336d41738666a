import pytest

from editorial.demo.painting import PAINTINGS


@pytest.mark.parametrize("name", PAINTINGS)
def test_each_is_three_by_two_and_the_same_every_time(name):
    painted = PAINTINGS[name](90)
    assert painted.size == (90, 60)
    assert painted.tobytes() == PAINTINGS[name](90).tobytes()
    assert len(painted.getcolors(90 * 60)) > 100, "A picture, not a flat colour."
