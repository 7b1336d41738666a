from django import forms
from django.utils.translation import gettext_lazy as _

from community.push.models import LONGEST_ENDPOINT, LONGEST_LABEL


class DeviceForm(forms.Form):
    """What a browser says of its subscription; whether it is any good the action knows."""

    endpoint = forms.CharField(max_length=LONGEST_ENDPOINT, strip=False)
    p256dh = forms.CharField(max_length=200, strip=False)
    auth = forms.CharField(max_length=100, strip=False)
    device = forms.IntegerField(min_value=1, required=False)  # as which the page knows it
    old = forms.CharField(max_length=LONGEST_ENDPOINT, strip=False, required=False)  # as which its worker knew it


class LabelForm(forms.Form):
    """How a device is called."""

    label = forms.CharField(label=_("Nom de l’appareil"), max_length=LONGEST_LABEL)
