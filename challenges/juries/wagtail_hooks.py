"""What those who lead Qdéfis find of juries in the back office: a page a Qdéfi, led to from its own page."""

from django.urls import URLPattern
from wagtail import hooks

from challenges.juries.staff import urlpatterns


@hooks.register("register_admin_urls")
def register_desk() -> list[URLPattern]:
    return urlpatterns()
