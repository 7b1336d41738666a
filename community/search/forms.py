from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 200


class SearchForm(forms.Form):
    """What somebody looks for. An empty form is no mistake: nothing was asked yet."""

    q = forms.CharField(
        label=_("Chercher"),
        max_length=LONGEST,
        required=False,
        error_messages={
            "max_length": _("C’est trop long pour nous : %(limit_value)d signes au plus, tu en as %(show_value)d.")
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
