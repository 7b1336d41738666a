from django.contrib.staticfiles import finders


def test_the_app_has_its_name_and_icons(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    icons = {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]}
    # What Chromium asks before it offers to install; a maskable one for Android, one colour for a themed screen.
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"), ("96x96", "monochrome")} <= icons
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_a_phone_finds_it_from_each_page(client):
    page = client.get("/design/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert 'rel="apple-touch-icon" href="/static/img/icon-180.png"' in page
    assert page.count('<meta name="theme-color"') == 2


def test_the_policy_lets_it_and_the_worker_come_from_the_house_alone(client):
    policy = client.get("/design/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
