from realtime.limits import Doorman, Strikes, TokenBucket


def test_a_bucket_lets_the_burst_through_and_then_the_rate():
    bucket = TokenBucket(rate=10, burst=20, now=0)
    assert [bucket.take(0) for _ in range(21)] == [True] * 20 + [False]
    assert [bucket.take(0.1), bucket.take(0.1)] == [True, False]
    assert [bucket.take(1.1) for _ in range(11)] == [True] * 10 + [False]


def test_a_bucket_never_holds_more_than_the_burst():
    bucket = TokenBucket(rate=10, burst=20, now=0)
    assert sum(bucket.take(3600) for _ in range(100)) == 20


def test_strikes_count_within_their_window_only():
    strikes = Strikes(3, 10)
    assert [strikes.add(0), strikes.add(9), strikes.add(10.5), strikes.add(11)] == [False, False, False, True]


def test_the_third_strike_at_the_window_s_edge_counts():
    strikes = Strikes(3, 10)
    assert [strikes.add(0), strikes.add(5), strikes.add(10)] == [False, False, True]


def test_a_member_and_an_address_are_counted_apart(settings):
    settings.REALTIME = {"sockets_per_member": 2, "sockets_per_address": 3}
    doorman = Doorman()
    assert [bool(doorman.enter(1, "a")) for _ in range(3)] == [True, True, False]
    assert [bool(doorman.enter(None, "a")) for _ in range(4)] == [True, True, True, False]
    assert doorman.enter(None, "b")
    assert doorman.enter(2, "a")


def test_who_leaves_makes_room(settings):
    settings.REALTIME = {"sockets_per_member": 1}
    doorman = Doorman()
    place = doorman.enter(1, "a")
    assert doorman.enter(1, "a") is None
    doorman.leave(place)
    assert doorman.enter(1, "a") == place
