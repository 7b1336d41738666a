"""The tables under the wire: a counter for each topic, the steps of log topics, and the database's epoch."""

import secrets

from django.db import models


def new_epoch() -> str:
    return secrets.token_hex(8)


class Topic(models.Model):
    """A topic's counter. It rises in every transaction that changes what listeners may see."""

    name = models.TextField(primary_key=True)
    seq = models.BigIntegerField()
    kind = models.TextField()  # what moved last

    def __str__(self) -> str:
        return f"{self.name} {self.seq}"


class Event(models.Model):
    """One step of a log topic: numbered per topic without a gap, kept for some minutes."""

    topic = models.TextField()
    seq = models.BigIntegerField()
    kind = models.TextField()
    data = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "seq"], name="realtime_event_number")]

    def __str__(self) -> str:
        return f"{self.topic} {self.seq} {self.kind}"


class Epoch(models.Model):
    """The database's name for itself, one row. A new one after a restore makes every client read again."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.TextField(default=new_epoch)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="realtime_epoch_single")]

    def __str__(self) -> str:
        return self.value
