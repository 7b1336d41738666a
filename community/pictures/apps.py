from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    name = "community.pictures"
    verbose_name = _("images")

    def ready(self) -> None:
        """Listen for rows that go, as they do with their owner's account."""
        from community.pictures import personal  # models are there only now
        from community.pictures.actions import forget_files

        personal.register()
        post_delete.connect(forget_files, sender="pictures.Picture")
