from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(WagtailUsersAppConfig):
    """Wagtail's users, kept by our own desk."""

    user_viewset = "editorial.staff.MemberViewSet"


class EditorialConfig(AppConfig):
    """The magazine, the glossary, the brands, and the home page that shows what all parts offer."""

    name = "editorial"
    default = True

    def ready(self) -> None:
        from challenges.ceremonies.stories import register_maker
        from community.discussions.subjects import register_subject
        from community.panels import register_panel  # the queries read models, which exist only now
        from community.search.kinds import register_kind
        from community.text.explaining import register_explainer
        from editorial import personal, signals  # noqa: F401 -- registers them
        from editorial.embeds import register_embed
        from editorial.explaining import Explainer
        from editorial.queries import embeds
        from editorial.queries.home import articles_panel, term_panel
        from editorial.search import KINDS
        from editorial.stories import draft_of_qdefi
        from editorial.talk import ARTICLE

        personal.register()
        for kind in KINDS:
            register_kind(kind)
        register_subject(ARTICLE)
        for route, load in embeds.KINDS.items():
            register_embed(route, load)
        register_explainer(Explainer)
        register_maker(draft_of_qdefi)
        register_panel("articles", _("Derniers articles"), "editorial/panels/_articles.html", articles_panel)
        register_panel("term", _("Terme du jour"), "editorial/panels/_term.html", term_panel)
