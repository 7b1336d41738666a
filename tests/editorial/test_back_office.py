import re
import struct
import zlib
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from community.discussions.search import KINDS
from community.members.groups import EDITORS
from community.search.actions import reindex
from editorial.actions import found_magazine
from editorial.models import ArticlePage, HomePage, SetAside, Term
from tests.factories.discussions import make_post, make_thread
from tests.factories.drops import make_team_member, make_universe
from tests.factories.editorial import make_article, make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PLACES = [
    "",
    "account/",
    "pages/",
    "glossaire/",
    "glossaire/new/",
    "images/",
    "users/",
    "documents/",
    "api/main/pages/",
]


@pytest.fixture
def editor():
    found_magazine()
    member = make_member(is_staff=True)
    member.groups.add(Group.objects.get(name=EDITORS))
    return member


@pytest.mark.parametrize("place", PLACES)
def test_members_find_nothing_there(client, place):
    client.force_login(make_member())
    assert client.get(f"/atelier/{place}").status_code == 404


@pytest.mark.parametrize("place", PLACES)
def test_strangers_are_led_to_the_one_login(client, place):
    response = client.get(f"/atelier/{place}")
    assert response.status_code == 302
    assert response["Location"].startswith("/comptes/login/?next=/atelier/")


@pytest.mark.parametrize("path", ["/atelier/login/", "/_util/login/", "/de/_util/login/"])
def test_wagtails_own_login_is_out_of_reach(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert "/comptes/login/" in response["Location"]
    assert client.post(path, {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize("path", ["", "done/", "complete/", "confirm/MQ/abc-def/", "confirm/MQ/set-password/"])
def test_wagtails_password_pages_are_out_of_reach(client, path):
    assert client.get(f"/atelier/password_reset/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/api/v2/pages/", "/api/v3/pages/", "/documents/1/x.pdf"])
def test_wagtail_has_no_public_api(client, path):
    found_magazine()
    assert client.get(path).status_code == 404


def test_documents_are_for_the_staff(client):
    response = client.get("/atelier/documents/1/fichier/notice.pdf")
    assert response["Location"].startswith("/comptes/login/")
    client.force_login(make_member())
    assert client.get("/atelier/documents/1/fichier/notice.pdf").status_code == 404


def test_editors_work_in_french_under_our_name(client, editor):
    client.force_login(editor)
    html = client.get("/atelier/").content.decode()
    assert re.search(r"<title>\s*Tableau de bord\s*-\s*Atelier Qlock\s*</title>", html)
    assert "gravatar" not in html


def test_editors_open_every_form_they_need(client, editor):
    article, term = make_article(), make_term()
    client.force_login(editor)
    for place in [
        f"pages/{article.pk}/edit/",
        f"pages/{HomePage.objects.get().pk}/edit/",
        f"pages/add/editorial/articlepage/{article.get_parent().pk}/",
        f"glossaire/edit/{term.pk}/",
        "glossaire/new/",
        "account/",
    ]:
        assert client.get(f"/atelier/{place}").status_code == 200, place


def test_the_fields_of_a_block_are_named_like_all_others():
    blocks = ArticlePage._meta.get_field("body").stream_block.child_blocks.values()
    labels = [str(field.label) for block in blocks for field in block.child_blocks.values()]
    assert labels == [label[:1].upper() + label[1:] for label in labels]


def test_an_article_is_published_without_a_second_opinion_and_has_a_plain_address(client, editor):
    client.force_login(editor)
    html = client.get(f"/atelier/pages/add/editorial/articlepage/{found_magazine().pk}/").content.decode()
    assert "action-publish" in html
    assert "action-submit" not in html
    assert "data-w-slug-allow-unicode-value" not in html


def test_editors_see_a_draft_before_anybody_else(client, editor):
    index = found_magazine()
    client.force_login(editor)
    edit = f"/atelier/pages/add/editorial/articlepage/{index.pk}/"
    fields = nested_form_data(
        {
            "title": "Le brouillon",
            "slug": "le-brouillon",
            "lede": "Deux phrases.",
            "universe": make_universe().pk,
            "date": "2026-11-22",
            "place": 1,
            "body": streamfield([("quote", {"text": "Rien ne presse.", "source": ""})]),
        }
    )
    assert client.post(f"{edit}preview/", fields).json()["is_valid"]
    response = client.get(f"{edit}preview/", {"mode": ""})
    assert response.status_code == 200
    assert "Rien ne presse." in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert client.post(edit, fields).status_code == 302
    client.logout()
    page = client.get("/articles/le-brouillon/")
    assert page.status_code == 404
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_a_new_article_is_its_writers_and_in_the_first_universe(client, editor):
    first, _ = make_universe(), make_universe()
    make_member(handle="figurante")
    client.force_login(editor)
    edit = f"/atelier/pages/add/editorial/articlepage/{found_magazine().pk}/"
    form = client.get(edit).context["form"]
    assert (form["author"].value(), form["universe"].value()) == (editor.pk, first.pk)
    assert {str(label) for _, label in form.fields["author"].choices if _} == {str(editor)}
    fields = {name: form[name].value() for name in ("author", "universe", "date", "place")}
    draft = nested_form_data(fields | {"title": "À peine commencé", "slug": "a-peine", "body": streamfield([])})
    assert client.post(edit, draft, headers={"Accept": "application/json"}).json()["success"]


def test_who_signed_an_article_stays_its_author(client, editor):
    article = make_article(author=make_member())
    client.force_login(editor)
    form = client.get(f"/atelier/pages/{article.pk}/edit/").context["form"]
    assert form["author"].value() == article.author_id
    assert form.fields["author"].queryset.filter(pk=article.author_id).exists()


def test_the_home_page_offers_the_panels_there_are(client, editor):
    client.force_login(editor)
    html = client.get(f"/atelier/pages/{HomePage.objects.get().pk}/edit/").content.decode()
    assert "Terme du jour" in html


def test_editors_keep_the_glossary(client, editor):
    client.force_login(editor)
    fields = {
        "slug": "pignon",
        "category": "mouvement",
        "name_fr": "pignon",
        "name_de": "Trieb",
        "name_en": "pinion",
        "synonyms": "petit pignon, pignonnet",
        "short_fr": "Une petite roue.",
        "long_fr": "Une petite roue dentée.",
    }
    assert client.post("/atelier/glossaire/new/", fields).status_code == 302
    assert Term.objects.get().synonyms == ["petit pignon", "pignonnet"]
    assert "pignon" in client.get("/atelier/glossaire/", {"q": "pign"}).content.decode()


def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_lost(client, editor):
    client.force_login(editor)
    make_term("échappement à ancre", synonyms=["ancre"])
    fields = {
        "slug": "palette",
        "category": "mouvement",
        "name_fr": "palette",
        "name_de": "Palette",
        "name_en": "pallet",
        "synonyms": "levée, Ancre",
        "short_fr": "Une pierre.",
        "long_fr": "Une pierre qui arrête.",
    }
    response = client.post("/atelier/glossaire/new/", fields)
    html = unescape(response.content.decode())
    assert "« Ancre » mène déjà à « échappement à ancre »" in html
    assert 'value="levée, Ancre"' in html or 'value="levée,Ancre"' in html
    assert "Une pierre qui arrête." in html
    assert Term.objects.count() == 1


def test_a_name_said_twice_is_said_once(client, editor):
    term = make_term("ancre", synonyms=["Ancre", "ancre à chevilles", "ancre  à chevilles"])
    term.full_clean()
    assert term.synonyms == ["ancre  à chevilles"]


@pytest.mark.parametrize("place", ["mots-a-definir/", "questions/"])
def test_the_lists_are_the_editors_alone(client, editor, place):
    client.force_login(editor)
    assert client.get(f"/atelier/{place}").status_code == 200
    client.force_login(make_team_member())
    assert client.get(f"/atelier/{place}").status_code == 404
    client.force_login(make_member())
    assert client.get(f"/atelier/{place}").status_code == 404


def test_an_editor_defines_a_candidate_or_sets_it_aside(client, editor):
    for _ in range(12):
        make_term(long_fr="Autre chose.")
    make_term("spiral", long_fr="Tenu par le piton.")
    thread = make_thread()
    for _ in range(3):
        make_post(thread=thread, source="Le piton.", author=make_member())
    for kind in KINDS:
        reindex(kind)
    client.force_login(editor)
    html = client.get("/atelier/mots-a-definir/").content.decode()
    assert 'href="/atelier/glossaire/new/?name_fr=piton"' in html
    assert 'value="piton"' in client.get("/atelier/glossaire/new/?name_fr=piton").content.decode()
    assert client.post("/atelier/mots-a-definir/ecarter/", {"mot": "piton"}).status_code == 302
    assert "?name_fr=piton" not in client.get("/atelier/mots-a-definir/").content.decode()


def test_who_is_no_editor_sets_nothing_aside(client):
    client.force_login(make_team_member())
    assert client.post("/atelier/mots-a-definir/ecarter/", {"mot": "piton"}).status_code == 404
    assert not SetAside.objects.exists()


def test_editors_do_not_reach_people(client, editor):
    client.force_login(editor)
    other = make_member()
    for place in ["users/", f"users/edit/{other.pk}/", "groups/", "sites/"]:
        response = client.get(f"/atelier/{place}")
        assert (response.status_code, response["Location"]) == (302, "/atelier/")


def test_nobody_makes_an_account_there_and_rights_are_given_without_a_password(client):
    boss = make_member(is_staff=True, is_superuser=True, password="vieux")
    other = make_member(password="secret")
    group = Group.objects.get(name=EDITORS)
    client.force_login(boss)
    assert client.get("/atelier/users/new/").status_code == 404
    response = client.post(
        f"/atelier/users/edit/{other.pk}/",
        {"is_active": "on", "is_staff": "on", "groups": [group.pk], "email": "x@test.example", "password1": "x"},
    )
    assert response.status_code == 302
    before, address = other.password, other.email
    other.refresh_from_db()
    assert (other.password, other.email, other.is_staff) == (before, address, True)
    assert list(other.groups.all()) == [group]


def test_pages_cannot_be_given_a_shared_password(client, editor):
    editor.is_superuser = True
    editor.save()
    client.force_login(editor)
    page = Page.objects.get(pk=HomePage.objects.get().pk)
    assert "mot de passe partagé" not in client.get(f"/atelier/pages/{page.pk}/privacy/").content.decode().lower()


def test_a_link_to_the_way_out_ends_no_session(client, editor):
    client.force_login(editor)
    response = client.get("/atelier/logout/")
    assert response.status_code == 405
    assert "sessionid" not in response.cookies
    assert client.get("/atelier/").status_code == 200
    assert client.post("/atelier/logout/")["Location"] == "/comptes/login/"
    assert client.get("/atelier/")["Location"].startswith("/comptes/login/")


def test_an_image_of_two_hundred_megapixels_is_refused_in_a_sentence(client, editor):
    """Only its head says so: nobody has to unpack it to know."""
    client.force_login(editor)
    head = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    ends = b"IEND"
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in (chunk, ends)
    )
    file = SimpleUploadedFile("immense.png", png, "image/png")
    response = client.post("/atelier/images/add/", {"title": "Immense", "file": file, "collection": 1})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Immense" in html, "What was typed is kept."
    assert "200 000 000" in re.sub(r"[\s’'.,]", " ", html) or "pixels" in html
    assert not Image.objects.exists()
