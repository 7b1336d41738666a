import asyncio

import pytest

from realtime.frames import Frame
from realtime.outlet import EXTENSION, MOST_BYTES, MOST_FRAMES, PATIENCE, DirectOutlet, PlainOutlet, outlet_for


class Owner:
    """Notes what an outlet asks of its socket."""

    def __init__(self):
        self.unfinished = 0
        self.code = None
        self.outlet = None

    def is_unfinished(self):
        self.unfinished += 1

    def close(self, code):
        self.code = code
        self.outlet.close(code)


class Transport:
    """A direct way whose reader may stop reading."""

    def __init__(self):
        self.written = []
        self.left = 0
        self.code = None

    def write(self, wire):
        self.written.append(wire[2:].decode())

    def waiting(self):
        return self.left

    def close(self, code):
        self.code = code


def direct():
    owner, transport = Owner(), Transport()
    owner.outlet = DirectOutlet(transport, owner)
    return owner, transport, owner.outlet


async def _run(scenario):
    scenario()


def in_loop(scenario):
    asyncio.run(_run(scenario))


def test_while_a_send_is_unfinished_states_are_skipped_and_the_last_one_follows():
    def scenario():
        owner, transport, outlet = direct()
        outlet.offer("t", Frame("1"))
        transport.left = 1
        outlet.offer("t", Frame("2"))
        outlet.offer("t", Frame("3"))
        outlet.offer("u", Frame("x"))
        assert (transport.written, owner.unfinished) == (["1"], 1)
        now = asyncio.get_running_loop().time()
        assert outlet.check(now)
        transport.left = 0
        assert not outlet.check(now)
        assert transport.written == ["1", "3", "x"]

    in_loop(scenario)


def test_a_later_state_replaces_the_one_held_back():
    def scenario():
        _, transport, outlet = direct()
        transport.left = 1
        outlet.offer("t", Frame("1"))
        transport.left = 0
        outlet.offer("t", Frame("2"))
        outlet.check(asyncio.get_running_loop().time())
        assert transport.written == ["2"]

    in_loop(scenario)


def test_an_unfinished_send_is_closed_after_ten_seconds_and_not_before():
    def scenario():
        owner, transport, outlet = direct()
        transport.left = 1
        outlet.offer("t", Frame("1"))
        now = asyncio.get_running_loop().time()
        assert outlet.check(now + PATIENCE - 0.1)
        assert owner.code is None
        assert not outlet.check(now + PATIENCE + 0.1)
        assert (owner.code, transport.code) == (4408, 4408)

    in_loop(scenario)


@pytest.mark.parametrize(("left", "code"), [(MOST_BYTES, None), (MOST_BYTES + 1, 4408)])
def test_a_step_that_finds_no_room_closes_and_none_is_skipped(left, code):
    def scenario():
        owner, transport, outlet = direct()
        transport.left = left
        outlet.put(Frame("1"))
        assert (owner.code, transport.written) == (code, [] if code else ["1"])
        outlet.put(Frame("2"))
        assert transport.written == ([] if code else ["1", "2"])

    in_loop(scenario)


def test_after_the_close_nothing_is_written():
    def scenario():
        _, transport, outlet = direct()
        outlet.close(1001)
        outlet.close(4408)
        outlet.put(Frame("1"))
        outlet.offer("t", Frame("2"))
        assert (transport.code, transport.written) == (1001, [])

    in_loop(scenario)


class Reader:
    """An ASGI send whose reader may stop reading."""

    def __init__(self):
        self.got = []
        self.reads = asyncio.Event()
        self.reads.set()

    async def send(self, message):
        await self.reads.wait()
        self.got.append(message.get("text", message.get("code")))

    async def settle(self):
        for _ in range(5):
            await asyncio.sleep(0)


def plain():
    owner, reader = Owner(), Reader()
    owner.outlet = PlainOutlet(reader.send, owner)
    return owner, reader, owner.outlet


def test_on_the_plain_path_one_send_is_under_way_and_states_replace_each_other():
    async def scenario():
        owner, reader, outlet = plain()
        reader.reads.clear()
        outlet.put(Frame("answer"))
        await reader.settle()
        outlet.offer("t", Frame("1"))
        outlet.offer("t", Frame("2"))
        outlet.put(Frame("step"))
        assert owner.unfinished == 1
        reader.reads.set()
        await reader.settle()
        assert reader.got == ["answer", "step", "2"]
        assert not outlet.check(asyncio.get_running_loop().time() + 60)

    asyncio.run(scenario())


def test_on_the_plain_path_a_stuck_send_is_given_up_for_the_close():
    async def scenario():
        owner, reader, outlet = plain()
        reader.reads.clear()
        outlet.put(Frame("stuck"))
        await reader.settle()
        now = asyncio.get_running_loop().time()
        assert outlet.check(now + PATIENCE - 0.1)
        assert not outlet.check(now + PATIENCE + 0.1)
        assert owner.code == 4408
        reader.reads.set()
        await reader.settle()
        assert reader.got == [4408]

    asyncio.run(scenario())


def test_on_the_plain_path_so_many_frames_may_wait_and_not_one_more():
    async def scenario():
        owner, reader, outlet = plain()
        reader.reads.clear()
        outlet.put(Frame("under way"))
        await reader.settle()
        for _ in range(MOST_FRAMES):
            outlet.put(Frame("waiting"))
        assert owner.code is None
        outlet.put(Frame("too many"))
        assert owner.code == 4408
        await reader.settle()

    asyncio.run(scenario())


def test_a_socket_that_is_gone_is_no_error():
    async def scenario():
        async def broken(_message):
            raise OSError("gone")

        owner = Owner()
        outlet = owner.outlet = PlainOutlet(broken, owner)
        outlet.put(Frame("1"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert outlet.closed == 1006
        outlet.put(Frame("2"))

    asyncio.run(scenario())


def test_the_direct_way_is_taken_where_a_server_offers_it():
    assert isinstance(outlet_for({"extensions": {EXTENSION: Transport()}}, None, Owner()), DirectOutlet)
    assert isinstance(outlet_for({"extensions": {}}, None, Owner()), PlainOutlet)
    assert isinstance(outlet_for({}, None, Owner()), PlainOutlet)
