"""Ceremonies keep nothing about members; an article that was made of one is the magazine's."""

from community.personal.registry import register_impersonal


def register() -> None:
    register_impersonal("ceremonies.Ceremony", "The house planned it.")
    register_impersonal("ceremonies.Story", "It names an article of the magazine.")
