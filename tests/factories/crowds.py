"""Members by the thousand, signed in, for tests and benchmarks that need a crowd."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.members.models import Member


def make_crowd(count: int) -> list[str]:
    """Create `count` confirmed members and return a session key for each; four statements in all."""
    mark = secrets.token_hex(4)
    members = Member.objects.bulk_create(
        Member(email=f"{mark}-{number}@crowd.example", handle=f"{mark}-{number}", password="!")
        for number in range(count)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in members
    )
    store, expires = SessionStore(), timezone.now() + timedelta(days=1)
    keys = [secrets.token_hex(16) for _ in members]
    Session.objects.bulk_create(
        Session(
            session_key=key,
            session_data=store.encode(
                {
                    SESSION_KEY: str(member.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: member.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for key, member in zip(keys, members, strict=True)
    )
    return keys
