from collections import Counter
from random import Random

from drops.rehearsal.cast import Decision, cast_roles


def cast(seed=1, number=2000, **options):
    return cast_roles(number, **({"lead": 180, "seconds": 90.0} | options), chance=Random(seed))


def test_the_same_seed_casts_the_same_roles():
    assert cast(1) == cast(1) != cast(2)


def test_everybody_keeps_to_the_time():
    for role in cast():
        assert 0 <= role.arrives <= 60
        assert role.reacts is None or 0 < role.reacts <= 81
        assert role.loses_line is None or 0 <= role.loses_line <= 72
        assert 0 < role.decides <= 54


def test_who_comes_late_comes_at_once():
    assert {role.arrives for role in cast(number=50, lead=-3)} == {0}


def test_a_burst_then_a_tail_that_thins_out():
    reactions = [role.reacts for role in cast() if role.reacts is not None]
    assert 0.5 < len(reactions) / 2000 < 0.7
    by_part = Counter(int(reaction // 9) for reaction in reactions)
    assert by_part[0] > 2 * by_part[1]
    assert by_part[1] + by_part[2] + by_part[3] > by_part[6] + by_part[7] + by_part[8] > 0


def test_every_part_is_played():
    roles = cast()
    assert {role.decision for role in roles} == set(Decision)
    assert any(role.clicks_twice for role in roles)
    assert any(role.loses_line for role in roles)
