"""The address of a search cluster is read whole, or refused with what is wrong with it."""

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from newsarchive import env
from newsarchive.search_address import read_search_address


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A file with the certificate of an authority."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example")])
    key = Ed25519PrivateKey.generate()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .sign(key, None)
    )
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return str(path)


def test_an_address_has_hosts_user_and_name(authority):
    found = read_search_address(
        f"https://news:p%40ss:w@a.example:9201,b.example,[::1]:9202/news?ca={authority}&shards=3"
    )

    assert found.hosts == (("a.example", 9201), ("b.example", 9200), ("::1", 9202))
    assert (found.user, found.password, found.name) == ("news", "p@ss:w", "news")
    assert (found.is_encrypted, found.shards, found.replicas) == (True, 3, 1)
    assert found.authority == authority


def test_an_address_may_be_short():
    found = read_search_address("http://localhost/news")

    assert found.hosts == (("localhost", 9200),)
    assert (found.user, found.is_encrypted, found.authority) == ("", False, "")


@pytest.mark.parametrize(
    "value",
    [
        "localhost:9200/news",
        "ftp://localhost/news",
        "https://localhost",
        "https://localhost/News",
        "https://localhost/-news",
        "https://localhost/a/b",
        "https://user@localhost/news",
        "https://:hidden@localhost/news",
        "https://localhost:0/news",
        "https://localhost:65536/news",
        "https://localhost:x/news",
        "https://a,,b/news",
        "https:///news",
        "https://localhost/news?shards=0",
        "https://localhost/news?replicas=-1",
        "https://localhost/news?verify=off",
        "https://localhost/news?ca=/no/such/file",
        f"https://localhost/news?ca={__file__}",
        "http://localhost/news?ca=/etc/hosts",
        "https://localhost/news#part",
    ],
)
def test_a_bad_address_stops_the_start_without_telling_a_password(monkeypatch, value):
    if "@" not in value:
        value = value.replace("localhost", "user:hidden@localhost")
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="X ") as caught:
        env.search_cluster("X")
    assert "hidden" not in str(caught.value)


def test_without_an_address_there_is_no_cluster(monkeypatch):
    monkeypatch.setenv("X", " ")
    assert env.search_cluster("X") is None


def test_a_password_is_not_shown():
    assert "hidden" not in repr(read_search_address("https://user:hidden@localhost/news"))
