from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BallotsConfig(AppConfig):
    name = "ideas.ballots"
    verbose_name = _("scrutins")

    def ready(self) -> None:
        """Tell the wire our topic, the bell our kinds, and `/moi/` what we have."""
        from community.notices.audiences import register_audience
        from community.notices.kinds import register_kind
        from ideas.ballots import belongings, honours, live, personal, telling, webhooks  # models are there only now
        from ideas.ballots.actions.team import equip_editors
        from realtime.topics import register

        register(live.BallotTopic())
        for kind in telling.KINDS:
            register_kind(kind)
        register_audience(telling.VOTERS, telling.voters)
        register_audience(telling.LATE, telling.late)
        belongings.register()
        personal.register()
        honours.register()
        webhooks.register()
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
