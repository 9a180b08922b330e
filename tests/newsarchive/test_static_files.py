"""Static files as `collectstatic` leaves them for readers, and what a page weighs with them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from django.conf import settings as project
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.test import Client, override_settings

from newsarchive.static_files import with_imports
from tests.factories import make_article, make_figure, make_related, make_source

SITE = Path(project.BASE_DIR) / "static" / "site"
FOREVER = {"public", "immutable", "max-age=315360000"}
IN_HEAD = re.compile(r'(?:href|src)="(/static/[^"]+)"')
FONT = re.compile(r'url\("([^"]+\.woff2)"\)')


@pytest.fixture(scope="session")
def collected_once(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    with override_settings(**collecting_into(folder)):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def collected(collected_once, tmp_path) -> Iterator[Path]:
    """A folder of the site's own static files, collected and served as for readers."""
    folder = tmp_path / "static"
    shutil.copytree(collected_once, folder)
    with override_settings(**collecting_into(folder), WHITENOISE_AUTOREFRESH=False):
        yield folder


def collecting_into(folder: Path) -> dict[str, object]:
    # Of Django's own only what the admin's stylesheets build on.
    theirs = Path(admin.__file__).parent / "static/admin"
    backend = {"BACKEND": "newsarchive.static_files.OneStylesheetStorage"}
    return {
        "STATIC_ROOT": folder,
        "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
        "STATICFILES_DIRS": [
            *project.STATICFILES_DIRS,
            *((f"admin/{name}", theirs / name) for name in ("css", "img")),
        ],
        "STORAGES": {**project.STORAGES, "staticfiles": backend},
    }


def browser() -> Client:
    return Client(headers={"accept-encoding": "gzip, br"})


def body(response) -> bytes:
    content = b"".join(response)
    response.close()
    return content


def stylesheets(folder: Path) -> list[Path]:
    return list((folder / "site").glob("site.????????????.css"))


def linked(html: str) -> set[str]:
    return set(IN_HEAD.findall(html))


def test_readers_get_one_stylesheet_with_all_blocks_in_their_order(collected):
    [stylesheet] = stylesheets(collected)
    text = stylesheet.read_text(encoding="utf-8")
    assert "@import" not in text
    order = re.findall(
        r'@import "([\w./-]+\.css)"', (SITE / "site.css").read_text(encoding="utf-8")
    )
    places = []
    for name in order:
        rules = (SITE / name).read_text(encoding="utf-8").partition("{")[2]
        own = rules if not name.endswith("/font.css") else "font-display: swap"
        assert text.count(own) == 1, name
        places.append(text.index(own))
    assert places == sorted(places)


def test_rules_for_paper_hold_on_paper_alone(collected):
    text = stylesheets(collected)[0].read_text(encoding="utf-8")
    on_screen, paper = text.split("@media print {\n")
    assert "@page" in paper and "@page" not in on_screen
    assert paper.count("{") + 1 == paper.count("}")


def test_staff_get_one_stylesheet_with_all_blocks_above_django(collected):
    [stylesheet] = (collected / "admin").glob("admin.????????????.css")
    text = stylesheet.read_text(encoding="utf-8")
    assert "@import" not in text
    assert text.count("@layer django {\n") == 6
    assert text.count("--paper: light-dark(") == 1
    own = text.rpartition("@layer django")[2]
    assert ".desk-head {" in own and ".import-line {" in own and ".selector-chosen" not in own
    pictures = re.findall(r'url\("(img/[^"]+)"\)', text)
    assert pictures
    assert all((collected / "admin" / path).exists() for path in pictures)


def test_addresses_are_moved_with_the_rules_that_name_them(tmp_path):
    storage = FileSystemStorage(tmp_path)
    texts = {
        "one/all.css": '@import "deep/a.css" layer(low);\n@import "../two/b.css" print;\n',
        "one/deep/a.css": "@import url('c.css');\n.a { background: url(../img/a.svg) }\n",
        "one/deep/c.css": '.c { background: url("data:image/svg+xml,x") }\n',
        "two/b.css": ".b { src: url('../fonts/b.woff2'), url(#mask), url(/b.svg) }\n",
    }
    for name, text in texts.items():
        storage.save(name, ContentFile(text))
    files = {name: (storage, name) for name in texts}
    assert with_imports("one/all.css", files) == (
        '@layer low {\n.c { background: url("data:image/svg+xml,x") }\n\n'
        '.a { background: url("img/a.svg") }\n}\n\n'
        '@media print {\n.b { src: url("../fonts/b.woff2"), url(#mask), url(/b.svg) }\n}\n\n'
    )


def test_the_stylesheet_names_the_font_that_pages_load_beforehand(collected, db):
    text = stylesheets(collected)[0].read_text(encoding="utf-8")
    html = browser().get("/fa/about/", headers={"accept-encoding": ""}).content.decode()
    address = urljoin("/static/site/", FONT.search(text)[1])
    assert f'<link rel="preload" href="{address}" as="font"' in html
    assert (collected / address.removeprefix("/static/")).exists()


def test_collecting_again_changes_nothing(collected):
    before = {path.name: path.read_bytes() for path in stylesheets(collected)}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert {path.name: path.read_bytes() for path in stylesheets(collected)} == before


def test_a_changed_block_is_a_stylesheet_of_another_name(collected, settings, tmp_path):
    [before] = stylesheets(collected)
    changed = tmp_path / "changed"
    (changed / "site").mkdir(parents=True)
    text = (SITE / "pager.css").read_text(encoding="utf-8")
    (changed / "site" / "pager.css").write_text(f"{text}/* new */\n", encoding="utf-8")
    settings.STATICFILES_DIRS = [changed, *settings.STATICFILES_DIRS]
    call_command("collectstatic", interactive=False, verbosity=0)
    [after] = [path for path in stylesheets(collected) if path != before]
    assert "/* new */" in after.read_text(encoding="utf-8")


def test_static_files_are_compressed_and_kept_forever(collected, db):
    client = browser()
    html = client.get("/fa/", headers={"accept-encoding": ""}).content.decode()
    files = linked(html)
    assert len([path for path in files if path.endswith(".css")]) == 1
    assert {Path(path).suffix for path in files} == {".css", ".js", ".png", ".svg", ".woff2"}
    for path in files:
        response = client.get(path)
        content = body(response)
        assert set(response["Cache-Control"].split(", ")) == FOREVER, path
        if path.endswith((".png", ".woff2")):  # compressed in themselves
            assert "Content-Encoding" not in response
        else:
            assert response["Content-Encoding"] == "br"
            assert brotli.decompress(content)


def test_pages_are_compressed_for_browsers_that_can_read_it(collected, db):
    response = browser().get("/fa/about/")
    assert response["Content-Encoding"] == "gzip"
    assert response["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in Client().get("/fa/about/")


def test_an_article_is_light_at_first_and_lighter_after(collected, db, rebuild_index):
    """The budget, of a long article with everything beside it: 150 KB at first, 40 KB after."""
    source = make_source("بامداد نو", name_ar="بامداد نو")
    # No two paragraphs alike, or they would compress better than any text does.
    paragraphs = [
        " ".join(f"واژه{number * place}" for place in range(120)) for number in range(1, 30)
    ]
    article = make_article("دارهای قالی بازگشتند", source=source, body="\n\n".join(paragraphs))
    make_figure(article, 1, alt="زنی پشت دار قالی", caption="نخستین قالی")
    for number in range(20):
        other = make_article(f"قالی {number}", source=source, body="قالی " * 400)
        make_related(article, other.title, other)
        make_related(other, article.title, article)
    rebuild_index()
    client = browser()
    page = client.get(f"/fa/articles/{article.key}/")
    assert page["Content-Encoding"] == "gzip"
    plain = Client().get(f"/fa/articles/{article.key}/").content.decode()
    files = {path: len(body(client.get(path))) for path in linked(plain)}
    assert any(path.endswith(".woff2") for path in files)
    after = len(page.content)
    assert after < 40_000
    assert after + sum(files.values()) < 150_000
