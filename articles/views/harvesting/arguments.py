"""The arguments of an OAI-PMH request, checked as the protocol asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from articles.exporting.oai_pmh import FORMATS


class OaiError(Exception):
    """Something that the protocol has a code for; ``str()`` of it is a sentence in English, which
    is the protocol's language."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are asked for, in which form; ``until`` is the first moment after the range."""

    prefix: str
    since: datetime | None = None
    until: datetime | None = None
    set_name: str = ""


_SELECTING = frozenset({"metadataPrefix", "from", "until", "set"})
ARGUMENTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), _SELECTING),
    "ListRecords": (frozenset({"metadataPrefix"}), _SELECTING),
}
"""By verb, the arguments that it needs and those that it may have."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def checked(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The arguments, each once; raises :class:`OaiError` for any that the verb does not take."""
    for name, values in given.items():
        if len(values) != 1:
            code = "badVerb" if name == "verb" else "badArgument"
            raise OaiError(code, f"The argument {name} is given more than once.")
    arguments = {name: values[0] for name, values in given.items()}
    verb = arguments.get("verb", "")
    if verb not in ARGUMENTS:
        raise OaiError("badVerb", f"The verb must be one of {', '.join(ARGUMENTS)}.")
    names = arguments.keys() - {"verb"}
    if "resumptionToken" in names and verb.startswith("List") and verb != "ListMetadataFormats":
        if len(names) > 1:
            raise OaiError("badArgument", "A resumptionToken allows no other argument.")
        return arguments
    needed, allowed = ARGUMENTS[verb]
    for name in sorted(needed - names):
        raise OaiError("badArgument", f"{verb} needs the argument {name}.")
    for name in sorted(names - needed - allowed):
        raise OaiError("badArgument", f"{verb} takes no argument {name}.")
    return arguments


def selection(arguments: Mapping[str, str]) -> Selection:
    """The records that the arguments of a list choose."""
    since, until = arguments.get("from", ""), arguments.get("until", "")
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until must have the same granularity.")
    begin, end = (_moment(since) if since else None), (_end(until) if until else None)
    if begin and end and begin >= end:
        raise OaiError("badArgument", "from must not be later than until.")
    return Selection(
        metadata_prefix(arguments["metadataPrefix"]), begin, end, arguments.get("set", "")
    )


def metadata_prefix(prefix: str) -> str:
    """A prefix that the archive knows."""
    if prefix not in FORMATS:
        known = ", ".join(FORMATS)
        raise OaiError("cannotDisseminateFormat", f"The formats of records are {known}.")
    return prefix


def _moment(text: str) -> datetime:
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.min, UTC)
    except ValueError:
        pass
    sentence = "Dates are written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."
    raise OaiError("badArgument", sentence)


def _end(text: str) -> datetime:
    try:
        return _moment(text) + (timedelta(seconds=1) if "T" in text else timedelta(days=1))
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
