from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "community.gatherings"
    verbose_name = _("événements")

    def ready(self) -> None:
        """Tell the wire our topic, the bell our kinds, the café, the search and the home page what we have."""
        from community.discussions.subjects import register_subject
        from community.gatherings import (
            belongings,
            honours,
            live,
            personal,
            search,
            talk,
            telling,
        )  # models are there only now
        from community.gatherings.actions.team import equip_editors
        from community.gatherings.panel import gathering_panel
        from community.notices.kinds import register_kind as register_notice
        from community.panels import register_panel
        from community.search.kinds import register_kind as register_searched
        from realtime.topics import register

        register(live.GatheringTopic())
        for notice in telling.KINDS:
            register_notice(notice)
        register_subject(talk.SUBJECT)
        register_searched(search.KIND)
        belongings.register()
        personal.register()
        honours.register()
        register_panel("gathering", _("Le prochain événement"), "gatherings/_gathering_panel.html", gathering_panel)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
