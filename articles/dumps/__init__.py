"""Reads dumps: bytes to text to items, with a role for each line and a place for each field.
Pure."""

from articles.dumps.decode import Encoding, decode, detect_encoding
from articles.dumps.overrides import Overrides
from articles.dumps.parser import parse_item
from articles.dumps.records import (
    ErrorCode,
    Figure,
    Line,
    ParsedItem,
    RelatedStory,
    Role,
    Span,
    WarningCode,
    unsure_fields,
)
from articles.dumps.splitting import RawItem, split_items

__all__ = [
    "Encoding",
    "ErrorCode",
    "Figure",
    "Line",
    "Overrides",
    "ParsedItem",
    "RawItem",
    "RelatedStory",
    "Role",
    "Span",
    "WarningCode",
    "decode",
    "detect_encoding",
    "parse_item",
    "split_items",
    "unsure_fields",
]
