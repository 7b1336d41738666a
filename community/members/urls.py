from django.urls import path

from community.members.views import cards, circles, devices, own, proof

app_name = "members"
urlpatterns = [
    path("moi/", own.mine, name="mine"),
    path("moi/tout/<slug:name>/", own.shelf, name="shelf"),
    path("moi/profil/", own.profile, name="profile"),
    path("moi/portrait/", own.avatar, name="avatar"),
    path("moi/discretion/", own.privacy, name="privacy"),
    path("moi/blocages/", own.silences, name="silences"),
    path("moi/securite/", own.security, name="security"),
    path("moi/preuve/", proof.ProofView.as_view(), name="proof"),
    path("moi/appareils/", devices.devices, name="devices"),
    path("moi/appareils/autres/", devices.other_devices, name="other_devices"),
    path("moi/appareils/<int:pk>/", devices.device, name="device"),
    # Words that stand where a handle would are reserved in `handles`.
    path("membres/confiance/", cards.trust, name="trust"),
    path("membres/<slug:handle>/", cards.card, name="card"),
    path("membres/<slug:handle>/carte/", cards.peek, name="peek"),
    path("membres/<slug:handle>/suivi/", circles.follow, name="follow"),
    path("membres/<slug:handle>/blocage/", circles.block, name="block"),
    path("membres/<slug:handle>/nomination/", circles.nomination, name="nomination"),
]
