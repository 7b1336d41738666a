"""What the plain form of a drop's page sends."""

from django.http import QueryDict

MOST_DIGITS = 4


def asked_in(form: QueryDict) -> tuple[int, str]:
    """Quantity and key of a claim. What makes no sense becomes what `submit_claim` refuses by name."""
    quantity = form.get("quantity", "1")
    is_number = quantity.isascii() and quantity.isdigit() and len(quantity) <= MOST_DIGITS
    return int(quantity) if is_number else 0, form.get("key", "")
