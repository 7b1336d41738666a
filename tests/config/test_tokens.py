from config.tokens import Pair, colours


def test_a_name_has_two_colours():
    assert colours()["enamel"] == Pair("oklch(97.71% 0.0074 80.7)", "oklch(17.63% 0.0052 248.1)")


def test_an_ornament_may_be_the_same_day_and_night():
    pair = colours()["brass-ornament"]
    assert pair.light == pair.dark
