"""The Persian and Arabic catalogues: complete, and compiled as they stand.

After a change of a message: ``manage.py makemessages -l fa -l ar --no-location``, translate, and
``manage.py compilemessages``; the compiled files are part of the repository, since a bare machine
has no gettext tools.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "articles" / "locale"
LANGUAGES = {"fa": 2, "ar": 6}
"""Each language with its number of plural forms."""
DOMAINS = ("django", "djangojs")
"""The catalogue of pages, and that of Django's scripts."""

FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
STRING = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"(?<!\w)(?:_|n?gettext)\(u?{STRING}")
FORMATS = re.compile(r"%(?:\(\w+\))?[sd]")


@dataclass
class Entry:
    """One message of a .po file; ``forms`` has one item, or one per plural form."""

    fuzzy: bool = False
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> list[str]:
        return [text for name, text in self.fields.items() if name.startswith("msgstr")]


def read_catalogue(language: str, domain: str) -> dict[str, Entry]:
    """The live entries of a catalogue, without its header, by message, after its context
    as in compiled catalogues."""
    entries: dict[str, Entry] = {}
    text = (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").read_text(encoding="utf-8")
    for block in re.split(r"\n\s*\n", text):
        entry, name = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#"):
                entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            elif match := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                name = match[1]
                entry.fields[name] = ast.literal_eval(match[2])
            else:
                entry.fields[name] += ast.literal_eval(line)
        if message := entry.fields.get("msgid"):
            context = entry.fields.get("msgctxt")
            entries[f"{context}\x04{message}" if context else message] = entry
    return entries


def messages_of_code() -> Iterator[str]:
    for folder in ("articles", "newsarchive"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    message = node.args[0]
                    if name in FUNCTIONS and isinstance(message, ast.Constant):
                        yield message.value


def messages_of_templates() -> Iterator[str]:
    folders = [ROOT / "templates", *(ROOT / "articles").rglob("templates")]
    for file in sorted(file for folder in folders for file in folder.rglob("*.html")):
        for match in IN_TEMPLATE.finditer(templatize(file.read_text(encoding="utf-8"))):
            yield ast.literal_eval(match[1])


@pytest.fixture(scope="module")
def messages() -> set[str]:
    return {*messages_of_code(), *messages_of_templates()}


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture(params=DOMAINS)
def domain(request) -> str:
    return request.param


@pytest.fixture
def catalogue(language, domain) -> dict[str, Entry]:
    return read_catalogue(language, domain)


def test_both_kinds_of_message_are_found(messages):
    assert {"News archive", "Skip to the content", "%(number)s view"} <= messages


def test_every_message_is_in_the_catalogue(language, messages):
    assert messages - read_catalogue(language, "django").keys() == set()


def test_no_message_is_untranslated_or_fuzzy(catalogue):
    assert [
        message for message, entry in catalogue.items() if entry.fuzzy or not all(entry.forms)
    ] == []


def test_every_plural_form_is_there(catalogue, language):
    wrong = [
        message
        for message, entry in catalogue.items()
        if "msgid_plural" in entry.fields and len(entry.forms) != LANGUAGES[language]
    ]
    assert wrong == []


def test_no_translation_names_a_value_that_its_message_does_not_have(catalogue):
    wrong = []
    for message, entry in catalogue.items():
        known = set(FORMATS.findall(message + entry.fields.get("msgid_plural", "")))
        # A nameless %d must stay in every form; a named value may be left out («مشاهدتان»).
        needed = {value for value in known if "(" not in value}
        wrong += [form for form in entry.forms if not needed <= set(FORMATS.findall(form)) <= known]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_text(catalogue, language, domain):
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    stale = []
    for message, entry in catalogue.items():
        if plural := entry.fields.get("msgid_plural"):
            forms = {compiled.ngettext(message, plural, count) for count in range(200)}
        else:
            forms = {compiled.gettext(message)}
        if forms != set(entry.forms):
            stale.append(message)
    assert stale == []
