from django.urls import path, re_path

from community.discussions.feeds import CafeFeed, CategoryFeed, ThreadFeed
from community.discussions.views import lists, posts, questions, threads

app_name = "discussions"

_thread = r"cafe/t/(?P<slug>[-\w]+)/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    path("cafe/", lists.cafe, name="cafe"),
    path("cafe/tables/", lists.tables, name="tables"),
    path("cafe/apercu/", posts.preview, name="preview"),
    path("cafe/feed/", CafeFeed(), name="feed"),
    path("cafe/c/<slug:slug>/feed/", CategoryFeed(), name="category_feed"),
    path("cafe/c/<slug:slug>/", lists.category, name="category"),
    path("cafe/c/<slug:slug>/nouveau/", threads.new_thread, name="new_thread"),
    path("cafe/c/<slug:slug>/suivi/", threads.category_stance, name="category_stance"),
    path("cafe/sur/<slug:name>/<slug:key>/question/", questions.ask, name="ask"),
    path("cafe/sur/<slug:name>/<slug:key>/", threads.under_subject, name="under_subject"),
    re_path(rf"^{_thread}$", threads.thread, name="thread"),
    re_path(rf"^{_thread}nouveaux/$", threads.fresh, name="fresh"),
    re_path(rf"^{_thread}feed/$", ThreadFeed(), name="thread_feed"),
    re_path(rf"^{_thread}aussi/$", questions.shared, name="shared"),
    re_path(rf"^{_thread}lu/$", threads.read_to, name="read_to"),
    re_path(rf"^{_thread}suivi/$", threads.stance, name="stance"),
    re_path(
        rf"^{_thread}(?P<verb>fermer|rouvrir|epingler|desepingler|deplacer|renommer)/$", threads.order, name="order"
    ),
    path("cafe/p/<int:pk>/", posts.post, name="post"),
    path("cafe/p/<int:pk>/source/", posts.source, name="source"),
    path("cafe/p/<int:pk>/historique/", posts.history, name="history"),
    path("cafe/p/<int:pk>/modifier/", posts.edit, name="edit"),
    path("cafe/p/<int:pk>/supprimer/", posts.delete, name="delete"),
    path("cafe/p/<int:pk>/retablir/", posts.restore, name="restore"),
    path("cafe/p/<int:pk>/meilleure/", posts.best, name="best"),
    path("cafe/p/<int:pk>/reactions/<slug:name>/", posts.reaction, name="reaction"),
]
