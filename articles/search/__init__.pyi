from .answers.filtering import Limits
from .answers.searching import DEEPEST, Answer, Counts, Hit, Match, Search, Sort
from .answers.spelling import Correction, Way
from .answers.suggesting import Suggestions
from .answers.trends import Trends
from .archive_index import (
    answering,
    compare_index,
    counts,
    did_you_mean,
    has_index,
    health,
    index_version,
    more_like_this,
    rebuild_index,
    search,
    suggest,
    trends,
    update_index,
)
from .cluster.patience import wait_anew
from .engine.findings import Finding
from .engine.health import Condition, Health
from .engine.schema import FACETS
from .engine.troubles import IndexUnavailableError, PrunedLogError, StaleIndexError, Trouble
from .following import bring_up_to_date, is_taken_over
from .index_process import following_apart
from .language.query import (
    MAX_WORDS,
    Filter,
    LanguageFilter,
    NoteCode,
    Query,
    SourceFilter,
    without,
)
from .language.written_dates import WrittenDate, without_date
from .limits import EmptySpanError, UnreadableLimitError, read_limits
from .names.equivalents import name_in, name_table, standard_names
from .names.expansion import NameTable
from .snippets import Excerpt, FoundArticle, found_articles, other_names

__all__ = [
    "DEEPEST",
    "FACETS",
    "MAX_WORDS",
    "Answer",
    "Condition",
    "Correction",
    "Counts",
    "EmptySpanError",
    "Excerpt",
    "Filter",
    "Finding",
    "FoundArticle",
    "Health",
    "Hit",
    "IndexUnavailableError",
    "LanguageFilter",
    "Limits",
    "Match",
    "NameTable",
    "NoteCode",
    "PrunedLogError",
    "Query",
    "Search",
    "Sort",
    "SourceFilter",
    "StaleIndexError",
    "Suggestions",
    "Trends",
    "Trouble",
    "UnreadableLimitError",
    "Way",
    "WrittenDate",
    "answering",
    "bring_up_to_date",
    "compare_index",
    "connect",
    "counts",
    "did_you_mean",
    "following_apart",
    "found_articles",
    "has_index",
    "health",
    "index_version",
    "is_taken_over",
    "more_like_this",
    "name_in",
    "name_table",
    "other_names",
    "read_limits",
    "rebuild_index",
    "search",
    "standard_names",
    "suggest",
    "trends",
    "update_index",
    "wait_anew",
    "without",
    "without_date",
]

def connect() -> None: ...
