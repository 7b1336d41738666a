"""Who may enter a Qdéfi, with what and until when: pure, over facts that were read under the Qdéfi's lock."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models import Entry, EntryState, Kind, Phase, Qdefi, Question
from challenges.qdefis.models.entries import ENTERED
from challenges.qdefis.models.qdefis import OUT_OF_ORDER

MANAGE = "qdefis.manage_qdefi"
SHORTEST_TITLE = 3


class EntryRefused(Exception):
    """Nothing was written. The class names the broken rule, `message` says it to people, `field` where on the form."""

    message: ClassVar[str | Promise] = ""
    field: ClassVar[str] = ""


class Suspended(EntryRefused):
    message = _("Ton compte est suspendu : tu ne peux pas participer pour l’instant. Ce que tu as préparé est gardé.")


class AddressUnconfirmed(EntryRefused):
    message = _("Confirme d’abord ton adresse e-mail ; ce que tu as préparé est gardé.")


class EntriesNotOpen(EntryRefused):
    message = _("Les participations ne sont pas encore ouvertes. Rien n’a été enregistré.")


class EntriesClosed(EntryRefused):
    message = _("Les participations sont closes. Ceci n’a pas été enregistré ; ce qui était envoyé le reste.")


class TermsNotAccepted(EntryRefused):
    message = _("Il faut accepter les conditions pour participer. Tout ce que tu as préparé est là, rien n’est envoyé.")
    field = "terms"


class EntryTwice(EntryRefused):
    message = _("Tu participes déjà autant de fois que la règle le permet. Ceci n’a pas été enregistré.")


class QuizAnsweredTwice(EntryRefused):
    message = _("Tu as déjà répondu à ce quiz, et l’on n’y répond qu’une fois. Ta première réponse compte.")


class EntryWithdrawn(EntryRefused):
    message = _("Cette participation est retirée. Rien n’a été enregistré : commences-en une nouvelle.")


class EntryHidden(EntryRefused):
    message = _("La modération a masqué cette participation : elle ne se modifie plus.")


class ResultsPublished(EntryRefused):
    message = _("Les résultats sont là : ce qui y a compté y reste. Rien n’a changé.")


class NotYours(EntryRefused):
    message = _("Cette participation n’est pas la tienne.")


class TitleMissing(EntryRefused):
    message = _("Donne un titre à ta participation : au moins trois caractères.")
    field = "title"


class NothingWritten(EntryRefused):
    message = _("Ton texte est vide. Écris-le d’abord ; rien n’est envoyé.")
    field = "text"


class PictureMissing(EntryRefused):
    message = _("Il faut au moins une photo. Le reste est gardé.")
    field = "pictures"


class TooManyPictures(EntryRefused):
    message = _("C’est plus de photos que la règle n’en permet. Enlèves-en ; rien n’est perdu.")
    field = "pictures"


class PictureUnknown(EntryRefused):
    message = _("Une de tes photos n’est plus là. Envoie-la de nouveau ; le reste est gardé.")
    field = "pictures"


class DescriptionMissing(EntryRefused):
    message = _("Dis en une phrase ce que chaque photo montre : tout le monde ne la verra pas.")
    field = "pictures"


class NamesAuthor(EntryRefused):
    message = _("Ce Qdéfi se juge à l’aveugle : ton pseudo ne doit pas s’y lire. Rien n’est perdu, enlève-le.")


class UnknownAnswer(EntryRefused):
    message = _("Cette réponse n’est pas de ce quiz. Rien n’a été enregistré : recharge la page.")
    field = "answers"


class AnswerMissing(EntryRefused):
    message = _("Il reste une question sans réponse. Les autres sont gardées.")
    field = "answers"


class GuessMissing(EntryRefused):
    message = _("Écris ton estimation, en chiffres.")
    field = "guess"


REFUSALS: dict[str, str | Promise] = {
    "public": _("Le Qdéfi est annoncé : son adresse, son univers et son genre ne changent plus."),
    "opened": _("Les participations sont ouvertes : qui décide, quoi et quand ne change plus."),
    "past": _("Les participations s’ouvrent après l’annonce, pas avant : déplace leur ouverture."),
    "order": OUT_OF_ORDER,
    "no_question": _("Un quiz a besoin d’au moins une question."),
    "no_unit": _("Une estimation a besoin de son unité."),
    "no_votes": _("La communauté décide pour une part : il lui faut des heures de vote."),
    "not_over": _("Les résultats viennent à leur heure, pas avant."),
    "held": _("La cérémonie n’est pas finie : les résultats attendent."),
    "no_solution": _("Il manque la bonne valeur : sans elle, personne n’est le plus proche."),
}


class QdefiRefused(Exception):
    """Nothing was written to the Qdéfi; `code` names the broken rule, `message` says it to the team."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The sentence, in the language being spoken."""
        return str(REFUSALS[self.code])


def may_manage(user: Any) -> bool:
    """Does this person lead Qdéfis? Asks the database once per member object, and for staff only."""
    is_staff = getattr(user, "is_active", False) and getattr(user, "is_staff", False)
    return bool(is_staff and user.has_perm(MANAGE))


def may_read(entry: Entry, qdefi: Qdefi, viewer: Any) -> bool:
    """Who may see an entry: all, once it stands and its Qdéfi shows entries; its author and the team, always."""
    if viewer.is_authenticated and entry.author_id == viewer.pk:
        return True
    if entry.is_standing and qdefi.shows_entries() and not qdefi.is_draft:
        return True
    return entry.is_entered and may_manage(viewer)


def check_open(qdefi: Qdefi, now: datetime) -> None:
    """Refuse an entry before the opening (`EntriesNotOpen`) and from the close on (`EntriesClosed`)."""
    match qdefi.phase(now):
        case Phase.DRAFT | Phase.ANNOUNCED:
            raise EntriesNotOpen
        case Phase.ENTRIES:
            return
        case _:
            raise EntriesClosed


def check_another(qdefi: Qdefi, kept: int, entered: int) -> None:
    """Refuse one entry more than a member may have: `kept` with the drafts, `entered` those ever handed in.

    A quiz that was answered once is answered (`QuizAnsweredTwice`), even if that was taken back.
    """
    if qdefi.kind == Kind.QUIZ and entered:
        raise QuizAnsweredTwice
    if kept >= qdefi.most_entries:
        raise EntryTwice


def check_editable(qdefi: Qdefi, entry: Entry) -> None:
    """Refuse to change what is taken back, hidden, or answered."""
    if entry.state == EntryState.WITHDRAWN:
        raise EntryWithdrawn
    if entry.state == EntryState.HIDDEN:
        raise EntryHidden
    if qdefi.kind == Kind.QUIZ and entry.state in ENTERED:
        raise QuizAnsweredTwice


def check_terms(qdefi: Qdefi, accepted: int | None) -> None:
    """Refuse (`TermsNotAccepted`) who did not accept the terms as they are now, by their version."""
    if accepted != qdefi.terms_version:
        raise TermsNotAccepted


def check_pictures(qdefi: Qdefi, alts: Sequence[str], *, is_final: bool) -> None:
    """Refuse more photos than there may be; to hand in also none, and one that nobody described."""
    most = qdefi.most_pictures if qdefi.kind == Kind.PHOTO else 0
    if len(alts) > most:
        raise TooManyPictures
    if is_final and most and not alts:
        raise PictureMissing
    if is_final and not all(alts):
        raise DescriptionMissing


def check_words(qdefi: Qdefi, title: str, text: str, handle: str, alts: Sequence[str]) -> None:
    """Refuse photos and texts without a title, a text without words, and the author's name where all is blind."""
    if not qdefi.is_judged:
        return
    if len(title) < SHORTEST_TITLE:
        raise TitleMissing
    if qdefi.kind == Kind.TEXT and not text:
        raise NothingWritten
    called = re.compile(rf"@{re.escape(handle)}(?![\w-])", re.IGNORECASE)  # bare, a handle may be any word
    if qdefi.is_blind and any(called.search(words) for words in (title, text, *alts)):
        raise NamesAuthor


def check_answers(questions: Sequence[Question], answers: Sequence[Any], *, is_final: bool) -> None:
    """Refuse (`UnknownAnswer`) what is no choice; to hand in, a question left open (`AnswerMissing`)."""
    if len(answers) != len(questions):
        raise UnknownAnswer
    for question, answer in zip(questions, answers, strict=True):
        if answer is None:
            if is_final:
                raise AnswerMissing
        elif not isinstance(answer, int) or isinstance(answer, bool) or not 0 <= answer < len(question.choices):
            raise UnknownAnswer


def score_of(questions: Sequence[Question], answers: Sequence[int | None]) -> int:
    """How many answers of a quiz are right."""
    return sum(answer == question.right for question, answer in zip(questions, answers, strict=True))


def distance_of(solution: Decimal, guess: Decimal) -> Decimal:
    """How far a guess is from what there is; the nearest wins."""
    return abs(guess - solution)


def check_publishable(qdefi: Qdefi, questions: int, now: datetime) -> None:
    """Refuse (`QdefiRefused`) to announce what is announced, what has opened unseen, and what nobody could decide."""
    if not qdefi.is_draft:
        raise QdefiRefused("public")
    if qdefi.entries_open_at <= now:
        raise QdefiRefused("past")
    check_hours(qdefi)
    if qdefi.kind == Kind.QUIZ and not questions:
        raise QdefiRefused("no_question")
    if qdefi.kind == Kind.GUESS and not qdefi.unit:
        raise QdefiRefused("no_unit")
    if qdefi.is_judged and qdefi.community_weight and qdefi.votes_open_at is None:
        raise QdefiRefused("no_votes")


def check_hours(qdefi: Qdefi) -> None:
    """Refuse (`QdefiRefused`) hours that do not follow each other."""
    votes = (qdefi.votes_open_at, qdefi.votes_close_at)
    if (votes[0] is None) != (votes[1] is None):
        raise QdefiRefused("order")
    hours = [qdefi.entries_open_at, qdefi.entries_close_at, *(hour for hour in votes if hour), qdefi.results_at]
    is_backwards = any(after < before for before, after in pairwise(hours))
    if is_backwards or hours[0] == hours[1] or (votes[0] is not None and votes[0] == votes[1]):
        raise QdefiRefused("order")


def check_settleable(qdefi: Qdefi, now: datetime) -> None:
    """Refuse (`QdefiRefused`) results before their hour, and of a guess without what there is."""
    if qdefi.is_draft or now < qdefi.results_at:
        raise QdefiRefused("not_over")
    if qdefi.kind == Kind.GUESS and qdefi.solution is None:
        raise QdefiRefused("no_solution")
