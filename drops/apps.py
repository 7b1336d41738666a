from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


class DropsConfig(AppConfig):
    name = "drops"
    verbose_name = _("Drops")

    def ready(self) -> None:
        """Tell the wire, the café, the bell, the account and the calendar what we have; listen to strangers."""
        # Models are there only now.
        from community.discussions.subjects import register_subject
        from community.discussions.voices import register_voice
        from community.gatherings.calendar import register_calendar
        from community.notices.audiences import register_audience
        from community.notices.health import register_coming
        from community.notices.kinds import register_kind
        from community.notices.live import register_part
        from community.panels import register_panel
        from community.pictures.actions import forget_files
        from drops import belongings, calendar, descent, live, owners, pages, personal, talk, telling, voices
        from drops.actions.team import equip_team
        from ideas.descent import register_heirs
        from realtime.ops import register_op
        from realtime.topics import register

        for topic in (live.ScheduleTopic(), live.DropTopic()):
            register(topic)
        register_part("claims", live.claims_of_viewer)
        register_op("claim", live.CLAIM_FIELDS, live.claim)
        register_subject(talk.DROP)
        register_calendar("drops", calendar.openings)
        for voice in voices.VOICES:
            register_voice(voice)
        register_kind(telling.KIND)
        register_audience(telling.OPENING, telling.listeners)
        register_coming("drop", telling.coming_to)
        register_heirs(descent.heirs)
        belongings.register()
        owners.register()
        personal.register()
        register_panel("dial", _("Le drop du moment"), "drops/_moment.html", pages.dial_panel)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions of ours and Wagtail's are there.
        post_migrate.connect(equip_team, sender=apps.get_app_config("auth"))
        post_delete.connect(forget_files, sender="drops.WatchPicture")
