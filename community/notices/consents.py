"""What about notices needs a yes: a digest, which is written without anything having happened to the member."""

from django.utils.translation import gettext_lazy as _

from community.members.consents import Purpose
from community.notices.actions.choices import DIGEST, follow_consent

DIGEST_CONSENT = Purpose(
    name=DIGEST,
    label=_("Le résumé par e-mail"),
    sentence=_("Recevoir, le lundi ou chaque matin, un résumé de ce que tu as manqué."),
    version=1,
    follow=follow_consent,
)
