"""Members who took part in the sales of the past weeks: accounts without a password, so that nobody is one of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice, product

from allauth.account.models import EmailAddress

from community.members.models import Member

WHO = (
    *("abeille", "belette", "bouquetin", "campagnol", "chamois", "chevreuil", "corneille", "ecureuil"),
    *("fouine", "geai", "grenouille", "hermine", "heron", "libellule", "lievre", "merle"),
    *("mesange", "mulot", "musaraigne", "pinson", "rossignol", "salamandre", "tetras", "truite"),
)
WHERE = ("d-ajoie", "de-la-broye", "du-chasseron", "du-doubs", "d-entremont", "de-lavaux", "du-lac", "des-ponts")
DOMAIN = "membres.example"


def make_crowd(number: int, now: datetime) -> list[Member]:
    """As many members as asked for, at most 192, always the same ones."""
    handles = [f"{who}-{where}" for where, who in islice(product(WHERE, WHO), number)]
    there = set(Member.objects.filter(handle__in=handles).values_list("handle", flat=True))
    _register((handle for handle in handles if handle not in there), now)
    return list(Member.objects.filter(handle__in=handles).order_by("handle"))


def _register(handles: Iterable[str], now: datetime) -> None:
    members = [
        Member(handle=handle, email=f"{handle}@{DOMAIN}", date_joined=now - timedelta(days=400 - number))
        for number, handle in enumerate(handles)
    ]
    for member in members:
        member.set_unusable_password()
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, primary=True, verified=True)
        for member in Member.objects.bulk_create(members)
    )
