from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class QdefisConfig(AppConfig):
    name = "challenges.qdefis"
    verbose_name = _("Qdéfis")

    def ready(self) -> None:
        """Tell the wire, the bell, the café, the search, the desk and `/moi/` what we have."""
        # Models are there only now.
        from challenges.qdefis import (
            belongings,
            contributions,
            exhibits,
            live,
            personal,
            search,
            talk,
            telling,
            webhooks,
        )
        from challenges.qdefis.actions.team import equip_editors
        from community.discussions.subjects import register_subject
        from community.members.profile import register_contributions
        from community.moderation.kinds import register_kind as register_moderated
        from community.notices.audiences import register_audience
        from community.notices.kinds import register_kind as register_notice
        from community.search.kinds import register_kind as register_searched
        from realtime.topics import register

        register(live.QdefiTopic())
        for notice in telling.KINDS:
            register_notice(notice)
        register_audience(telling.ENTRANTS, telling.entrants)
        register_subject(talk.SUBJECT)
        register_searched(search.KIND)
        register_moderated(exhibits.ENTRIES)
        belongings.register()
        personal.register()
        webhooks.register()
        count, latest = contributions.count_entries, contributions.latest_entries
        register_contributions("entries", _("Qdéfis"), count, "qdefis/_entered.html", latest)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
