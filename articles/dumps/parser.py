"""Parses one item of a dump into fields: passes over its lines give each line one role.

The passes, in order: figures, related stories, head, footer, noise; what is left is the body. All
decisions depend only on the item, so that it does not matter how items are grouped into files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from articles.calendars import Precision
from articles.dumps.choosing_fields import Facts, Value, byline_source, in_form, settle
from articles.dumps.decode import Encoding, decode_item
from articles.dumps.figures import FigureLines, find_figures
from articles.dumps.footer import find_footer
from articles.dumps.furniture import find_comments, find_noise, find_players, leaves_out_text
from articles.dumps.head import find_head
from articles.dumps.html import is_html_page, readable_text
from articles.dumps.lines import TextLine
from articles.dumps.metadata import PartKind
from articles.dumps.names import is_prose
from articles.dumps.noise import NoiseKind
from articles.dumps.overrides import Overrides, with_roles, with_typed_fields
from articles.dumps.page import Page
from articles.dumps.paragraphs import Paragraph, find_paragraphs
from articles.dumps.parse_state import ParseState
from articles.dumps.profiles import Habit, Habits, HeadLayout
from articles.dumps.records import (
    ErrorCode,
    Figure,
    Line,
    ParsedItem,
    RelatedStory,
    Role,
    Span,
    WarningCode,
)
from articles.dumps.related import find_related
from articles.dumps.tail import find_tail
from articles.text.language import detect_language

_WARNINGS = tuple(WarningCode)
LONG_LINE = 20_000
"""A line of more characters is a sign of damage and gets a warning."""


def parse_item(
    raw: bytes,
    encoding: Encoding | str,
    *,
    reference: date,
    overrides: Overrides | None = None,
    habits: Habits | None = None,
) -> ParsedItem:
    """Read one item of a dump; never raises.

    ``reference`` is the day after which a date lies in the future; ``overrides`` win over the
    ``habits`` of the source, and these over what the parser reads by itself. ``error`` is set on
    items that must be rejected; ``lines`` is then empty when there was no text to read. The text of
    an HTML page is what was extracted from it, and all offsets are of that text.
    """
    name = encoding if isinstance(encoding, str) else encoding.name
    decoded = decode_item(raw, name)
    text, warnings = decoded.text, list(decoded.warnings)
    if decoded.error:
        return ParsedItem(text=text, lines=(), error=decoded.error, warnings=tuple(warnings))
    if is_html_page(text):
        extracted = readable_text(text)
        if not extracted:
            return ParsedItem(text=text, lines=(), error=ErrorCode.HTML, warnings=tuple(warnings))
        text = extracted
        warnings.append(WarningCode.HTML_STRIPPED)
    if not overrides:
        return parse_text(text, reference, warnings, {}, habits)
    item = parse_text(text, reference, warnings, overrides.roles, habits)
    return with_typed_fields(item, overrides, reference)


def parse_text(
    text: str,
    reference: date,
    warnings: Sequence[WarningCode],
    chosen: Mapping[int, Role],
    habits: Habits | None = None,
) -> ParsedItem:
    """Read the text of one item; the warnings are those of what it was before."""
    page, given = _page(text, reference, chosen, habits)
    found = _find(page, habits.profile.layout if habits else None)
    if given:
        found = with_roles(found, page, given, reference)
    paragraphs = find_paragraphs(page, found.roles, found.title)
    for paragraph in paragraphs:
        found.roles.update((index, Role.BODY) for index in paragraph.lines)
    facts = settle(found.head, found.footer)
    if habits and habits.profile.form:
        facts = in_form(facts, habits.profile.form, reference)
    return _Assembly(page, found, facts, paragraphs).item(text, warnings)


def _page(
    text: str, reference: date, chosen: Mapping[int, Role], habits: Habits | None
) -> tuple[Page, Mapping[int, Role]]:
    """The page without what is set aside by habit, and the other roles that its lines are given."""
    if habits is None:
        return Page(text, reference), chosen

    def by_habit(lines: Sequence[TextLine]) -> dict[int, Habit]:
        return {i: habit for i, habit in habits.of_lines(lines).items() if i not in chosen}

    page = Page(text, reference, by_habit)
    return page, {**page.by_habit, **chosen}


def _find(page: Page, layout: HeadLayout | None) -> ParseState:
    roles = page.roles_without_content()
    comments = find_comments(page, roles)
    roles.update((index, Role.NOISE) for index in comments)
    roles.update((index, Role.NOISE) for index in find_players(page, roles))
    figures = find_figures(page, roles)
    for figure in figures:
        roles[figure.marker] = Role.FIGURE
        roles.update((index, Role.CAPTION) for index in figure.caption_lines)
    blocks = find_related(page, roles)
    related = tuple(item for block in blocks for item in block.items)
    for block in blocks:
        roles.update((index, Role.RELATED_HEADING) for index in block.frame)
    roles.update((index, Role.RELATED_ITEM) for item in related for index in item.lines)
    head = find_head(page, roles, layout)
    roles.update(head.roles)
    roles.update((index, Role.NOISE) for index in find_tail(page, roles, head.title))
    has_date = any(part.kind is PartKind.DATE for _, part in head.parts)
    footer = find_footer(page, roles, has_date=has_date)
    roles.update(footer.roles)
    roles.update(find_noise(page, roles))
    doubts = {WarningCode.TITLE_BY_PLACE} if head.is_chosen else set()
    if leaves_out_text(page, comments):
        doubts.add(WarningCode.BODY_LEFT_OUT)
    return ParseState(
        roles,
        head.title,
        head.title_lines,
        head.parts,
        footer.parts,
        figures,
        related,
        frozenset(doubts),
    )


@dataclass(frozen=True, slots=True)
class _Assembly:
    """What the passes found, put together into one record."""

    page: Page
    found: ParseState
    facts: Facts
    paragraphs: Sequence[Paragraph]

    def item(self, text: str, warnings: Sequence[WarningCode]) -> ParsedItem:
        """The parsed item; ``text`` is the decoded text that the offsets are of.

        ``warnings`` are those of decoding.
        """
        facts, found, lines = self.facts, self.found, self.page.lines
        paragraphs = tuple(paragraph.text for paragraph in self.paragraphs)
        source = facts.source or self._source_of_body()
        noise = self._lines_of(Role.NOISE)
        told = [index for index in noise if index not in self.page.aside]
        address = self._noise_value(told, NoiseKind.LINK, NoiseKind.ADDRESS)
        code = facts.code or self._noise_value(told, NoiseKind.CODE)
        day = facts.day if facts.day and facts.day.precision is Precision.DAY else None
        language = detect_language("\n".join((found.title, *paragraphs)))
        values = (
            ("source", source),
            ("author", facts.author),
            ("url", address),
            ("external_id", code),
            ("date", facts.day_printed),
            ("views", facts.views_printed),
        )
        spans = [(name, self._span_of(value)) for name, value in values if value]
        if found.title_lines:
            spans.insert(0, ("title", self._span(found.title_lines)))
        spans.extend(("paragraphs", self._span(each.lines)) for each in self.paragraphs)
        starts = [line.start for line in lines]  # one begins where the other ends
        roles = map(found.roles.__getitem__, range(len(lines)))
        doubts = {*warnings, *self._warnings(has_source=source is not None, language=language)}
        return ParsedItem(
            text=text,
            lines=tuple(map(Line, starts, [*starts[1:], len(text)], roles)),
            error=self._error(),
            warnings=tuple(code for code in _WARNINGS if code in doubts),
            language=language,
            title=found.title,
            source=source.text if source else "",
            author=facts.author.text if facts.author else "",
            url=address.text if address else "",
            external_id=code.text if code else "",
            date_text=facts.day_printed.text if facts.day_printed else "",
            date_calendar=str(facts.day.calendar) if facts.day else "",
            published_on=day.day if day else None,
            published_time=facts.clock,
            views=facts.views,
            paragraphs=paragraphs,
            figures=tuple(map(self._figure, found.figures)),
            related=tuple(
                RelatedStory(item.title, self._span(item.lines)) for item in found.related
            ),
            banner=tuple(lines[index].text for index in self._lines_of(Role.BANNER)),
            noise=tuple(lines[index].text for index in noise),
            spans=tuple(spans),
        )

    def _error(self) -> ErrorCode | None:
        """Why the item cannot be an article. A title with figures alone is one (a photo story)."""
        if not self.page.content:
            return ErrorCode.EMPTY
        has_body = bool(self.paragraphs)
        if self.found.title:
            return None if has_body or self.found.figures else ErrorCode.NO_CONTENT
        if has_body and (self.found.head or any(is_prose(each.text) for each in self.paragraphs)):
            return ErrorCode.NO_TITLE
        return ErrorCode.NO_CONTENT

    def _warnings(self, *, has_source: bool, language: str) -> tuple[WarningCode, ...]:
        if self._error():
            return ()
        day = self.facts.day
        codes = [WarningCode(code) for code in day.warnings] if day else []
        if self.facts.bad_dates:
            codes.append(WarningCode.BAD_DATE)
        elif day is None or day.day is None or day.precision is not Precision.DAY:
            codes.append(WarningCode.NO_DATE)
        codes.extend((*self.found.doubts, *self.facts.doubts))
        if not has_source:
            codes.append(WarningCode.NO_SOURCE)
        elif self.facts.source is None:
            codes.append(WarningCode.SOURCE_FROM_TEXT)
        if self.page.had_tags:
            codes.append(WarningCode.HTML_STRIPPED)
        lines = self.page.lines
        if lines[-1].end > LONG_LINE and any(len(line.printed) > LONG_LINE for line in lines):
            codes.append(WarningCode.LONG_LINE)
        if language == "und":
            codes.append(WarningCode.UNKNOWN_LANGUAGE)
        return tuple(codes)

    def _source_of_body(self) -> Value | None:
        for paragraph in self.paragraphs[:2]:
            name = byline_source(paragraph.text)
            if name:
                return Value(name, paragraph.lines[0])
        return None

    def _noise_value(self, lines: Sequence[int], *kinds: NoiseKind) -> Value | None:
        """The first value that a line of noise gives, of the first kind that gives one."""
        for kind in kinds:
            for index in lines:
                noise = self.page.noise(index)
                if noise and noise.kind is kind and noise.value:
                    return Value(noise.value, index)
        return None

    def _lines_of(self, role: Role) -> list[int]:
        return sorted(index for index, each in self.found.roles.items() if each is role)

    def _figure(self, figure: FigureLines) -> Figure:
        before = bisect_left(self.paragraphs, figure.marker, key=lambda each: each.lines[0])
        lines = (figure.marker, *figure.caption_lines)
        return Figure(before, figure.alt, figure.caption, figure.credit, self._span(lines))

    def _span(self, lines: Sequence[int]) -> Span:
        """From the first character of the first line to the last of the last, without spaces."""
        first, last = self.page.lines[lines[0]], self.page.lines[lines[-1]]
        start = first.start + len(first.printed) - len(first.printed.lstrip())
        return Span(start, last.start + len(last.printed.rstrip()))

    def _span_of(self, value: Value) -> Span:
        """Where a value stands in its line; the whole line when cleaning changed it."""
        line = self.page.lines[value.line]
        offset = line.printed.find(value.text)
        if offset < 0:
            return self._span((value.line,))
        return Span(line.start + offset, line.start + offset + len(value.text))
