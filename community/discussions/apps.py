from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "community.discussions"
    verbose_name = _("discussions")

    def ready(self) -> None:
        """Tell the wire our topics, the bell our kinds of notice, the search and the moderation what we have."""
        # Models are there only now.
        from community.discussions import (
            asking,
            belongings,
            contributions,
            exhibits,
            honours,
            live,
            personal,
            search,
            telling,
            voices,
        )
        from community.discussions.panel import cafe_panel
        from community.members.profile import register_contributions
        from community.moderation.kinds import register_kind as register_moderated
        from community.notices.audiences import register_audience
        from community.notices.kinds import register_kind as register_notice
        from community.panels import register_panel
        from community.search.kinds import register_kind as register_searched
        from realtime.topics import register

        for topic in (live.CafeTopic(), live.ThreadTopic()):
            register(topic)
        for notice in (*telling.KINDS, *asking.KINDS):
            register_notice(notice)
        voices.register_voice(voices.HOUSE)
        register_audience(telling.LISTENERS, telling.listeners)
        register_audience(asking.WAITING, asking.waiting)
        for searched in search.KINDS:
            register_searched(searched)
        register_moderated(exhibits.POSTS)
        belongings.register()
        personal.register()
        honours.register()
        count, latest = contributions.count_posts, contributions.latest_posts
        register_contributions("messages", _("Messages"), count, "discussions/_said.html", latest)
        register_panel("cafe", _("Le café"), "discussions/_cafe_panel.html", cafe_panel)
