from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataRightsConfig(AppConfig):
    name = "community.data_rights"
    verbose_name = _("données personnelles")

    def ready(self) -> None:
        """Offer the page of one's own data, tell the bell what it says of it, register our own tables."""
        from community.data_rights import personal, telling  # models are there only now
        from community.members.pages import Section, register_page
        from community.notices.kinds import register_kind

        personal.register()
        register_kind(telling.EXPORT_READY)
        register_page(Section.DATA, "data_rights:own_data", _("Mes données"), covers=["data_rights:departure"])
