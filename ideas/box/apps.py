from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BoxConfig(AppConfig):
    name = "ideas.box"
    verbose_name = _("boîte à idées")

    def ready(self) -> None:
        """Tell the wire, the bell, the café, the search, the desk and the home page what we have."""
        # Models are there only now.
        from community.discussions.subjects import register_subject
        from community.members.profile import register_contributions
        from community.moderation.kinds import register_kind as register_moderated
        from community.notices.audiences import register_audience
        from community.notices.kinds import register_kind as register_notice
        from community.panels import register_panel
        from community.search.kinds import register_kind as register_searched
        from ideas.box import (
            belongings,
            contributions,
            exhibits,
            honours,
            live,
            personal,
            search,
            talk,
            telling,
            webhooks,
        )
        from ideas.box.actions.team import equip_editors
        from ideas.box.panel import idea_panel
        from realtime.topics import register

        for topic in (live.BoxTopic(), live.IdeaTopic()):
            register(topic)
        for notice in telling.KINDS:
            register_notice(notice)
        register_audience(telling.CONCERNED, telling.concerned)
        register_subject(talk.SUBJECT)
        register_searched(search.KIND)
        register_moderated(exhibits.IDEAS)
        belongings.register()
        personal.register()
        honours.register()
        webhooks.register()
        count, latest = contributions.count_ideas, contributions.latest_ideas
        register_contributions("ideas", _("Idées"), count, "box/_proposed.html", latest)
        register_panel("idea", _("L’idée qui monte"), "box/_idea_panel.html", idea_panel)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
