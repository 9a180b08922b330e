"""The content of a citation, independent of its format; each format has its own module.

:mod:`.bibtex`, :mod:`.ris` and :mod:`.csl_json` are for programs, :mod:`.text_citations` for
people.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import quote

from articles.calendars import Calendar, format_date
from articles.exporting.one_line import is_web_address, one_line

_ADDRESS_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article as it is cited.

    ``language`` is the article's; words that a citation adds are in that language. ``day`` is the
    Gregorian day of publication, ``accessed`` the day of the citation; both are within the range of
    the Jalali calendar. ``archive`` is the name of the archive in that language, ``url`` the page
    in it, ``original_url`` the address where the article was published (kept only if it is a web
    address). Texts may contain anything that a dump can hold: each is reduced to one line.
    """

    key: str
    title: str
    source: str
    author: str
    language: str
    day: date | None
    url: str
    original_url: str
    accessed: date
    archive: str

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, one_line(value))
        original = self.original_url if is_web_address(self.original_url) else ""
        object.__setattr__(self, "original_url", quote(original, safe=_ADDRESS_CHARACTERS))
        object.__setattr__(self, "url", quote(self.url, safe=_ADDRESS_CHARACTERS))

    @property
    def words(self) -> Words:
        """The words of its citations; English ones if its language is unknown."""
        return _WORDS[citation_language(self.language)]

    @property
    def note(self) -> str:
        """What the formats have no field for: the Jalali date and the original address."""
        words = self.words
        parts = []
        if self.day:
            day = format_date(self.day, Calendar.JALALI, words.language)
            parts.append(words.jalali_date.format(day))
        if self.original_url:
            parts.append(words.first_published.format(self.original_url))
        return ". ".join(parts)


@dataclass(frozen=True, slots=True)
class Words:
    """The words and punctuation of citations in one language; ``{}`` is replaced by the value.

    ``calendar`` is the one that style guides of the language use.
    """

    language: str
    calendar: Calendar
    no_date: str
    comma: str
    quotes: tuple[str, str]
    jalali_date: str
    first_published: str
    accessed: str
    year_first: str
    retrieved: str


_WORDS = {
    "fa": Words(
        language="fa",
        calendar=Calendar.JALALI,
        no_date="بی‌تا",
        comma="، ",
        quotes=("«", "»"),
        jalali_date="تاریخ شمسی: {}",
        first_published="نشانی اصلی: {}",
        accessed="دسترسی در {}",
        year_first="{year}، {day} {month}",
        retrieved="بازیابی‌شده در {} از",
    ),
    "ar": Words(
        language="ar",
        calendar=Calendar.GREGORIAN,
        no_date="د.ت.",
        comma="، ",
        quotes=("«", "»"),
        jalali_date="التاريخ الشمسي: {}",
        first_published="الرابط الأصلي: {}",
        accessed="تاريخ الاطلاع {}",
        year_first="{year}، {day} {month}",
        retrieved="استُرجع في {} من",
    ),
    "en": Words(
        language="en",
        calendar=Calendar.GREGORIAN,
        no_date="n.d.",
        comma=", ",
        quotes=("“", "”"),
        jalali_date="Jalali date: {}",
        first_published="First published at {}",
        accessed="accessed {}",
        year_first="{year}, {month} {day}",
        retrieved="Retrieved {}, from",
    ),
}


def citation_language(language: str) -> str:
    """The language of the words that a citation adds to an article's: English for any other."""
    return language if language in _WORDS else "en"
