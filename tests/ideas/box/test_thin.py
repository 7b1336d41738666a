import pytest
from tests.factories.ideas import make_idea, make_keeper
from tests.factories.members import make_member
from tests.factories.drops import make_universe

pytestmark = pytest.mark.django_db


def test_line(client):
    m = make_member(level=1)
    client.force_login(m)
    u = make_universe()
    assert client.get("/idees/").status_code == 200
    assert client.get("/idees/proposer/").status_code == 200
    r = client.post(
        "/idees/proposer/",
        {
            "title": "Une plongeuse en émail",
            "text": "Car **oui**.",
            "universe": u.slug,
            "language": "fr",
            "key": "a" * 32,
            "price_from": "300",
            "price_to": "500",
        },
    )
    assert r.status_code == 302, r.content.decode()
    page = client.get(r.url)
    assert page.status_code == 200
    n = int(r.url.split("/")[2])
    r2 = client.post(f"/idees/{n}/soutien/")
    assert r2.status_code == 302
    assert "1" in client.get(r.url).content.decode()
    r3 = client.get("/idees/feuille-de-route/")
    assert "plongeuse" in r3.content.decode()
    make_idea(title="Une plongeuse de 36 mm")
    f = client.get("/idees/proches/?titre=plongeuse+email", HTTP_HX_REQUEST="true").content.decode()
    print(f)
    assert "plongeuse" in f
    f = client.get("/idees/proches/?titre=une+plongeusse+emaillée", HTTP_HX_REQUEST="true").content.decode()
    print(f)
    assert client.get("/api/v1/ideas/").status_code == 200
    assert client.get(f"/api/v1/ideas/{n}/").status_code == 200
    assert client.get(f"/idees/{n}/feed/").status_code == 200
    assert client.get("/idees/feed/").status_code == 200
    assert client.get("/recherche/?q=plongeuse").status_code == 200
    assert client.get("/idees/?q=plongeuse").status_code == 200
    for q in (
        "tri=soutenues",
        "tri=recentes",
        "tri=repondues",
        "etat=studied",
        "vue=soutenues",
        "vue=miennes",
        "suite=x~3",
        "suite=1.0~3",
        "univers=qlock",
    ):
        assert client.get("/idees/?" + q).status_code == 200
