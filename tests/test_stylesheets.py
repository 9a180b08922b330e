"""The stylesheets: colours of pairs that meet have the contrasts of WCAG 2.2, rules hold from right
to left, and none is without use."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import django.contrib.admin
import django.forms
import pytest

from newsarchive.static_files import ENTRIES

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TOKENS = (STATIC / "common" / "tokens.css").read_text(encoding="utf-8")
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS
    )
}

GROUNDS = ("paper", "sheet", "accent-soft")
PAIRS = [
    *(("ink", ground, 7) for ground in (*GROUNDS, "mark")),
    *(("ink", f"shade-{step}", 4.5) for step in range(1, 5)),
    *(("ink", name, 7) for name in COLOURS if name.startswith("role-")),
    # Small and secondary text is still text: more than AA.
    ("ink-soft", "paper", 7),
    ("ink-soft", "sheet", 7),
    ("ink-soft", "accent-soft", 4.5),
    *(("accent", ground, 4.5) for ground in GROUNDS),
    ("accent-ink", "accent", 4.5),
    ("focus", "paper", 4.5),
    ("focus", "sheet", 4.5),
    # What is no text: edges of fields and buttons, the ring around what has the focus.
    *(("line-strong", ground, 3) for ground in GROUNDS),
    ("focus", "accent-soft", 3),
    *((name, "paper", 3) for name in COLOURS if re.fullmatch(r"line-\d", name)),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


SHEETS = sorted(STATIC.rglob("*.css"))


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_stand_apart(front, ground, least, scheme):
    assert contrast(COLOURS[front][scheme], COLOURS[ground][scheme]) >= least


def test_colours_are_named_in_the_tokens_alone():
    strays = {
        f"{file.name}: {match}"
        for file in SHEETS
        if file.name != "tokens.css"
        for match in re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", file.read_text(encoding="utf-8"))
    }
    assert strays == set()


PHYSICAL = re.compile(
    r"^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom|width|"
    r"height|(?:min|max)-(?:width|height))\s*:|(?:text-align|float|clear):\s*(?:left|right)\b",
    re.MULTILINE,
)


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_rules_are_right_in_both_directions(file):
    assert PHYSICAL.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_arabic_script_is_never_slanted_stretched_or_set_apart(file):
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"font-style: (?!normal;)|text-align:\s*justify|text-justify", text)
    assert set(re.findall(r"letter-spacing: ([^;]+);", text)) <= {"0"}


def test_every_token_that_is_used_is_there():
    known = set(re.findall(r"(--[\w-]+):", TOKENS)) | {"--line-role"}
    used = {
        name
        for file in SHEETS
        for name in re.findall(r"var\((--[\w-]+)", file.read_text(encoding="utf-8"))
    }
    assert used - known == set()


def imports(entry: str) -> list[tuple[str, str]]:
    """Names, from static/ on, of what a stylesheet imports, with media and layers; it holds
    nothing else."""
    text = (STATIC / entry).read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/\n", "", text, flags=re.DOTALL).splitlines()
    found = [re.fullmatch(r'@import "([\w./-]+\.css)"( [\w()]+)?;', rule) for rule in rules]
    folder = posixpath.dirname(entry)
    return [
        (posixpath.normpath(posixpath.join(folder, match[1])), (match[2] or "").strip())
        for match in found
        if match or pytest.fail(entry)
    ]


def test_every_stylesheet_is_imported_by_one_that_pages_link():
    imported = {name for entry in ENTRIES for name, condition in imports(entry)}
    files = {file.relative_to(STATIC).as_posix() for file in SHEETS}
    django = {name for name in imported if name.startswith("admin/css/")}
    assert (imported - django) | set(ENTRIES) == files


@pytest.mark.parametrize("entry", ENTRIES)
def test_tokens_come_first_and_each_sheet_once(entry):
    sheets = imports(entry)
    own = [name for name, condition in sheets if condition != "layer(django)"]
    assert own[:2] == ["common/font.css", "common/tokens.css"]
    assert len(set(own)) == len(own)
    assert [name for name, condition in sheets[: -len(own)]] == [
        name for name, condition in sheets if condition == "layer(django)"
    ]


def test_rules_for_paper_come_last():
    assert imports("site/site.css")[-1] == ("site/print.css", "print")


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_every_class_that_is_styled_is_used(file):
    rules = re.sub(
        r"/\*.*?\*/|\{[^{}]*\}|@import[^;]*;", " ", file.read_text("utf-8"), flags=re.DOTALL
    )
    unused = {
        name
        for name in re.findall(r"\.([a-z][\w-]*)", rules)
        if not any(part in USED for part in written_as(name))
    }
    assert unused == set()


def written_as(name: str) -> set[str]:
    """How templates and scripts may write a class: whole, or its last part from a value."""
    parts = {name}
    for mark in ("--", "__"):
        head, found, _value = name.rpartition(mark)
        if found:
            parts |= {f"{head}{mark}{{{{", f"{head}{mark}${{"}
    return parts


def words_of_markup() -> set[str]:
    """Everything that may be a class in templates, code and scripts, Django's own included."""
    folders = [ROOT / "templates", ROOT / "articles", STATIC]
    folders += [Path(module.__file__).parent for module in (django.contrib.admin, django.forms)]
    words: set[str] = set()
    for folder in folders:
        for file in folder.rglob("*"):
            if file.suffix in {".html", ".py", ".js"}:
                text = file.read_text(encoding="utf-8")
                words |= set(re.findall(r"[a-zA-Z][\w-]*(?:\{\{|\$\{)?", text))
    return words


USED = words_of_markup()
