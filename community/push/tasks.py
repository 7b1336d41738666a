"""What a worker does for devices."""

from procrastinate.contrib.django import app

from community.push import actions, messages
from community.push.delivery import deliver
from community.push.models import PushSubscription
from realtime import clock


@app.task(priority=10)
def ring_device(device_id: int) -> None:
    """Try one device as its owner asked, by the way that every push takes; twice does no harm."""
    device = PushSubscription.objects.select_related("member").filter(pk=device_id).first()
    if device is None:
        return
    push, now = messages.of_test(device), clock.now()
    actions.note_answer(device, deliver(push, now), key=push.topic, now=now)
    actions.show_owner(device)
