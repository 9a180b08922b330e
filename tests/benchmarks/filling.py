"""Fills an archive with articles of invented words, straight into its tables.

Importing them is another benchmark (import_speed.py).
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from generate import Writer

STEP = 2_000
SOURCES = 40
FIRST_DAY = date(2006, 3, 21)
DAYS = 20 * 365
CROWDED_DAYS = 31
VOCABULARY = 60_000
PARAGRAPHS = 20_000
RAW = zlib.compress("متن خام\n".encode() * 100)


def fill(count: int, *, crowded: float = 0.0) -> None:
    """So many articles, over twenty years; ``crowded`` is the share of them that the last month
    has beside its own."""
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from articles.db.rows import insert
    from articles.models import Article, Source

    rnd = random.Random(7)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    insert(
        Source,
        ("id", "slug", "name_fa"),
        [(number, f"source-{number}", f"منبع {number}") for number in range(1, SOURCES + 1)],
    )
    names = "id key source_id language title body published_on title_key".split()
    rows = _rows(count, rnd, crowded)
    for _ in range(0, count, STEP):
        with transaction.atomic():
            insert(Article, names, list(islice(rows, STEP)))
    # The numbers were given here: PostgreSQL's own go on after them.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Source, Article]):
            cursor.execute(statement)


def fill_parts() -> None:
    """For each article what an import leaves beside it: identity, capture, figure, related stories
    that are archived, and an entry in the log of changes."""
    from django.db import transaction

    from articles.db.rows import insert
    from articles.models import (
        Article,
        ArticleChange,
        ArticleIdentity,
        Capture,
        Figure,
        ImportBatch,
        RawBytes,
        RelatedStory,
    )

    rnd = random.Random(13)
    batch = ImportBatch.objects.create(state=ImportBatch.State.DONE)
    articles = list(Article.objects.order_by("pk").values_list("pk", "key", "title"))
    capture = "batch_id article_id file_name item_number start end sha256 outcome".split()
    for start in range(0, len(articles), STEP):
        chunk = articles[start : start + STEP]
        with transaction.atomic():
            insert(ArticleIdentity, ("article_id", "hash"), [(pk, key * 2) for pk, key, _ in chunk])
            insert(
                Capture,
                capture,
                [(batch.pk, pk, "dump.txt", pk, 0, 1, f"{pk:064}", "created") for pk, *_ in chunk],
            )
            insert(RawBytes, ("sha256", "compressed"), [(f"{pk:064}", RAW) for pk, *_ in chunk])
            insert(
                Figure,
                ("article_id", "position", "alt", "caption"),
                [(pk, 1, "عکس", title) for pk, _, title in chunk],
            )
            insert(
                RelatedStory,
                ("article_id", "position", "title", "title_key", "target_id"),
                [
                    (pk, position, title, "", target)
                    for pk, *_ in chunk
                    for position, (target, _, title) in enumerate(rnd.choices(articles, k=4))
                ],
            )
            insert(ArticleChange, ("article_id", "kind"), [(pk, "created") for pk, *_ in chunk])


def _rows(count: int, rnd: random.Random, crowded: float) -> Iterator[tuple[Any, ...]]:
    import jdatetime

    writers = {language: Writer(language, rnd, VOCABULARY) for language in ("fa", "ar")}
    paragraphs = {
        language: [writer.words(40) + "." for _ in range(PARAGRAPHS)]
        for language, writer in writers.items()
    }
    days = [
        jdatetime.date.fromgregorian(date=FIRST_DAY + timedelta(days=day)) for day in range(DAYS)
    ]
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    for number in range(1, count + 1):
        language = ("fa", "ar")[number % 2]
        is_crowded = crowded and rnd.random() < crowded
        yield (
            number,
            "".join(rnd.choices(letters, k=16)),
            min(int(rnd.paretovariate(0.6)), SOURCES),
            language,
            writers[language].words(9),
            "\n\n".join(rnd.choices(paragraphs[language], k=5)),
            rnd.choice(days[-CROWDED_DAYS:] if is_crowded else days),
            "",
        )
