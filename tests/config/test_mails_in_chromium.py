"""The mails of `/design/mails/` as a mailbox draws them: nobody is shut out, and a phone is wide enough."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from config.mail_specimens import names, specimen
from tests.journeys.test_axe import LOOK, TAGS


@pytest.mark.browser
@pytest.mark.heavy
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_and_none_is_wider_than_a_phone(chromium, scheme):
    page = chromium.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    found = []
    for name in names():
        page.set_content(specimen(name).alternatives[0][0])
        page.evaluate(AXE_SCRIPT)
        found += [f"{name}: {each}" for each in page.evaluate(LOOK, TAGS)]
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            found.append(f"{name}: too wide")
    page.close()
    assert not found, "\n".join(["", *found])
