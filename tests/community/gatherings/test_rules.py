import pytest

from community.gatherings.rules import served


@pytest.mark.parametrize(
    ("parties", "free", "passing", "chosen"),
    [
        ([1, 1, 1], 2, False, [0, 1]),
        ([2, 1, 1], 4, False, [0, 1, 2]),
        ([3, 1, 1], 2, False, []),  # two chairs wait for three people
        ([1, 3, 1], 2, False, [0]),
        ([3, 1, 1], 2, True, [1, 2]),  # after the close nothing stays empty on principle
        ([3, 2, 1], 2, True, [1]),
        ([9, 1], 2, False, [1]),  # nine never fit where there are eight
        ([], 5, False, []),
        ([1], 0, True, []),
    ],
)
def test_who_of_a_line_is_served(parties, free, passing, chosen):
    assert served(parties, free, capacity=8, passing=passing) == chosen
