"""How a hub hears the other processes: one channel of the channel layer, in one group."""

from collections.abc import Callable, Mapping
from typing import Any

from channels.layers import get_channel_layer

from realtime.relay import GROUP


class Ear:
    """Listens until the layer fails; whoever runs it begins again then."""

    def __init__(self, heard: Callable[[Mapping[str, Any]], None]) -> None:
        self._heard = heard

    async def listen(self) -> None:
        # After a failed start the layer remembers subscriptions that Redis does not: begin with a clean one.
        # (Once subscribed, redis-py subscribes again by itself when Redis comes back; meanwhile hubs look.)
        layer = get_channel_layer()
        await layer.flush()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        while True:
            self._heard(await layer.receive(channel))
