from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JuriesConfig(AppConfig):
    name = "challenges.juries"
    verbose_name = _("jurys des Qdéfis")

    def ready(self) -> None:
        """Give Qdéfis their fair order and what stands beside them; tell the bell and the registries what we have."""
        from challenges.juries import belongings, fair, personal, shown, telling, webhooks  # models are there only now
        from challenges.qdefis.beside import register_on_cards, register_on_entry, register_on_qdefi
        from challenges.qdefis.orders import register_order
        from community.notices.kinds import register_kind

        register_order(fair.fair_leaf)
        register_on_qdefi("juries", "juries/_panel.html", shown.on_qdefi)
        register_on_entry("juries", "juries/_entry.html", shown.on_entry)
        register_on_cards("juries", "juries/_mark.html", shown.on_cards)
        for kind in telling.KINDS:
            register_kind(kind)
        belongings.register()
        personal.register()
        webhooks.register()
