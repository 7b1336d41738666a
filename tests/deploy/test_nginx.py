"""deploy/nginx.conf as it stands, before a server that says what reached it."""

import http.client
import json
import os
import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.guards.tree import ROOT
from tests.services import do_without, free_port, wait_for_port

pytestmark = pytest.mark.server


class Mirror(BaseHTTPRequestHandler):
    """Answers with the headers it got."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def mirror():
    with ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def nginx(mirror, tmp_path_factory):
    """nginx with our file, its names and ports replaced by ones of this machine; the port it listens on."""
    for program in ("nginx", "openssl"):
        if not shutil.which(program):
            do_without(f"{program} is missing: install the package {program}.")
    folder = tmp_path_factory.mktemp("nginx")
    port = free_port()
    (folder / "static").mkdir()
    (folder / "static" / "app.0123.css").write_text("a{}")
    key = ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem", "-subj", "/CN=qlock.example"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *key], check=True, capture_output=True)
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for theirs, ours in {
        "127.0.0.1:8001": f"127.0.0.1:{mirror}",
        "127.0.0.1:8002": f"127.0.0.1:{mirror}",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl;",  # this test speaks HTTP/1.1
        "/etc/ssl/qlock.example": str(folder),
        "/srv/qommunity/static": str(folder / "static"),
    }.items():
        assert theirs in site
        site = site.replace(theirs, ours)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # the folder of a test is its user's alone
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ access_log off; {temporary} {site} }}"
    )
    folder.chmod(0o755)
    command = ["nginx", "-e", f"{folder}/error.log", "-p", folder, "-c", folder / "nginx.conf"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(command)
    wait_for_port(port, process)
    yield port
    process.terminate()
    process.wait(10)


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
    trusting = ssl._create_unverified_context()
    asked = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=10)
    asked.request(method, path, body=body, headers={"Host": "qlock.example"} | headers)
    answer = asked.getresponse()
    content = answer.read()
    asked.close()
    return answer, content


def test_what_a_visitor_claims_is_replaced(nginx):
    claims = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "http", "X-Request-ID": "mine-12345678"}
    claims |= {"Daphne-Root-Path": "/x", "Forwarded": "for=9.9.9.9", "X-Real-IP": "9.9.9.9", "X-Forwarded-Host": "evil"}
    _, content = ask(nginx, "/", **claims)
    got = json.loads(content)
    assert got["host"] == "qlock.example"
    assert (got["x-forwarded-for"], got["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert len(got["x-request-id"]) == 32
    assert not {"daphne-root-path", "forwarded", "x-real-ip", "x-forwarded-host"} & set(got)


def test_a_socket_is_passed_on_as_one(nginx):
    _, content = ask(nginx, "/ws/", Upgrade="websocket", Connection="Upgrade")
    got = json.loads(content)
    assert (got["upgrade"], got["connection"]) == ("websocket", "upgrade")


def test_a_page_keeps_its_connection_to_the_server(nginx):
    _, content = ask(nginx, "/")
    assert "upgrade" not in json.loads(content)


@pytest.mark.parametrize("path", ["/media/original_images/a.jpg", "/media/documents/a.pdf", "/media/private/a.jpg"])
def test_originals_and_documents_have_no_address(nginx, path):
    assert ask(nginx, path)[0].status == 404


def test_collected_files_are_kept_for_ever(nginx):
    answer, content = ask(nginx, "/static/app.0123.css")
    assert (answer.status, content) == (200, b"a{}")
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_body_that_is_too_large(nginx):
    assert ask(nginx, "/", "POST", b"a" * 13 * 1024 * 1024)[0].status == 413
