"""Citations to paste into a text: APA style, and plain ones with a date of either calendar.

Names, titles and addresses are wrapped in isolates, so that a Latin name in a Persian line (or the
reverse) keeps its order wherever the line is pasted.
"""

from __future__ import annotations

from datetime import date

from articles.calendars import Calendar, format_date, localize_digits, month_name, to_jalali
from articles.exporting.citations import CitedArticle, Words
from articles.exporting.one_line import isolated

_SENTENCE_ENDS = (".", "?", "!", "؟", "…", "۔")


def apa(cited: CitedArticle) -> str:
    """Author. (Year, month day). Title. Source. Archive. Retrieved on a day, from an address.

    Without an author the title comes first, as in APA. In Persian the dates are Jalali.
    """
    words = cited.words
    when = f"({_year_first(cited.day, words) if cited.day else words.no_date})."
    title = _sentence(cited.title)
    beginning = [_sentence(cited.author), when, title] if cited.author else [title, when]
    retrieved = words.retrieved.format(_accessed(cited, words))
    parts = [
        *beginning,
        _sentence(cited.source),
        f"{cited.archive}.",
        f"{retrieved} {isolated(cited.url)}",
    ]
    return " ".join(filter(None, parts))


def plain(cited: CitedArticle, calendar: Calendar) -> str:
    """Author, “title”, source, day. Archive, accessed on a day: address."""
    words = cited.words
    first, last = words.quotes
    day = format_date(cited.day, calendar, words.language) if cited.day else words.no_date
    accessed = format_date(cited.accessed, calendar, words.language)
    article = [
        isolated(cited.author),
        f"{first}{isolated(cited.title)}{last}" if cited.title else "",
        isolated(cited.source),
        day,
    ]
    archive = [cited.archive, words.accessed.format(accessed)]
    sentence = words.comma.join(filter(None, article))
    end = "" if sentence.endswith(".") else "."
    return f"{sentence}{end} {words.comma.join(archive)}: {isolated(cited.url)}"


def _year_first(day: date, words: Words) -> str:
    is_jalali = words.calendar is Calendar.JALALI
    year, month, number = to_jalali(day) if is_jalali else (day.year, day.month, day.day)
    text = words.year_first.format(
        year=year, month=month_name(words.calendar, month, words.language), day=number
    )
    return localize_digits(text, words.language)


def _accessed(cited: CitedArticle, words: Words) -> str:
    if words.language == "en":
        month = month_name(words.calendar, cited.accessed.month, "en")
        return f"{month} {cited.accessed.day}, {cited.accessed.year}"
    return format_date(cited.accessed, words.calendar, words.language)


def _sentence(text: str) -> str:
    if not text:
        return ""
    return isolated(text) + ("" if text.endswith(_SENTENCE_ENDS) else ".")
