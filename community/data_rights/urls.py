from django.urls import path

from community.data_rights import views

app_name = "data_rights"
urlpatterns = [
    path("confidentialite/", views.privacy, name="privacy"),
    path("moi/donnees/", views.own_data, name="own_data"),
    path("moi/donnees/copies/", views.copies, name="copies"),
    path("moi/donnees/copies/<slug:token>.zip", views.copy, name="copy"),
    path("moi/donnees/accords/<slug:purpose>/", views.consent, name="consent"),
    path("moi/donnees/effacer/", views.departure, name="departure"),
    path("moi/donnees/effacer/annuler/", views.call_off, name="call_off"),
]
