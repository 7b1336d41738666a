"""What the moderation says, in the reader's language, and where it leads."""

import pytest
from django.utils import translation

from community.moderation.actions import approve_item, decline_item, hold_content
from community.moderation.models import Item
from community.moderation.telling import FLAG_UPHELD, REMOVED
from community.notices.actions import Telling, tell_all
from community.notices.queries import glance_of
from tests.factories.members import make_member
from tests.factories.moderation import flag, make_moderator

pytestmark = pytest.mark.django_db


def said(member):
    return [line.sentence for line in glance_of(member).lines]


WHAT = "Contenu d’essai « Ma montre », dans « Au comptoir » : "


class TestTheSentences:
    """Each says what kind of content, where, what was decided, why, and what one can do."""

    def test_hidden_by_flags_then_declined(self, shelf):
        author, moderator = make_member(level=1), make_moderator()
        key = shelf.put(author, title="Ma montre")
        flaggers = [flag(shelf, key, reason="injurious") for _ in range(3)]
        [hidden] = said(author)
        assert hidden == WHAT + (
            "on ne voit plus ce contenu pour l’instant, des membres l’ont signalé (injurieux ou blessant). "
            "Tu peux le modifier ; l’équipe le relit et te dira ce qu’elle décide."
        )
        decline_item(Item.objects.get().pk, by=moderator, reason=" On discute,\n sans insulter. ")
        assert said(author)[0] == WHAT + (
            "l’équipe a retiré ce contenu, signalé par des membres (injurieux ou blessant). "
            "Motif : On discute, sans insulter. Une autre version, dans les règles de la maison, est bienvenue."
        )
        [upheld] = said(flaggers[0])
        assert upheld == (
            "Ton signalement (contenu d’essai) : l’équipe te donne raison, ce contenu est retiré. "
            "Merci de veiller ; il n’y a rien d’autre à faire."
        )

    def test_held_then_declined(self, shelf):
        author, moderator = make_member(level=0), make_moderator()
        item = hold_content(shelf.name, shelf.put(author, title="Ma montre"), author_id=author.pk, why="Un mot.")
        decline_item(item.pk, by=moderator)
        [removed] = said(author)
        assert removed == WHAT + (
            "l’équipe a relu ce contenu avant parution et ne le publie pas. "
            "Une autre version, dans les règles de la maison, est bienvenue."
        )

    def test_approved(self, shelf):
        author, moderator = make_member(level=1), make_moderator()
        key = shelf.put(author, title="Ma montre")
        flaggers = [flag(shelf, key) for _ in range(3)]
        approve_item(Item.objects.get().pk, by=moderator)
        assert said(author)[0] == WHAT + "l’équipe a relu ce contenu, tout le monde le voit. Tu n’as rien à faire."
        [set_aside] = said(flaggers[0])
        assert set_aside == WHAT + (
            "l’équipe a relu ce contenu, que tu avais signalé, et le laisse en place. "
            "Si autre chose ne va pas, tu pourras le signaler à nouveau dans 24 heures."
        )

    def test_a_notice_from_before_says_what_it_can(self):
        """Notices keep what they were told with; the kind and the place came later."""
        member = make_member()
        tell_all(Telling(REMOVED, [member.pk], data={"title": "Ma montre", "url": "/cafe/p/1/"}))
        tell_all(Telling(FLAG_UPHELD, [member.pk]))
        upheld, removed = said(member)
        assert removed.startswith("Contenu « Ma montre » : l’équipe")
        assert upheld.startswith("Ton signalement (contenu)")

    def test_they_lead_there_in_the_readers_language(self, shelf, client):
        author = make_member(level=1)
        key = shelf.put(author)
        with translation.override("de"):
            for _ in range(3):
                flag(shelf, key)
        client.force_login(author)
        notice = glance_of(author).lines[0].pk
        assert client.get(f"/moi/avis/{notice}/")["Location"] == f"/cafe/p/{key}/"
