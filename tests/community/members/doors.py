"""What a person does at the entrance, and what they find in their mailbox."""

import re

from django.core import mail

PASSWORD = "dix-heures-dix"


def code_in(message):
    """The code that stands alone in its paragraph."""
    return re.search(r"^([A-Z0-9-]{6,9})$", message.body, re.MULTILINE).group(1)


def link_in(message):
    return re.search(r"^http://testserver(/\S+)$", message.body, re.MULTILINE).group(1)


def last_mail():
    return mail.outbox[-1]


def sign_up(client, email="ada@test.example", handle="ada", password=PASSWORD, prefix="", **extra):
    data = {"email": email, "username": handle, "password1": password}
    return client.post(f"{prefix}/comptes/signup/", data, **extra)


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post("/comptes/login/", {"login": email, "password": password}, **extra)


def member_id_of(client):
    """Who is signed in, if anybody."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None
