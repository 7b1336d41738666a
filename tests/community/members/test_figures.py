"""How the house says how much, in each language."""

import pytest
from django.utils.translation import override

from community.members.templatetags.figures import percent


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "72\N{NO-BREAK SPACE}%"), ("de", "72\N{NO-BREAK SPACE}%"), ("en", "72%")]
)
def test_percent(language, said):
    with override(language):
        assert percent(72) == said
