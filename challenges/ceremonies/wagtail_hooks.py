"""What those who lead Qdéfis find of ceremonies in the back office: a page a Qdéfi, led to from its own page."""

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from challenges.ceremonies.staff import urlpatterns


@hooks.register("register_admin_urls")
def register_desk() -> list[URLPattern]:
    return urlpatterns()


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """What was done there, in the history of a Qdéfi."""
    for name, label in (
        ("planifier", _("Planifier la cérémonie")),
        ("annuler", _("Annuler la cérémonie")),
        ("article", _("En faire un article")),
    ):
        actions.register_action(f"ceremonies.{name}", label, label)
