from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "community.members"
    verbose_name = _("membres")

    def ready(self) -> None:
        from community.members import belongings, checks, personal, search, signals  # noqa: F401 -- registers them
        from community.members.actions.team import equip_moderators
        from community.search.kinds import register_authors, register_kind

        belongings.register()
        personal.register()
        register_kind(search.KIND)
        register_authors(search.author_called)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_moderators, sender=apps.get_app_config("auth"))
