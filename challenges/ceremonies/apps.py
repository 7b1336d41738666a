from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CeremoniesConfig(AppConfig):
    name = "challenges.ceremonies"
    verbose_name = _("cérémonies des Qdéfis")

    def ready(self) -> None:
        """Keep results back until they were shown, honour who took part, tell wire and home page what we have."""
        from challenges.ceremonies import cards, honours, live, personal, shown, telling  # models are there only now
        from challenges.ceremonies.actions.honouring import honour
        from challenges.ceremonies.panel import qdefi_panel
        from challenges.ceremonies.queries import is_ceremony_ahead
        from challenges.qdefis.beside import register_on_qdefi
        from challenges.qdefis.cards import register_cards
        from challenges.qdefis.endings import register_at_the_end, register_hold
        from community.notices.audiences import register_audience
        from community.panels import register_panel
        from realtime.topics import register

        register(live.CeremonyTopic())
        register_hold(is_ceremony_ahead)
        register_at_the_end(honour)
        register_on_qdefi("ceremonies", "ceremonies/_beside.html", shown.on_qdefi)
        register_cards(cards.address_of, cards.forget_card)
        register_audience(telling.OTHERS, telling.others)
        honours.register()
        personal.register()
        register_panel("qdefi", _("Le Qdéfi du moment"), "ceremonies/_qdefi_panel.html", qdefi_panel)
