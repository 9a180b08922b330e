from .decode import Encoding, decode, detect_encoding
from .overrides import Overrides
from .parser import parse_item
from .records import (
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
from .splitting import RawItem, split_items

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
