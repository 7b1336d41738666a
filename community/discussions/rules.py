"""Who may read, write and change what. Pure: whoever asks brings the facts."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.discussions.models import Category, Post, PostState, Thread
from community.moderation.rules import may_moderate

LONGEST_POST = 20_000  # characters
LONGEST_REASON = 120
LONGEST_DESCRIPTION = 200  # of a picture
SHORTEST_TITLE, LONGEST_TITLE = 5, 120

REFUSALS: dict[str, str | Promise] = {
    "login_required": _("Il faut être membre pour écrire. Ton texte est gardé ici le temps de te connecter."),
    "email_unconfirmed": _("Confirme d’abord ton adresse e-mail ; ton texte est gardé."),
    "closed": _("Ce sujet est fermé : on peut le lire, plus y répondre. Ton texte est gardé."),
    "gone": _("Ce message n’est plus là. Ton texte est gardé."),
    "news_only": _("Ici, c’est la maison qui ouvre les sujets ; les réponses sont à tout le monde."),
    "silenced": _("La modération t’a demandé une pause : tu peux lire, pas écrire. Ton texte est gardé."),
    "not_yours": _("Ce message n’est pas le tien."),
    "too_late": _("Ce message est trop ancien pour être modifié. Réponds-lui plutôt, la suite en profitera."),
    "too_soon": ngettext_lazy(
        "Doucement : attends encore {seconds} seconde. Ton texte est gardé.",
        "Doucement : attends encore {seconds} secondes. Ton texte est gardé.",
        "seconds",
    ),
    "threads_a_day": ngettext_lazy(
        "{limit} sujet par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "{limit} sujets par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "limit",
    ),
    "posts_a_day": ngettext_lazy(
        "{limit} message par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "{limit} messages par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "limit",
    ),
    "edits_a_day": ngettext_lazy(
        "{limit} retouche par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "{limit} retouches par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "limit",
    ),
    "renames_a_day": ngettext_lazy(
        "{limit} changement de titre par jour, c’est la règle. Le tien est gardé sous tes yeux.",
        "{limit} changements de titre par jour, c’est la règle. Le tien est gardé sous tes yeux.",
        "limit",
    ),
    "links": ngettext_lazy(
        "{limit} lien par message, pas plus, pour toi aujourd’hui. Enlève-en et renvoie.",
        "{limit} liens par message, pas plus, pour toi aujourd’hui. Enlève-en et renvoie.",
        "limit",
    ),
    "mentions": ngettext_lazy(
        "{limit} personne interpellée par message, pas plus. Enlève-en et renvoie.",
        "{limit} personnes interpellées par message, pas plus. Enlève-en et renvoie.",
        "limit",
    ),
    "pictures": ngettext_lazy(
        "{limit} image par message, pas plus. Enlève-en et renvoie.",
        "{limit} images par message, pas plus. Enlève-en et renvoie.",
        "limit",
    ),
    "empty": _("Il n’y a rien à envoyer : ce message est vide."),
    "title": _("Un titre compte au moins 5 caractères. Le tien et ton texte sont gardés."),
    "own_post": _("C’est ton propre message : laisse les autres te le dire."),
    "own_question": _("C’est ta propre question : on sait que tu l’as."),
    "no_questions": _("On ne pose pas de question ici. Ton texte est gardé."),
    "not_a_question": _("Ce sujet n’est pas une question : il n’a pas de meilleure réponse."),
    "nothing_shown": _("Ce message n’est pas visible."),
}


class TalkRefused(Exception):
    """Nothing was written; `code` names the broken rule, `message` says it to people."""

    def __init__(self, code: str, message: str | Promise = "", **figures: object) -> None:
        super().__init__(code)
        self.code = code
        self._message = message or REFUSALS[code]
        self._figures = figures

    @property
    def message(self) -> str:
        """The sentence, in the language being spoken."""
        sentence: Any = self._message  # one that counts finds its number when it is filled in
        return str(sentence.format(**self._figures) if self._figures else sentence)


def may_read_thread(thread: Thread, viewer: Any, now: datetime) -> bool:
    """Whether `viewer` may know of a thread; one query for what stands under a subject, none in the café.

    A café thread without a single post to show is known to its author and to the moderation alone.
    """
    if not thread.subject:
        own = viewer is not None and viewer.is_authenticated and viewer.pk == thread.author_id
        return thread.shown > 0 or own or may_moderate(viewer)
    found = thread.thing
    return found is not None and found[0].may_read(found[1], viewer, now)


def kind_at(category: Category, wanted: str) -> str:
    """What a thread is at a table: what was wanted where both are at home, else what the table is for."""
    if category.kind == Category.Kind.QUESTIONS:
        return Thread.Kind.QUESTION
    if category.kind == Category.Kind.BOTH and wanted == Thread.Kind.QUESTION:
        return Thread.Kind.QUESTION
    return Thread.Kind.TALK


def may_start_thread(category: Category, *, is_staff: bool) -> bool:
    """Everybody's tables are everybody's; news are the house's."""
    return category.kind != Category.Kind.NEWS or is_staff


def sees_words(post: Post, viewer: Any) -> bool:
    """Whether `viewer` may read what a post says: all may while it is shown, else its author and the moderation."""
    if post.state == PostState.SHOWN:
        return True
    own = viewer is not None and viewer.is_authenticated and viewer.pk == post.author_id
    return may_moderate(viewer) or (own and post.state != PostState.DELETED)


def check_edit(post: Post, editor: Any, window: timedelta | None, now: datetime) -> None:
    """Refuse (`TalkRefused`) an edit by another than the author, or after the window their trust gives them.

    The moderation may always. `window` None means no end.
    """
    if post.state == PostState.DELETED:
        raise TalkRefused("gone")
    if may_moderate(editor):
        return
    if post.author_id != editor.pk:
        raise TalkRefused("not_yours")
    if window is not None and now - post.at > window:
        raise TalkRefused("too_late")
