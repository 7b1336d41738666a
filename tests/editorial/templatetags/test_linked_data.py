import json

from editorial.templatetags.linked_data import json_ld


def test_data_cannot_end_its_own_element():
    html = json_ld({"@type": "DefinedTerm", "name": "</script><script>alert(1)</script> & l’or"})
    assert html.count("<script") == html.count("</script>") == 1
    data = json.loads(html.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))
    assert data["name"] == "</script><script>alert(1)</script> & l’or"
    assert data["@context"] == "https://schema.org"
