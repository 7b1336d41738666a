from django.urls import path

from community.moderation import views

app_name = "moderation"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("journal/", views.log, name="log"),
    path("sanctions/", views.sanctions, name="sanctions"),
    path("regles/", views.rules, name="rules"),
    path("regles/<int:pk>/", views.rule, name="rule"),
    path("reglages/", views.settings, name="settings"),
    path("membres/<slug:handle>/", views.member, name="member"),
    path("membres/<slug:handle>/lever/", views.lift, name="lift"),
    path("signaler/<slug:kind>/<slug:key>/", views.flag, name="flag"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/prendre/", views.claim, name="claim"),
    path("<int:pk>/rendre/", views.release, name="release"),
    path("<int:pk>/decision/", views.decide, name="decide"),
]
