from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring; an app so that its commands (`run`, `serve`, …) and its checks are found."""

    name = "config"

    def ready(self) -> None:
        import config.checks  # noqa: F401 -- registers the checks
