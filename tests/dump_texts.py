"""Makers of dumps and imports for tests; all news in them is invented."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from articles.importing.outcomes import json_object
from articles.importing.preview_runs import dry_run as run_dry
from articles.importing.running import ImportOptions, run_import
from articles.models import Article, Figure, RelatedStory, Source

LANTERNS = (
    "شهرداری نوآباد از امروز نورپردازی تازه پل چوبی را آغاز کرد و صدها فانوس رنگی بر نرده‌های آن "
    "آویخت تا رهگذران شب‌ها نیز از تماشای رودخانه لذت ببرند و کودکان در کنار آب قصه بشنوند.",
    "کارشناسان می‌گویند این طرح با کمک داوطلبان محله اجرا شده است و هزینه آن از فروش کتاب‌های دست "
    "دوم در بازارچه هفتگی تامین می‌شود که هر جمعه در میدان اصلی برپاست.",
)
BAKERY = (
    "نانوایی قدیمی کوچه انار پس از چهل سال دوباره تنور سنگی خود را روشن کرد و نخستین نان‌ها را به "
    "همسایگان بخشید، چنان که رسم پدر بزرگ صاحب مغازه بود در نخستین روز هر زمستان سرد.",
    "بوی نان تازه تا ایستگاه اتوبوس می‌رسید و مسافران از راننده می‌خواستند چند دقیقه بیشتر درنگ "
    "کند تا صف کوتاه شود و هر یک نانی گرم در دست بگیرند.",
)


def dump(
    title: str = "فانوس‌های تازه بر پل چوبی",
    body: Iterable[str] = LANTERNS,
    *,
    source: str = "خبرخانه ساحل",
    date: str | None = "1404/09/14",
    views: int | None = 12,
    related: Iterable[str] = (),
) -> str:
    """A dump of the plainest shape."""
    head = [line for line in (source, date, None if views is None else f"{views} بازدید") if line]
    blocks = [title, title, "\n".join(head), *body]
    related = list(related)
    if related:
        items = [f"  • فهرست {n} از {len(related)}{text}" for n, text in enumerate(related, 1)]
        blocks.append("\n".join(["داستان‌های پیشنهادی", "", *items, "پایان فهرست"]))
    return "\n\n".join(blocks) + "\n"


def changed(body: Iterable[str], *, last: str) -> tuple[str, ...]:
    """The body with another last paragraph: still alike."""
    return (*list(body)[:-1], last)


def write(folder: Path, *texts: str, name: str = "dump") -> list[str]:
    """One file per text, all of one time, so that only what they say tells them apart."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, text in enumerate(texts, 1):
        path = folder / f"{name}-{number:03}.txt"
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_764_000_000, 1_764_000_000))
        paths.append(str(path))
    return paths


class Imported:
    """What an import said: its batch, the items' JSON objects, and outcomes in order."""

    def __init__(self, batch: int | None, items: list[dict[str, Any]], counts: dict[str, int]):
        self.batch = batch
        self.items = items
        self.counts = counts

    @property
    def outcomes(self) -> list[str]:
        return [item["outcome"] for item in self.items]

    @property
    def keys(self) -> list[str | None]:
        return [item["key"] for item in self.items]


def run(*paths: str, dry_run: bool = False) -> Imported:
    items: list[dict[str, Any]] = []
    result = (run_dry if dry_run else run_import)(
        paths,
        ImportOptions(),
        on_item=lambda stored: items.append(json_object(stored)),
    )
    assert Counter(item["outcome"] for item in items) == {
        name: count for name, count in result.counts.items() if name != "skipped"
    }
    return Imported(result.batch_id, items, result.counts)


def archive_state() -> dict[str, Any]:
    """Everything about the archive that must not depend on the order of imports."""
    keys = dict(Article.objects.values_list("pk", "key"))
    articles = {}
    for article in Article.objects.select_related("source"):
        articles[article.key] = {
            "source": article.source.slug if article.source else None,
            **{
                name: getattr(article, name)
                for name in (
                    "author",
                    "language",
                    "title",
                    "body",
                    "published_on",
                    "published_time",
                    "date_text",
                    "views",
                    "url",
                    "external_id",
                    "review",
                    "title_key",
                    "body_key",
                )
            },
            "duplicate_of": keys.get(article.duplicate_of_id),
            "figures": [
                (figure.position, figure.alt, figure.caption, figure.credit)
                for figure in Figure.objects.filter(article=article)
            ],
            "related": [
                (story.title, keys.get(story.target_id))
                for story in RelatedStory.objects.filter(article=article)
            ],
            "captures": sorted(set(article.captures.live().values_list("content_hash", flat=True))),
        }
    sources = {
        source.slug: (source.name_fa, source.name_ar, source.name_en, source.language)
        for source in Source.objects.all()
    }
    return {"articles": articles, "sources": sources}
