"""The archive behind deploy/nginx.conf, by a real nginx: HTTPS, HTTP/2, readers told apart."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.web_server import Server, served, wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx is not there"
    ),
]

HOST = "archive.example"

AROUND_THE_SITE = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
user root;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Nginx(NamedTuple):
    """The ports of the site and the certificate that it shows."""

    plain: int
    secure: int
    certificate: Path

    @property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.certificate)

    def get(self, path: str, reader: str, **headers: str) -> http.client.HTTPResponse:
        """The answer to a reader, who is one of the addresses of this machine."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.secure, context=self.context, source_address=(reader, 0), timeout=30
        )
        connection.request("GET", path, headers={"Host": HOST, **headers})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer


@contextmanager
def behind_nginx(folder: Path, server: Server) -> Iterator[Nginx]:
    """nginx with the site as it is deployed, but for ports and certificate."""
    folder.mkdir()
    make_certificate = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 "
        f"-subj /CN={HOST} -addext subjectAltName=DNS:{HOST},IP:127.0.0.1 "
        f"-keyout privkey.pem -out fullchain.pem"
    )
    subprocess.run(make_certificate.split(), cwd=folder, check=True, capture_output=True)
    nginx = Nginx(Server().port, Server().port, folder / "fullchain.pem")
    site = (Path(settings.BASE_DIR) / "deploy/nginx.conf").read_text(encoding="utf-8")
    for deployed, here in (
        (f"/etc/letsencrypt/live/{HOST}", str(folder)),
        ("listen 80;", f"listen 127.0.0.1:{nginx.plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{nginx.secure} "),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("127.0.0.1:8000", f"127.0.0.1:{server.port}"),
    ):
        assert deployed in site
        site = site.replace(deployed, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    whole = folder / "nginx.conf"
    whole.write_text(AROUND_THE_SITE.format(folder=folder), encoding="utf-8")
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(["nginx", "-c", whole], stderr=said)
        try:
            wait_until(lambda: _answers(nginx.secure) or process.poll() is not None)
            assert process.poll() is None, (folder / "said").read_text()
            yield nginx
        finally:
            process.terminate()
            process.wait(30)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_readers_come_by_https_and_each_is_counted_alone(archive_in, static_files, tmp_path):
    archive = archive_in(tmp_path / "data", "")
    archive.environment |= {
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "HTTPS": "on",
        "TRUSTED_PROXIES": "127.0.0.1",
        "SEARCHES_PER_MINUTE": "2",
    }
    static_files(archive)
    with (
        served(archive, tmp_path / "log") as server,
        behind_nginx(tmp_path / "nginx", server) as nginx,
    ):
        plain = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=30)
        plain.request("GET", "/fa/", headers={"Host": HOST})
        moved = plain.getresponse()
        assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/fa/")
        plain.close()

        context = nginx.context
        context.set_alpn_protocols(["h2"])
        with (
            socket.create_connection(("127.0.0.1", nginx.secure)) as bare,
            context.wrap_socket(bare, server_hostname=HOST) as secured,
        ):
            assert secured.selected_alpn_protocol() == "h2"

        front = nginx.get("/fa/", "127.0.0.2")
        assert front.status == 200
        assert "max-age=31536000" in front.headers["Strict-Transport-Security"]
        signing_in = nginx.get("/admin/login/", "127.0.0.2")
        assert "Secure" in signing_in.headers["Set-Cookie"]

        longest = f"/fa/search/?q={quote('باران ' * 166)}"
        claims = ["192.0.2.1", "192.0.2.2", "192.0.2.3, 127.0.0.1"]
        asked = [
            nginx.get(longest, "127.0.0.2", **{"X-Forwarded-For": claim}).status for claim in claims
        ]
        # No index is built, so searches are answered by 503; the third is one too many.
        assert asked == [503, 503, 429]
        assert nginx.get(longest, "127.0.0.3").status == 503
