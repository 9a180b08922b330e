"""The title of an item: by its two copies, its label, or its place above metadata or prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from articles.dumps.figures import split_credit, wraps
from articles.dumps.grammar import TITLE_LABELS, any_of
from articles.dumps.metadata import PartKind
from articles.dumps.names import (
    PROSE_LENGTH,
    SENTENCE_LENGTH,
    WRAP_WIDTHS,
    ends_sentence,
    goes_on,
    has_source_cue,
    is_byline,
    is_name,
    is_name_and_post,
    is_outlet,
    is_prose,
    is_section,
    is_sentence,
    is_short_name,
    is_town_and_name,
)
from articles.dumps.profiles import HeadLayout, HeadLine
from articles.dumps.related import is_bulleted
from articles.dumps.zone import Zone
from articles.expressions import regex
from articles.text.folding import fold_key, fold_spaceless
from articles.text.language import detect_language

_TITLE_LABEL = regex(rf"{any_of(TITLE_LABELS)} ?:.*")
_COPY_LINES = 3
"""The most lines that a wrapped title takes."""
_TITLE_LENGTH = 400
_LATE_TITLE_LINES = 8
"""How far below the first metadata a repeated title may begin."""
_CAPTION_WORDS = 3
"""A pair of so few words, or a lone line, says too little to be taken for a title without more."""
_NAME_WORDS = 2
"""A line of so few words between title and metadata is the reporter's."""
_TITLE_WORDS = 24
_LEAST_SHARE = 0.4
_STANDFIRST_WORDS = 14
"""A line of fewer words in Arabic script, below another, is rather the title below a kicker."""
_HEADLINE = 35
"""A line of fewer Latin letters above another is rather its kicker."""
_DISTANCE = 6
"""So many lines apart two copies of a title can stand …"""
_LEAST_KEY = 12
"""… when they have so many letters."""
_LETTERS = regex(r"[^\W\d_]{2}|[^\W\d_][\W\d_]+[^\W\d_]")
_BOLD = regex(r"\*[^*]+\*")  # of messengers
_NO_FACTS = {HeadLine.TITLE, HeadLine.KICKER, HeadLine.LEAD}
_FACTS = {PartKind.DATE, PartKind.VIEWS, PartKind.CODE}
_DIRT = regex("[¬\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffd]|\u200c{2}|\\S\\s{2,}\\S")


@dataclass(frozen=True, slots=True)
class Title:
    """A title on the places ``start`` to ``end`` (excluded) of a zone.

    ``lines`` are the lines of the copy that is kept, on the page; ``is_repeated`` says that there
    are two, ``copy`` is the place of the second where other lines stand between them.
    ``is_chosen`` says that another line could be the title as well.
    """

    start: int
    end: int
    text: str
    lines: tuple[int, ...]
    is_repeated: bool = False
    copy: int | None = None
    is_chosen: bool = False


def find_title(zone: Zone, layout: HeadLayout | None = None) -> Title | None:
    """The title of an item whose first lines are ``zone``; ``layout`` is that of its source's head,
    which decides where the item alone leaves it open."""
    finder = _TitleFinder(zone)
    found = finder.find()
    if layout is not None and (found is None or found.is_chosen):
        return finder.find_by(layout) or found
    return found


class _TitleFinder:
    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        places = range(len(zone))
        self._anchor = next(filter(zone.is_anchor, places), None)
        prose = (place for place in places if is_prose(zone.text(place)))
        self._prose = next(prose, len(zone))
        if self._anchor is not None and self._prose < self._anchor:
            # A notice of the page, above its head, can be as long as prose.
            while self._prose < self._anchor and zone.is_furniture(self._prose):
                self._prose = next(prose, len(zone))

    def find(self) -> Title | None:
        title = self._repeated_title() or self._labelled_title()
        if title is not None:
            return title
        title = self._title_by_place()
        return self._headline_of_text(title) or title

    def _title_by_place(self) -> Title | None:
        if self._anchor is not None and self._anchor <= self._prose:
            below = self._title_below_masthead(self._anchor)
            if below is not None:
                return below
            above = self._title_above(self._anchor)
            if above is None or self._is_channel(above):
                apart = self._title_apart(self._anchor + 1) or above
                return apart or self._title_in_block(self._anchor + 1)
            return above
        return self._title_apart(0) or self._first_line_title()

    def find_by(self, layout: HeadLayout) -> Title | None:
        """The title by what stands above and below it: of the lines apart between these the first
        above a lead, the last below a kicker; None where the layout leaves several."""
        zone = self._zone
        if not zone.page.has_blanks:
            return None
        facts = {place: zone.meta(place) for place in range(self._prose)}
        above, below = (
            [p for p, meta in facts.items() if meta and meta.is_anchor and meta.kinds & kinds]
            for kinds in (_kinds_of(layout.above), _kinds_of(layout.below))
        )
        start = max(above, default=-1) + 1
        end = min((place for place in below if place >= start), default=self._prose)
        found = [place for place in range(start, end) if self._stands_apart(place)]
        telling = [place for place in found if len(zone.text(place).split()) > _CAPTION_WORDS]
        found = telling or found
        has_kicker, has_lead = HeadLine.KICKER in layout.above, HeadLine.LEAD in layout.below
        if len(found) == 1:
            [place] = found
        elif len(found) == 1 + has_kicker + has_lead:
            place = found[has_kicker]
        else:
            return None
        return self._title(place, place + 1)

    def _is_channel(self, above: Title) -> bool:
        """Whether a few words above the metadata name who publishes, with the title below them."""
        if _words_of(above) > _CAPTION_WORDS or self._anchor is None:
            return False
        meta = self._zone.meta(self._anchor)
        is_source = meta is not None and meta.kinds == {PartKind.SOURCE}
        behind = range(self._anchor + 1, self._prose)
        return has_source_cue(above.text) or (
            is_source and not any(self._zone.is_anchor(place) for place in behind)
        )

    def _repeated_title(self) -> Title | None:
        """The title by its two copies: the last pair above metadata and prose, else one below.

        A pair of few words can be a picture's text and caption; a longer line that stands where a
        title can stand is then the title.
        """
        pair = self._pair() or self._distant_pair()
        if pair is None or len(pair.text.split()) > _CAPTION_WORDS or pair.start == 0:
            return pair
        if is_town_and_name(pair.text) and self._is_strange(pair.text.partition(":")[2]):
            above = self._title_ending(pair.start)
            if above is not None and self._share_in_prose(above.start) >= _LEAST_SHARE:
                return replace(above, is_chosen=True)
        single = self._single_title(pair)
        if single is None or _words_of(single) <= max(_CAPTION_WORDS, _words_of(pair)):
            return pair
        return replace(single, is_chosen=True)

    def _pair(self) -> Title | None:
        limit = min(self._prose + 2, len(self._zone))  # a title can be as long as prose
        if self._anchor is None or self._anchor > limit:
            return self._last_pair(range(limit))
        below = range(self._anchor, min(len(self._zone), self._anchor + _LATE_TITLE_LINES))
        return self._last_pair(range(self._anchor)) or self._last_pair(below)

    def _single_title(self, pair: Title) -> Title | None:
        """What would be the title if the pair were a picture's words."""
        if self._anchor is not None and self._anchor <= pair.start:
            above = self._title_above(self._anchor)
            if above is not None and _words_of(above) > _words_of(pair):
                return above
        place = pair.start - 1
        first = 0 if self._anchor is None else self._anchor + 1
        return (
            self._title(place, place + 1) if place >= first and self._stands_apart(place) else None
        )

    def _distant_pair(self) -> Title | None:
        """Two copies with a lead or metadata between them."""
        first_of: dict[str, int] = {}
        for place in range(min(len(self._zone), self._prose + 2)):  # below a lead of one line
            key = self._spaceless(place) if self._is_like_title(place) else ""
            if len(key) < _LEAST_KEY:
                continue
            first = first_of.setdefault(key, place)
            if (
                first < min(place, self._prose)
                and place <= first + _DISTANCE
                and len(self._zone.text(place).split()) > _CAPTION_WORDS
                and not self._is_last(place)
            ):
                title = self._title(first, first + 1)
                kept = self._cleaner(title, self._title(place, place + 1))
                return Title(first, first + 1, kept.text, kept.lines, is_repeated=True, copy=place)
        return None

    def _is_last(self, place: int) -> bool:
        return self._zone.is_whole and place + 1 == len(self._zone)

    def _last_pair(self, places: range) -> Title | None:
        keys = {place: self._spaceless(place) for place in places if self._can_be_title(place)}
        found: Title | None = None
        found_key = ""
        for start in places:
            pair = self._pair_at(start, keys)
            if pair is None:
                continue
            middle, end = pair
            key = "".join(keys[place] for place in range(start, middle))
            first = found.start if found and key == found_key else start
            kept = self._cleaner(self._title(start, middle), self._title(middle, end))
            found, found_key = Title(first, end, kept.text, kept.lines, is_repeated=True), key
        return found

    def _pair_at(self, start: int, keys: Mapping[int, str]) -> tuple[int, int] | None:
        """Where the second of two equal texts from ``start`` on begins and ends.

        Each takes up to three lines of one block.
        """
        if start not in keys:
            return None
        first = ""
        for middle in range(start + 1, start + 1 + _COPY_LINES):
            if middle not in keys or not self._zone.is_one_block(start, middle):
                return None
            first += keys[middle - 1]
            second = ""
            for end in range(middle + 1, middle + 1 + _COPY_LINES):
                if end - 1 not in keys or not self._zone.is_one_block(middle, end):
                    break
                second += keys[end - 1]
                if first == second and len(first) > 1:
                    return middle, end
                if not first.startswith(second):
                    break
        return None

    def _can_be_title(self, place: int) -> bool:
        text = self._zone.text(place)
        if len(text) > _TITLE_LENGTH or not _LETTERS.search(text):
            return False
        meta = self._zone.meta(place)
        return meta is None or meta.is_loose or not meta.kinds & _FACTS

    def _is_like_title(self, place: int) -> bool:
        """Whether a line can be a title where nothing but its place and its shape tells it."""
        zone, text = self._zone, self._zone.text(place)
        return (
            self._can_be_title(place)
            and zone.meta(place) is None
            and not zone.is_furniture(place)
            and not zone.page.in_prose(zone.lines[place])
            and (not is_bulleted(text) or _BOLD.fullmatch(text) is not None)
            and not is_byline(text)
        )

    def _stands_apart(self, place: int) -> bool:
        """Whether a line is like a title and has a block of its own."""
        page = self._zone.page
        return self._is_like_title(place) and (
            not page.has_blanks or page.size_of_block(self._zone.lines[place]) == 1
        )

    def _title_below_masthead(self, anchor: int) -> Title | None:
        """The title below the line of a printed paper: its name, its day, and which issue or page.

        Right above a byline or the text, where the lines above the masthead share no word with it.
        """
        zone, meta = self._zone, self._zone.meta(anchor)
        place = anchor + 1
        if (
            meta is None
            or not {PartKind.DATE, PartKind.NAME, PartKind.ASIDE} <= meta.kinds
            or place + 1 >= len(zone)
            or not self._is_like_title(place)
            or len(zone.text(place).split()) <= _CAPTION_WORDS
            or ends_sentence(zone.text(place))
        ):
            return None
        under = zone.meta(place + 1)
        is_byline_below = under is not None and under.kinds == {PartKind.AUTHOR}
        if not is_byline_below and self._prose > place + _NAME_WORDS:
            return None
        said = max(map(self._share_in_prose, range(anchor)), default=0.0)
        if said and said >= self._share_in_prose(place):
            return None
        return replace(self._title(place, place + 1), is_chosen=True)

    def _title_below_facts(self, anchor: int) -> Title | None:
        """The title below the metadata of an item without blank lines, where above them stand
        but a word or two of a section, and the line below has the words of the text."""
        zone = self._zone
        above = max((len(zone.text(place).split()) for place in range(anchor)), default=0)
        if above > _NAME_WORDS:
            return None
        for place in range(anchor + 1, self._prose):
            if zone.meta(place) is not None or zone.is_furniture(place):
                continue
            text = zone.text(place)
            if (
                len(text.split()) > max(_CAPTION_WORDS, above * 2)
                and not text.endswith((".", ":"))
                and self._is_like_title(place)
                and not has_source_cue(text)
                and self._share_in_prose(place) >= _LEAST_SHARE
            ):
                return replace(self._title(place, place + 1), is_chosen=True)
            return None
        return None

    def _headline_of_text(self, found: Title | None) -> Title | None:
        """The headline where what stands in its place is none: a section, an outlet, a writer, what
        ends in a colon, or a few words that the text does not share."""
        if self._anchor is None or self._anchor > self._prose:
            return None
        if found is None:
            asked = self._anchor + 1
            is_asked = (
                asked < len(self._zone)
                and self._stands_apart(asked)
                and self._zone.text(asked).endswith(("?", "؟", "!"))
            )
            return self._headline_in(range(self._prose), _NAME_WORDS) or (
                self._lowest_in(range(asked, asked + 1)) if is_asked else None
            )
        if found.end > found.start + 1:
            return None
        if self._is_no_title(found.start):
            below = range(found.end, self._prose)
            return (
                self._lowest_in(range(found.start))
                or self._headline_in(below, _CAPTION_WORDS)
                or self._lowest_in(below)
            )
        is_weak = found.text.endswith("..") or (
            _words_of(found) <= _CAPTION_WORDS and not self._share_in_prose(found.start)
        )
        return self._headline_in(range(found.end, self._prose), _CAPTION_WORDS) if is_weak else None

    def _is_no_title(self, place: int) -> bool:
        text, meta = self._zone.text(place), self._zone.meta(place)
        is_writer = meta is not None and meta.kinds == {PartKind.AUTHOR}
        is_way = is_section(text) and len(text.split()) <= _NAME_WORDS * 2
        return is_writer or is_outlet(text) or is_way or text.endswith((":", "؛"))

    def _is_headline(self, place: int) -> bool:
        return (
            self._is_like_title(place)
            and not self._is_no_title(place)
            and not self._zone.text(place).endswith(".")
        )

    def _headline_in(self, places: range, words: int) -> Title | None:
        """The first line of more than so many words, many of which the text has too."""
        for place in places:
            text = self._zone.text(place)
            if (
                len(text.split()) > words
                and self._is_headline(place)
                and self._share_in_prose(place) >= _LEAST_SHARE
            ):
                return replace(self._title(place, place + 1), is_chosen=True)
            if place > (self._anchor or 0) and ends_sentence(text):
                return None
        return None

    def _lowest_in(self, places: range) -> Title | None:
        """The last line that can be a headline; of more than a name's words, if one has them."""
        found = [place for place in places if self._is_headline(place)]
        long = [place for place in found if len(self._zone.text(place).split()) > _CAPTION_WORDS]
        if not found:
            return None
        place = (long or found)[-1]
        return replace(self._title(place, place + 1), is_chosen=True)

    def _title_in_block(self, start: int) -> Title | None:
        """Where nothing else can be one: a line of the metadata's block, too long for a name."""
        zone = self._zone
        places = [
            place
            for place in range(start, len(zone))
            if zone.block(place) == zone.block(start - 1) and self._is_like_title(place)
        ]
        for place in places:
            text = zone.text(place)
            if len(text.split()) <= _NAME_WORDS * 2:
                continue
            if has_source_cue(text):
                return None
            if text.endswith("."):
                break
            return replace(self._title(place, place + 1), is_chosen=True)
        # A bare line that could be a name is the source, where nothing else is.
        bare = [place for place in places if place < self._prose]
        names = all(is_name(zone.text(place)) for place in bare)
        if len(bare) > 1 or not names or any(map(self._tells_source, range(self._prose))):
            return self._lowest_in(range(start, self._prose))
        return None

    def _tells_source(self, place: int) -> bool:
        meta = self._zone.meta(place)
        return is_outlet(self._zone.text(place)) or (
            meta is not None and bool(meta.kinds & {PartKind.SOURCE, PartKind.NAME})
        )

    def _title_apart(self, start: int) -> Title | None:
        """The last short line of its own block above prose, of few words if no other is."""
        zone = self._zone
        if not zone.page.has_blanks:
            return None
        found: list[int] = []
        for place in range(start, len(zone)):
            text = zone.text(place)
            if is_prose(text) or is_sentence(text) or zone.page.in_prose(zone.lines[place]):
                break
            if len(text.split()) <= _TITLE_WORDS and self._stands_apart(place):
                found.append(place)
        else:
            return None
        telling = [place for place in found if len(zone.text(place).split()) > _CAPTION_WORDS]
        chosen = telling or found[:1]
        if not chosen:
            return None
        title = self._title(chosen[-1], chosen[-1] + 1)
        return replace(title, is_chosen=len(chosen) > 1)

    def _labelled_title(self) -> Title | None:
        """The title by its label; below metadata that have a title above them the label is one of
        the text («العنوان» is an address too)."""
        for place in range(min(self._prose + 1, len(self._zone))):
            if self._has_label(place):
                anchor = self._anchor
                if anchor is not None and 0 < anchor < place and self._title_above(anchor):
                    return None
                first = place if self._value(place) else place + 1
                return self._title(place, self._end_of_wrapped(first))
        return None

    def _title_above(self, anchor: int) -> Title | None:
        """The title of a head in which it stands once: what is right above the metadata.

        A bare line in the block of metadata is the source; so a block with nothing above it leaves
        no title, unless more than one bare line, or one too long for a name, begins it.
        """
        zone = self._zone
        if not zone.page.has_blanks:
            below = self._title_below_facts(anchor)
            if below is not None:
                return below
            if anchor > 1 and self._is_headline_in_block(anchor - 1, anchor):
                return self._title(anchor - 1, anchor)
            end = anchor - (anchor > 1 and is_name(zone.text(anchor - 1)))
            return self._title_ending(end - (end > 1 and self._is_writer(end - 1, anchor)))
        above = next(p for p in range(anchor + 1) if zone.block(p) == zone.block(anchor))
        if above and self._is_headline_in_block(above, anchor):
            return self._title(above, above + 1)
        if above:
            is_name_apart = self._is_source_apart(above - 1, anchor) or (
                above > 1
                and (
                    self._is_outlet(above - 1, anchor)
                    or self._is_signature(above - 1)
                    or (
                        len(zone.text(above - 1).split()) <= _NAME_WORDS
                        and self._is_name_below_title(above - 1)
                    )
                )
                and self._stands_apart(above - 2)
            )
            end = above - is_name_apart
            while end > 1 and (
                zone.is_furniture(end - 1)
                or (
                    (
                        self._is_signature(end - 1)
                        or self._is_writer(end - 1, anchor)
                        or self._is_outlet_below_title(end - 1)
                    )
                    and (self._stands_apart(end - 2) or zone.is_furniture(end - 2))
                )
            ):
                end -= 1
            return self._title_ending(end)
        if anchor == 0:
            return None
        has_source = self._has_other_source(anchor)
        if anchor == 1 and is_short_name(zone.text(0)) and not has_source:
            return None
        ends_in_source = anchor > 1 and is_name(zone.text(anchor - 1)) and not has_source
        if anchor > 1 and self._is_name_below_title(anchor - 1):
            ends_in_source = True
        end = anchor - ends_in_source
        if ends_in_source and self._is_title_below_outlet(anchor - 1):
            return self._title(anchor - 1, anchor)
        while end > 1 and (
            zone.is_furniture(end - 1)
            or self._is_outlet_below_title(end - 1)
            or self._is_writer(end - 1, anchor)
        ):
            end -= 1
        title = self._title_ending(end)
        if title is None and ends_in_source and not is_short_name(zone.text(anchor - 1)):
            return self._title_ending(anchor)
        return title

    def _is_title_below_outlet(self, place: int) -> bool:
        """Whether a line of metadata's block is the title, below the one line of an outlet."""
        zone, text = self._zone, self._zone.text(place)
        return (
            place == 1
            and is_outlet(zone.text(0))
            and len(text.split()) > _NAME_WORDS * 2
            and not is_outlet(text)
            and self._is_like_title(place)
        )

    def _is_outlet_below_title(self, place: int) -> bool:
        """Whether an outlet stands above others who wrote and published, below a longer line."""
        return self._is_outlet_below(place) and self._is_name_below_title(place)

    def _is_writer(self, place: int, anchor: int) -> bool:
        """Whether the line above the source, below a longer one, is the writer's and not the rest
        of a title: a title so short is not wrapped, and in Latin letters a name has capitals."""
        zone = self._zone
        above, text = zone.text(place - 1), zone.text(place)
        if place + 1 == anchor or zone.meta(place) is not None or not is_name(text):
            return False
        words = len(text.split())
        if not 1 < words <= _CAPTION_WORDS < len(above.split()) or goes_on(above, text):
            return False
        if self._share_in_prose(place):
            return False
        if text.isascii():
            return text.istitle() and not above.istitle()
        return len(above) < WRAP_WIDTHS[0]

    def _is_headline_in_block(self, place: int, anchor: int) -> bool:
        """Whether the first line of the metadata's block is the title, below a word or two of
        kicker: too long for the name of an outlet that the kicker would have for a title."""
        zone = self._zone
        words, above = (len(zone.text(each).split()) for each in (place, place - 1))
        return (
            place < anchor
            and above <= _CAPTION_WORDS
            and words > _NAME_WORDS * 2
            and words > above * 2
            and self._is_like_title(place)
            and not has_source_cue(zone.text(place))
            and self._share_in_prose(place) >= _LEAST_SHARE
        )

    def _is_outlet(self, place: int, anchor: int) -> bool:
        """Whether a line between title and metadata has a word that outlets carry."""
        text = self._zone.text(place)
        return (
            is_short_name(text)
            and has_source_cue(text)
            and len(self._zone.text(place - 1).split()) > _CAPTION_WORDS
            and not self._has_other_source(anchor)
        )

    def _is_signature(self, place: int) -> bool:
        """Whether a line below a longer one names who wrote the text or took the picture.

        Told by a byline's word, two names with a dash or a comma between them, or a credit in
        brackets at its end.
        """
        zone, text = self._zone, self._zone.text(place)
        if len(zone.text(place - 1).split()) <= _CAPTION_WORDS:
            return False
        meta = zone.meta(place)
        if meta is not None and meta.kinds & {PartKind.AUTHOR, PartKind.SOURCE}:
            return True
        if text.endswith((")", "]")):
            return split_credit(text)[1] is not None
        return len(text.split()) < len(zone.text(place - 1).split()) and (
            is_byline(text) or is_name_and_post(text)
        )

    def _is_name_below_title(self, place: int) -> bool:
        """Whether a line in the block of title and metadata is the reporter's: short, and below a
        longer one."""
        words = len(self._zone.text(place).split())
        return words <= _CAPTION_WORDS < len(self._zone.text(place - 1).split())

    def _title_ending(self, end: int) -> Title | None:
        """The title whose last line is the lowest above place ``end`` that is like one."""
        lowest = end - 1
        while lowest > 0 and (self._is_byline_below(lowest) or not self._may_end_title(lowest)):
            lowest -= 1
        if lowest < 0 or (self._zone.is_furniture(lowest) and not self._zone.is_anchor(lowest)):
            return None
        if self._is_standfirst(lowest):
            return replace(self._title(lowest - 1, lowest), is_chosen=True)
        return self._wrapped_title(lowest + 1)

    def _is_byline_below(self, place: int) -> bool:
        """Whether a line below a longer one begins as a writer's does: "By Dana Merrow"."""
        meta = self._zone.meta(place)
        return (
            meta is not None
            and meta.kinds == {PartKind.AUTHOR}
            and len(self._zone.text(place - 1).split()) > _CAPTION_WORDS
        )

    def _is_standfirst(self, place: int) -> bool:
        """Whether a line apart goes on where the headline above it stopped, at greater length.

        What stands above a headline is mostly shorter than it, and can end in a colon.
        """
        zone = self._zone
        if place == 0 or not (self._stands_apart(place) and self._stands_apart(place - 1)):
            return False
        above, text = zone.text(place - 1), zone.text(place)
        words = len(above.split())
        if words <= _CAPTION_WORDS or above.endswith((":", "؛", "/", "…", "،")):
            return False
        if text.isascii() or above.isascii():
            return len(text) > len(above) >= _HEADLINE
        more = len(text.split())
        if more >= max(_STANDFIRST_WORDS, words * 1.5):
            return True
        # Arabic pages print a shorter line below the title where Persian ones print it above.
        return (
            all(len(zone.text(each).split()) <= _NAME_WORDS for each in range(place - 1))
            and words > _NAME_WORDS * 2
            and words >= more
            and self._is_arabic
            and self._share_in_prose(place - 1) >= max(_LEAST_SHARE, self._share_in_prose(place))
        )

    @cached_property
    def _is_arabic(self) -> bool:
        return detect_language(" ".join(self._prose_lines)) == "ar"

    @cached_property
    def _prose_lines(self) -> list[str]:
        return [
            text for place in range(len(self._zone)) if is_prose(text := self._zone.text(place))
        ]

    def _is_strange(self, text: str) -> bool:
        """Whether the article has none of the words."""
        return not self._share_of(fold_key(text))

    def _share_in_prose(self, place: int) -> float:
        """Which share of the words of a line the article has too."""
        return self._share_of(self._zone.line(place).key)

    def _share_of(self, key: str) -> float:
        words = key.split()
        prose = fold_key(" ".join(self._prose_lines))
        return sum(word.removeprefix("ال") in prose for word in words) / max(1, len(words))

    def _may_end_title(self, place: int) -> bool:
        """Not so furniture, a bulleted point, or a lead between title and metadata."""
        zone, text = self._zone, self._zone.text(place)
        is_lead = is_prose(text) or (is_sentence(text) and text.endswith((".", "…", ".»", '."')))
        return not (
            is_lead
            or self._is_lead_below(place)
            or is_bulleted(text)
            or zone.is_furniture(place)
            or not _LETTERS.search(text)
            or zone.page.in_prose(zone.lines[place])
        )

    def _is_lead_below(self, place: int) -> bool:
        """Whether a short sentence with its full stop has a line above it that can be the title."""
        zone, text = self._zone, self._zone.text(place)
        return text.endswith(".") and any(
            len(zone.text(above).split()) > _CAPTION_WORDS
            and not ends_sentence(zone.text(above))
            and self._stands_apart(above)
            for above in range(max(0, place - 2), place)
        )

    def _has_other_source(self, anchor: int) -> bool:
        """Whether the block from ``anchor`` on names a source by label or as its own bare line."""
        for place in range(anchor, len(self._zone)):
            if self._zone.block(place) != self._zone.block(anchor):
                return False
            meta = self._zone.meta(place)
            if meta is None and self._zone.is_furniture(place):
                continue
            if meta is None:
                return is_name(self._zone.text(place))
            if meta.kinds & {PartKind.SOURCE, PartKind.NAME}:
                return True
        return False

    def _is_source_apart(self, place: int, anchor: int) -> bool:
        """Whether the line above the first metadata is a source in a block of its own.

        Only where the metadata stand in blocks of their own too, and a title is left above it.
        """
        if place == 0 or anchor + 1 >= len(self._zone) or not self._zone.is_anchor(anchor + 1):
            return False
        if self._zone.block(anchor) in (self._zone.block(place), self._zone.block(anchor + 1)):
            return False
        return is_short_name(self._zone.text(place)) and not self._has_other_source(anchor)

    def _first_line_title(self) -> Title | None:
        """The title of an item without metadata in its head: a short line above prose."""
        if not self._zone:
            return None
        start = self._behind_origin()
        end = self._end_of_wrapped(start) if start == 0 else start + 1
        text = self._text_of(range(start, end))
        is_sentence = ends_sentence(text) and text.endswith((".", "…")) and len(text) >= 100
        if is_sentence or len(text) > PROSE_LENGTH or (end > start + 1 and text.endswith(".")):
            return None
        if (
            end < len(self._zone)
            and end > start + 1
            and self._zone.block(end) == self._zone.block(start)
        ):
            return None  # a hard-wrapped paragraph
        below = [self._zone.text(place) for place in range(end, len(self._zone))]
        if not any(ends_sentence(line) or len(line) >= SENTENCE_LENGTH for line in below):
            return None
        return self._title(start, end)

    def _behind_origin(self) -> int:
        """The place behind the line that tells where an item was forwarded from or read, above its
        title in one block."""
        zone = self._zone
        meta = zone.meta(0)
        is_origin = (
            len(zone) > 1
            and zone.block(0) == zone.block(1)
            and zone.meta(1) is None
            and (zone.is_furniture(0) if meta is None else meta.kinds == {PartKind.SOURCE})
        )
        return int(is_origin)

    def _wrapped_title(self, end: int) -> Title | None:
        """The lines that end before place ``end`` and are one text, wrapped."""
        start = end - 1
        while start > 0 and end - start < _COPY_LINES and self._continues(start):
            start -= 1
        return self._title(start, end) if start >= 0 else None

    def _end_of_wrapped(self, start: int) -> int:
        end = min(start + 1, len(self._zone))
        while end < len(self._zone) and end - start < _COPY_LINES and self._continues(end):
            end += 1
        return end

    def _continues(self, place: int) -> bool:
        """Whether the line at ``place`` is the rest of the one above it."""
        return (
            self._zone.page.has_blanks
            and self._zone.block(place) == self._zone.block(place - 1)
            and self._zone.meta(place) is None
            and self._zone.meta(place - 1) is None
            and not self._zone.is_furniture(place)
            and not self._is_outlet_below(place)
            and wraps(self._zone.text(place - 1), self._zone.text(place))
        )

    def _is_outlet_below(self, place: int) -> bool:
        """Whether a line begins as an outlet does, and the one above it does not go on there."""
        above, text = self._zone.text(place - 1), self._zone.text(place)
        return is_outlet(text) and not goes_on(above, text)

    def _has_label(self, place: int) -> bool:
        key = self._zone.line(place).key
        return ":" in key and bool(_TITLE_LABEL.fullmatch(key))

    def _value(self, place: int) -> str:
        """A line without «عنوان:» before it."""
        text = self._zone.text(place)
        return re.split("[:：]", text, maxsplit=1)[1].strip() if self._has_label(place) else text

    def _spaceless(self, place: int) -> str:
        """A line without «عنوان:» before it, folded for comparing."""
        if self._has_label(place):
            return fold_spaceless(self._value(place))
        return self._zone.line(place).spaceless

    def _text_of(self, places: Iterable[int]) -> str:
        return " ".join(filter(None, map(self._value, places)))

    def _title(self, start: int, end: int) -> Title:
        places = range(start, end)
        lines = tuple(self._zone.lines[place] for place in places)
        return Title(start, end, self._text_of(places), lines)

    def _cleaner(self, first: Title, second: Title) -> Title:
        """The copy of a title that is clean, with its ZWNJ, on fewer lines; else the first."""
        printed, printed_again = self._printed(first), self._printed(second)
        if printed == printed_again or _dirt_of(printed) <= _dirt_of(printed_again):
            return first
        return second

    def _printed(self, title: Title) -> list[str]:
        lines = self._zone.page.lines
        return [lines[index].printed.strip() for index in title.lines]


def _kinds_of(lines: Iterable[HeadLine]) -> set[PartKind]:
    """The kinds of metadata among lines of a head."""
    return {PartKind(line.value) for line in lines if line not in _NO_FACTS}


def _words_of(title: Title) -> int:
    return len(title.text.split())


def _dirt_of(lines: list[str]) -> tuple[int, int, int]:
    """Sorts copies of a title as printed."""
    printed = " ".join(lines)
    return len(_DIRT.findall(printed)), -printed.count("\u200c"), len(lines)
