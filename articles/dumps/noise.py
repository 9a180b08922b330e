"""Lines that belong to no field: end marks, codes, links, share words, tags, players, rights.

A line is noise only as a whole, so that a sentence which mentions one of these words stays a
sentence. What a line can be by itself is said here; whether it stands where furniture stands is
decided by :mod:`articles.dumps.furniture`.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache

from articles.calendars.clock import CLOCK, is_clock
from articles.calendars.folding import fold
from articles.dumps.furniture_words import (
    BUTTON_FORMS,
    COMMENT_CUES,
    COMMENT_OPENERS,
    DISCLAIMER_FORMS,
    IMPERATIVES,
    INVITATION_FORMS,
    PAGE_FORMS,
    PLACEHOLDER_FORMS,
    PLATFORM_FORMS,
    PLAYER_FORMS,
    PROMPT_FORMS,
    RATING_FORMS,
    SITE_LINK_FORMS,
    SKIP_LINK_FORMS,
    VERB_FORMS,
)
from articles.dumps.grammar import (
    ASIDE_FORMS,
    ASIDE_LABELS,
    CODE_LABELS,
    COPYRIGHT_FORMS,
    COUNTERS,
    CREDIT_LABELS,
    END_MARKS,
    LINK_LABELS,
    LOOSE_TAG_LABELS,
    NAVIGATION_FORMS,
    NETWORK_LINKS,
    NETWORKS,
    PHOTO_SOURCE_LABELS,
    PHOTOGRAPHER_LABELS,
    PROMOTION_FORMS,
    SHARE_FORMS,
    SHARE_HOSTS,
    SHARE_WORDS,
    TAG_LABELS,
    any_of,
    forms_of,
)
from articles.dumps.lines import TextLine
from articles.dumps.names import ends_sentence
from articles.expressions import regex


class NoiseKind(StrEnum):
    """What makes a line noise."""

    END = auto()
    CODE = auto()
    LINK = auto()
    ADDRESS = auto()
    SHARE = auto()
    NETWORK = auto()
    TAGS = auto()
    RIGHTS = auto()
    PROMOTION = auto()
    PROMPT = auto()
    BUTTON = auto()
    PLAYER = auto()
    COMMENTS = auto()
    COMMENT_CUE = auto()
    SKIP_LINK = auto()
    RATING = auto()
    PLACEHOLDER = auto()
    DISCLAIMER = auto()
    NAVIGATION = auto()
    CREDIT = auto()
    BRACKET = auto()
    ASIDE = auto()
    LOOSE_TAGS = auto()
    INITIALS = auto()
    CLOCK = auto()
    NUMBER = auto()
    SCRIPT = auto()
    MARKS = auto()


@dataclass(frozen=True, slots=True)
class Noise:
    """Why a line is noise; ``value`` is the news code or the address that it gives, as printed.

    ``is_loose`` says that other text can have the same words or shape: it then takes the place or
    the company of furniture (:mod:`articles.dumps.furniture`).
    """

    kind: NoiseKind
    value: str = ""
    is_loose: bool = False


LONGEST = 300
"""No line of more characters is noise."""

_CODES = r"(?: ?[/\\|.\-–_*#:()]+ ?\w{0,12}){0,2}[/\\|.\-–_* ]*"
_END = regex(
    rf"[/\\|.\-–_*(#\[ ]*{any_of(END_MARKS)}[)\]]?(?: ?\d{{1,8}}(?: n{{3,6}})?)?{_CODES}"
    rf"|{any_of(END_MARKS)}(?: ?/ ?| )(?:\d{{1,3}}(?: ?[^\W\d_]{{1,2}})?"
    r"|[^\W\d_]{1,2}(?:\. ?[^\W\d_]{1,2}){1,3}\.?)"
    r"|\W*(?:n{3,6}|ن{3,6})\W*|[-–] ?30 ?[-–]"
)
_END_WITH_AGENCY = regex(r"END(?:S)?(?: [A-Z]{2,6}){1,2}[/.]?")
_VALUE = r"(?P<value>[a-z]{0,6}[\-/]?\d[\w\-/.]{0,39})"
_CODE = regex(rf"{any_of(CODE_LABELS)}(?: ?[:#=\-–] ?| ){_VALUE}")
_ADDRESS = regex(
    r"(?:https?://|www\.)[^\s<>\"«»]+|(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>\"«»]*",
    re.IGNORECASE,
)
_ONLY_ADDRESSES = regex(rf"(?:{_ADDRESS.pattern})(?:\s+(?:{_ADDRESS.pattern}))*", re.IGNORECASE)
_LINK = regex(
    rf"[\W_]*{any_of(LINK_LABELS)}(?: [^\s:]{{1,20}}){{0,3}} ?:? ?(?:{_ADDRESS.pattern})[\W_]*",
    re.IGNORECASE,
)
_LINK_LABEL = regex(rf"{any_of(LINK_LABELS)}(?: ?:.{{0,50}})?")
_COUNTED = (
    rf"\d[\d.,٬٫]{{0,9}} ?(?:k|m|هزار|میلیون|الف|ملیون)? ?{any_of(COUNTERS)}"
    rf"|{any_of(COUNTERS)} ?:? ?\(?\d[\d.,٬٫]{{0,9}}k?\)?|\d{{1,9}}"
)
_TOKEN = (
    rf"(?:{any_of(SHARE_WORDS)}(?: {any_of(NETWORK_LINKS)} {any_of(NETWORKS)})?"
    rf"|{any_of(NETWORKS)}|{_COUNTED})"
)
_SHARE = regex(rf"(?=.*[^\W\d])(?:{_TOKEN}(?:[\W_]+|$)){{1,12}}")
_NETWORKS = regex(rf"(?=.*[^\W\d])(?:(?:{any_of(NETWORKS)}|\d{{1,9}})(?:[\W_]+|$)){{1,12}}")
_SHARE_SENTENCE = regex(forms_of(SHARE_FORMS))
_TAGS = regex(rf"{any_of(TAG_LABELS)} ?:.*")
_LOOSE_TAGS = regex(rf"{any_of(LOOSE_TAG_LABELS)}(?: .*)?")
# Of a channel or a page, behind drawn marks: «🆔 @name».
_HANDLES = regex(r"[^\w@]{0,8}@[\w.]{3,40}(?:[\s|,،]{1,3}@[\w.]{3,40}){0,5}[^\w@]{0,8}")
_HASHTAGS = regex(r"#[^\s#]+(?:[\s,،|]*#[^\s#]+)*")
_PROMOTION = regex(forms_of(PROMOTION_FORMS))
_NAVIGATION = regex(forms_of(NAVIGATION_FORMS))
# Without «, which with » quotes words of a title.
_MENU = regex(r"[^|/«»›>\d.،؛:!؟?]{2,24}(?:[|»›>][^|/«»›>\d.،؛:!؟?]{2,24}){2,9}")
_SITE_LINKS = regex(forms_of(SITE_LINK_FORMS))
_PLAYER = regex(forms_of(PLAYER_FORMS))
_PROMPT = regex(forms_of(PROMPT_FORMS))
_INVITATION = regex(forms_of(INVITATION_FORMS))
_PLATFORM = regex(rf"(?<!\w){forms_of(PLATFORM_FORMS)}(?!\w)")
_BUTTON = regex(forms_of(BUTTON_FORMS))
_VERB = regex(forms_of(VERB_FORMS))
_PAGE = regex(forms_of(PAGE_FORMS))
_COMMENTS = regex(forms_of(COMMENT_OPENERS))
_COMMENT_CUE = regex(forms_of(COMMENT_CUES))
_OPENS = regex(f"{_COMMENTS.pattern}|{_PLAYER.pattern}")
_SKIP_LINK = regex(forms_of(SKIP_LINK_FORMS))
_RATING = regex(forms_of(RATING_FORMS))
_PLACEHOLDER = regex(forms_of(PLACEHOLDER_FORMS))
_TYPE_SIZE = regex(r"(?:a{1,2}|ا|الف|ع|خ) ?[+\-]{1,2}|tt")
_DISCLAIMER = regex(forms_of(DISCLAIMER_FORMS))
_PLAYER_CLOCK = regex(r"\d{1,2}:\d{2}(?::\d{2})? ?[/ ] ?-?\d{1,2}:\d{2}(?::\d{2})?")
_RIGHTS = regex(forms_of(COPYRIGHT_FORMS))
_ASIDE = regex(rf"{forms_of(ASIDE_FORMS)}|{any_of(ASIDE_LABELS)} ?:.{{0,60}}")
_BRACKETED = regex(r"\[[^\[\]]{1,100}\]")
_CREDIT = regex(
    rf"[\[(] ?{any_of(CREDIT_LABELS)} ?[:/|].{{1,90}}[\])]"
    r"|\[[^\[\]/]{1,60}/[^\[\]]{1,60}\]"
    rf"|{any_of(PHOTOGRAPHER_LABELS)} ?:.{{1,60}}"
    rf"|{any_of(PHOTO_SOURCE_LABELS)} ?[،,:] ?.{{1,80}}"
)
# «[ad_1]», "[/vc_row]", "[gallery ids=…]"; a bare word in brackets can be a stage direction.
_SHORTCODES = regex(
    r"(?:\[/?[a-z]{2,20}(?:_[a-z0-9]{1,20}){1,4}\]\s?|\[/[a-z]{2,20}\]\s?"
    r"|\[[a-z]{2,20}(?:[_-][a-z0-9]{1,20}){0,3}\s[a-z_]{1,20}\s?=[^\[\]]{0,200}\]\s?){1,4}"
    r"|\[caption\s[^\[\]]{0,200}\][^\[\]]{0,200}\[/caption\]",
    re.IGNORECASE,
)
_STYLE = regex(r"[.#@*]?[\w\s.,#:>*()=\"'-]{1,120}\{[^{}]{0,300}\}?")
_CALL = regex(r"\bfunction\s?\(|\b(?:window|document)\.|\.push\(|\bvar \w{1,30}\s?=")
_ENDS_OF_CODE = (";", "}", "{", "]", ")")
_MARKS_OF_CODE = "(){};=[]<>"
_LEAST_MARKS_OF_CODE = 5
_LETTERS = r"[^\W\d_]{1,4}(?:[. ]{1,2}[^\W\d_]{1,3}){0,2}\.?"
_INITIALS = regex(
    r"(?:[A-Za-z]{1,4}\s?/(?:\s?[A-Za-z]{1,4}/?)?|/\s?[A-Za-z]{1,4})"
    # Of letters of Arabic script, of names behind an agency's («وام/سالم/ زكريا»), or "--Agency".
    rf"|{_LETTERS}(?:\s?/\s?{_LETTERS}){{1,3}}/?"
    r"(?:\s?\([^()\d]{2,40}\))?"
    r"|[^/.،:\d]{1,30}(?:/ ?[^/.،:\d]{1,30}){2,4}/?"
    r"|--\s?\(?[^\W\d_][^.،:\d()]{1,30}\)?(?:\s(?:[^\W\d_]{1,3}[ /]{0,3}){1,6})?"
)
_CLOCK = regex(CLOCK)
_NUMBER = regex(r"\d[\d.,٬٫]{0,11}")

_LONG_OPENER = 60
"""A line of so many characters that ends in a full stop opens nothing."""

_CORE, _KEY, _SENTENCE = range(3)
_WORDS = (
    (NoiseKind.NETWORK, _CORE, _NETWORKS, True),
    (NoiseKind.NETWORK, _KEY, _HANDLES, True),
    (NoiseKind.SHARE, _CORE, _SHARE, False),
    (NoiseKind.SHARE, _CORE, _SHARE_SENTENCE, True),
    (NoiseKind.TAGS, _KEY, _TAGS, False),
    (NoiseKind.TAGS, _KEY, _HASHTAGS, False),
    (NoiseKind.PLAYER, _CORE, _PLAYER, False),
    (NoiseKind.PROMOTION, _CORE, _PLAYER_CLOCK, False),
    (NoiseKind.NAVIGATION, _CORE, _NAVIGATION, False),
    (NoiseKind.COMMENTS, _CORE, _COMMENTS, False),
    (NoiseKind.SKIP_LINK, _CORE, _SKIP_LINK, False),
    (NoiseKind.RATING, _CORE, _RATING, False),
    (NoiseKind.PLACEHOLDER, _CORE, _PLACEHOLDER, False),
    (NoiseKind.PLACEHOLDER, _KEY, _TYPE_SIZE, True),
    (NoiseKind.CREDIT, _KEY, _CREDIT, False),
    (NoiseKind.PROMOTION, _CORE, _PROMOTION, False),
    (NoiseKind.BUTTON, _CORE, _BUTTON, True),
    (NoiseKind.PROMPT, _CORE, _PROMPT, True),
    (NoiseKind.RIGHTS, _SENTENCE, _RIGHTS, True),
    (NoiseKind.DISCLAIMER, _CORE, _DISCLAIMER, True),
    (NoiseKind.COMMENT_CUE, _CORE, _COMMENT_CUE, True),
    (NoiseKind.BRACKET, _KEY, _BRACKETED, True),
    (NoiseKind.LOOSE_TAGS, _CORE, _LOOSE_TAGS, True),
    (NoiseKind.NAVIGATION, _KEY, _MENU, True),
    (NoiseKind.NAVIGATION, _CORE, _SITE_LINKS, True),
    (NoiseKind.ASIDE, _CORE, _ASIDE, True),
    (NoiseKind.BUTTON, _CORE, _VERB, True),
)
"""What words can make a line, in order: the kind, the form of the line that is matched whole (its
core, its key, or the key without the mark that closes a sentence), the expression, and whether
other text can have that shape too."""
_OF_FEW_WORDS = {
    NoiseKind.NETWORK,
    NoiseKind.PLAYER,
    NoiseKind.NAVIGATION,
    NoiseKind.SKIP_LINK,
    NoiseKind.RATING,
    NoiseKind.PLACEHOLDER,
    NoiseKind.BUTTON,
}
_FEW_WORDS = 75
"""No line of more characters is one of these."""


def _any_of(form: int, without: Container[NoiseKind] = ()) -> re.Pattern[str]:
    each_of = (each for kind, own, each, _ in _WORDS if own == form and kind not in without)
    return regex("|".join(f"(?:{each.pattern})" for each in each_of))


_ANY_WORDS = tuple(map(_any_of, (_CORE, _KEY, _SENTENCE)))
"""All expressions for each form, so that most lines are told to be none in three matches."""
_ANY_MANY_WORDS = (_any_of(_CORE, _OF_FEW_WORDS), *_ANY_WORDS[1:])


def read_code(key: str) -> str:
    """The value of a news code when the folded ``key`` is one with its label, else ``""``."""
    match = _CODE.fullmatch(key)
    return match["value"] if match else ""


def may_open(line: TextLine) -> bool:
    """Whether a line has the words above comments or of a player; far cheaper than reading it."""
    text = line.text
    if len(text) >= _LONG_OPENER and (
        text.endswith(".") or (len(text) > _FEW_WORDS and not text[0].isdigit())
    ):
        return False  # the longest is a count of comments with the title behind it
    return line.is_short and _OPENS.fullmatch(line.core) is not None


def counts_comments(line: TextLine) -> bool:
    """Whether a line is the heading of comments by its words, though a share row has them too."""
    return _COMMENTS.fullmatch(line.core) is not None


def opens_page(line: TextLine) -> bool:
    """Whether a line is a button for the page that the item was taken from."""
    core = line.core
    return _VERB.fullmatch(core) is not None and _PAGE.fullmatch(core) is not None


def read_noise(line: TextLine) -> Noise | None:
    """What makes the line noise, or ``None`` when it is none."""
    return _read_candidate(line.text, line.key, line.core, line.is_short)


# The furniture of a site stands on each of its pages.
@lru_cache(maxsize=4_096)
def _read_candidate(text: str, key: str, core: str, is_short: bool) -> Noise | None:
    noise = _read_words(text, key, core)
    if noise or not is_short:
        return noise
    if ("/" in text or text.startswith("--")) and _INITIALS.fullmatch(text):
        return Noise(NoiseKind.INITIALS, is_loose=True)
    if core[:1].isdigit():
        return _read_digits(text, core)
    return None


def _is_code(text: str) -> bool:
    """Whether a line is left of a script, a style or a shortcode."""
    if text[0] == "[" and _SHORTCODES.fullmatch(text):
        return True
    if "{" in text and _STYLE.fullmatch(text):
        return True
    marks = sum(map(text.count, _MARKS_OF_CODE))
    return marks >= _LEAST_MARKS_OF_CODE and _CALL.search(text) is not None


def _read_words(text: str, key: str, core: str) -> Noise | None:
    if not core:
        return Noise(NoiseKind.MARKS, is_loose=True)
    if text.endswith(_ENDS_OF_CODE) and _is_code(text):
        return Noise(NoiseKind.SCRIPT)
    if _END.fullmatch(key) or (text.startswith("END") and _END_WITH_AGENCY.fullmatch(text)):
        return Noise(NoiseKind.END)
    if read_code(core):
        return Noise(NoiseKind.CODE, _printed_code(text))
    address = _ADDRESS.search(text) if "/" in text or "www." in text else None
    if address:
        value = "" if any(host in address[0] for host in SHARE_HOSTS) else address[0]
        if _ONLY_ADDRESSES.fullmatch(text):
            return Noise(NoiseKind.ADDRESS, value)
        if _LINK.fullmatch(key):
            return Noise(NoiseKind.LINK, value)
    elif _LINK_LABEL.fullmatch(key):
        return Noise(NoiseKind.LINK)
    candidates = (core, key, key.rstrip(".!؟?"))
    expressions = _ANY_WORDS if len(core) <= _FEW_WORDS else _ANY_MANY_WORDS
    if any(each.fullmatch(text) for each, text in zip(expressions, candidates, strict=True)):
        for kind, candidate, expression, is_loose in _WORDS:
            if expression.fullmatch(candidates[candidate]):
                if kind is NoiseKind.PROMPT:
                    return _prompt(text, key)
                if text.endswith(".") and (is_loose and kind in _OF_FEW_WORDS):
                    return None  # of an article: what is pressed has no full stop
                return Noise(kind, is_loose=is_loose)
    for each in IMPERATIVES:
        if each in core:
            return _prompt(text, key) if _INVITATION.fullmatch(core) else None
    return None


def _prompt(text: str, key: str) -> Noise:
    """An invitation; what ends a sentence, or names no platform, can be of the article."""
    return Noise(NoiseKind.PROMPT, is_loose=ends_sentence(text) or _PLATFORM.search(key) is None)


def _read_digits(text: str, core: str) -> Noise | None:
    if _NUMBER.fullmatch(core):
        return Noise(NoiseKind.NUMBER)
    clock = _CLOCK.fullmatch(fold(text))
    return Noise(NoiseKind.CLOCK) if clock and is_clock(clock) else None


def _printed_code(text: str) -> str:
    """The code as printed: the last word, its label and marks taken off."""
    return re.split(r"[\s:#=]+", text.strip(" :#=/.-–"))[-1]
