from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CreationsConfig(AppConfig):
    name = "ideas.creations"
    verbose_name = _("créations")

    def ready(self) -> None:
        """Tell the bell our kinds; the café, the search, the account and the home page what we have."""
        from community.discussions.subjects import register_subject  # models are there only now
        from community.members.consents import register_purpose
        from community.notices.audiences import register_audience
        from community.notices.kinds import register_kind as register_notice
        from community.panels import register_panel
        from community.search.kinds import register_kind as register_searched
        from ideas.ballots.places import register_places
        from ideas.creations import belongings, consent, personal, search, talk, telling
        from ideas.creations.actions.team import equip_editors
        from ideas.creations.panel import creation_panel
        from ideas.creations.queries import places_of

        for notice in telling.KINDS:
            register_notice(notice)
        register_audience(telling.AUDIENCE, telling.listeners)
        register_places("creations", places_of)
        register_purpose(consent.PURPOSE)
        register_subject(talk.SUBJECT)
        register_searched(search.KIND)
        belongings.register()
        personal.register()
        register_panel("creation", _("La création en cours"), "creations/_creation_panel.html", creation_panel)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
