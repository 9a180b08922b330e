"""Items whose form tells more than their text: fields of a record, the head of a page.

Such an item is laid out as a text dump (title, facts, paragraphs) and read by the parser of dumps,
which knows what is an end mark, a related box or a caption. What the form tells of its own
then wins over what the parser has found, unless a person has said otherwise. So the lines that
staff see, their roles and their spans are those of any dump.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from articles.calendars import parse_date
from articles.dumps.formats.moments import Moment
from articles.dumps.formats.protocol import ParseOptions
from articles.dumps.overrides import Overrides, with_typed_fields
from articles.dumps.parser import parse_text
from articles.dumps.records import (
    ErrorCode,
    Figure,
    ParsedItem,
    RelatedStory,
    Role,
    Span,
    WarningCode,
)
from articles.text.folding import fold_spaceless

NOWHERE = Span(0, 0)
_DATE_WARNINGS = {
    WarningCode.NO_DATE,
    WarningCode.BAD_DATE,
    WarningCode.FUTURE_DATE,
    WarningCode.WEEKDAY_MISMATCH,
}


@dataclass(frozen=True, slots=True)
class Composed:
    """What a form gives: lines of text, and the values that it tells apart from them.

    ``facts`` are lines of metadata as printed; ``links`` are addresses of related articles by their
    titles; ``moment``, ``views`` and the rest are left to the
    parser where they are empty.
    """

    title: str
    paragraphs: Sequence[str]
    facts: Sequence[str] = ()
    source: str = ""
    author: str = ""
    url: str = ""
    external_id: str = ""
    moment: Moment | None = None
    views: int | None = None
    figures: Sequence[Figure] = ()
    related: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The item as people are shown it."""
        blocks = (self.title, "\n".join(self.facts), *self.paragraphs)
        return "\n\n".join(block for block in blocks if block)


def figure(position: int, alt: str, caption: str, credit: str | None, address: str = "") -> Figure:
    """A figure that stands at no line of the text."""
    return Figure(position, alt, caption, credit, NOWHERE, address)


def read_composed(
    composed: Composed, options: ParseOptions, warnings: Sequence[WarningCode] = ()
) -> ParsedItem:
    """Read an item that was laid out; never raises."""
    overrides = options.overrides or Overrides()
    if not composed.paragraphs and not composed.figures:
        return ParsedItem(text=composed.text, lines=(), error=ErrorCode.NO_CONTENT)
    item = parse_text(composed.text, options.reference, warnings, overrides.roles, options.habits)
    item = _with_title(item, composed, overrides)
    if item.error:
        return item
    composed = replace(composed, moment=_in_form(composed, options))
    item = _with_values(item, composed, set(overrides.roles.values()))
    return with_typed_fields(item, overrides, options.reference)


def _in_form(composed: Composed, options: ParseOptions) -> Moment | None:
    """The moment with the day that the source means by numbers that leave it open."""
    moment, form = composed.moment, options.habits and options.habits.profile.form
    if moment is None or not form:
        return moment
    alone, told = (
        parse_date(moment.text, reference=options.reference, form=each) for each in (None, form)
    )
    if alone is None or told is None or told.day is None or alone.day != moment.day:
        return moment
    return replace(moment, day=told.day, calendar=str(told.calendar), warnings=told.warnings)


def _with_title(item: ParsedItem, composed: Composed, overrides: Overrides) -> ParsedItem:
    """The item with the title that its form tells, which may be what the parser missed."""
    if not composed.title or Role.TITLE in overrides.roles.values():
        return item
    item = replace(item, title=composed.title)
    is_mended = item.error in (ErrorCode.NO_TITLE, ErrorCode.NO_CONTENT) and (
        item.paragraphs or composed.figures
    )
    return replace(item, error=None) if is_mended else item


def _with_values(item: ParsedItem, composed: Composed, chosen: set[Role]) -> ParsedItem:
    values: dict[str, object] = {}
    for name in ("source", "author", "url", "external_id"):
        if (value := getattr(composed, name)) and Role.__members__.get(name.upper()) not in chosen:
            values[name] = value
    if composed.facts and Role.AUTHOR not in chosen:
        values["author"] = composed.author  # a bare name among the facts is not the parser's
    if composed.views is not None and Role.VIEWS not in chosen:
        values["views"] = composed.views
    if composed.figures and not chosen & {Role.FIGURE, Role.CAPTION}:
        values["figures"] = _figures(composed.figures, item.figures)
    related = item.related
    if composed.related and Role.RELATED_ITEM not in chosen:
        related = values["related"] = _related(item.related, composed.related)
    if composed.links:
        values["related"] = _with_links(related, composed.links)
    warnings = set(item.warnings)
    if values.get("source"):
        warnings.discard(WarningCode.NO_SOURCE)
    item = replace(item, **values)  # type: ignore[arg-type]
    if composed.moment and Role.DATE not in chosen:
        item, warnings = _with_moment(item, composed.moment, warnings)
    kept = tuple(span for span in item.spans if span[0] not in values)
    return replace(item, spans=kept, warnings=tuple(c for c in WarningCode if c in warnings))


def _with_moment(
    item: ParsedItem, moment: Moment, warnings: set[WarningCode]
) -> tuple[ParsedItem, set[WarningCode]]:
    """The day that the form tells, with the words in which the text prints the same day."""
    told = {WarningCode(code) for code in moment.warnings}
    if moment.day is None:
        return item, warnings | (told if item.published_on is None else set())
    if item.published_on and _is_near(item.published_on, moment.day):
        # The printed day is that of the outlet's place; metadata may be in UTC.
        clock = item.published_time or moment.clock
        return replace(item, published_time=clock), warnings - {WarningCode.NO_DATE}
    item = replace(
        item,
        published_on=moment.day,
        published_time=moment.clock,
        date_text=moment.text,
        date_calendar=moment.calendar,
        spans=tuple(span for span in item.spans if span[0] != "date"),
    )
    return item, warnings - _DATE_WARNINGS | told


def _is_near(one: date, other: date) -> bool:
    return abs((one - other).days) <= 1


def _figures(told: Sequence[Figure], printed: Sequence[Figure]) -> tuple[Figure, ...]:
    """Pictures that the form tells, then those that only the text has."""
    known = {fold_spaceless(each.caption or each.alt) for each in told}
    others = (each for each in printed if fold_spaceless(each.caption or each.alt) not in known)
    return tuple(sorted((*told, *others), key=lambda each: each.position))


def _related(printed: Sequence[RelatedStory], told: Sequence[str]) -> tuple[RelatedStory, ...]:
    known = {fold_spaceless(each.title) for each in printed}
    new = [title for title in told if fold_spaceless(title) not in known]
    return (*printed, *(RelatedStory(title, NOWHERE) for title in new))


def _with_links(
    related: Sequence[RelatedStory], links: Mapping[str, str]
) -> tuple[RelatedStory, ...]:
    return tuple(replace(each, address=links.get(each.title, "")) for each in related)
