from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """The wire. It knows no product noun: parts register their topics and ops."""

    name = "realtime"
