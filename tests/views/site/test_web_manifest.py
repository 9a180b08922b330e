"""The manifest, and the icons that it and the pages name."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("language", "name"), [("fa", "آرشیو خبر"), ("ar", "أرشيف الأخبار")])
def test_the_manifest_is_in_the_language_of_its_address(client, language, name):
    response = client.get(f"/{language}/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["name"] == name
    assert (manifest["lang"], manifest["dir"]) == (language, "rtl")
    assert manifest["start_url"] == f"/{language}/"


def test_icons_have_the_sizes_that_are_said(client):
    icons = client.get("/fa/site.webmanifest").json()["icons"]
    assert len(icons) == 2
    for icon in icons:
        name = icon["src"].rpartition("/")[2]
        header = (ROOT / "static" / name).read_bytes()[:24]
        width, height = struct.unpack(">II", header[16:24])
        assert f"{width}x{height}" == icon["sizes"]


@pytest.mark.django_db
def test_pages_name_the_manifest_and_the_touch_icon(client):
    text = client.get("/ar/about/").text
    assert '<link rel="manifest" href="/ar/site.webmanifest">' in text
    assert '<link rel="apple-touch-icon"' in text
