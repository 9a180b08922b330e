"""Filling a preview with what an import would do, for staff or for a dry run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from articles.models import Article, Capture

from .decisions import Decisions
from .identity import key_of
from .limits import Tally
from .planning import PlannedItem, plan
from .preparing import PreparedItem
from .previews import Preview
from .reading import check_paths
from .reconciling import keys_to_be
from .running import ImportOptions, ImportResult, read_chunks, skipped_names
from .storing import StoredItem


def run_preview(
    paths: Sequence[str],
    options: ImportOptions,
    preview: Preview,
    *,
    on_planned: Callable[[Sequence[PlannedItem]], None],
    on_bytes: Callable[[int], None],
) -> ImportResult:
    """Fill a preview with what an import of the paths would do, with the decisions of the options:
    items that are left out are in it, and marked.

    Raises the exceptions of :func:`.running.run_import` while it reads.
    """
    check_paths(paths, options.limits)
    tally = Tally(options.limits, lambda: on_bytes(0))
    preview.begin()
    decisions = options.decisions
    options = replace(options, decisions=Decisions(decisions.overrides))
    with preview, closing(read_chunks(paths, tally, options, on_bytes)) as chunks:
        with preview.filling():
            for chunk in chunks:
                planned = _plan(chunk, preview, decisions)
                preview.add(planned, decisions)
                on_planned(planned)
        counts = preview.counts() | {"skipped": tally.skipped}
    return ImportResult(None, counts, skipped_names(tally, options))


def _plan(
    chunk: Sequence[PreparedItem], preview: Preview, decisions: Decisions
) -> list[PlannedItem]:
    """The chunk as an import plans it; items that are left out as if they were taken in."""
    kept = decisions.kept(chunk)
    planned = plan(kept, earlier=preview)
    if len(kept) == len(chunk):
        return planned
    as_kept = {entry.item.place: entry for entry in planned}
    with_all = plan(chunk, earlier=preview)
    return [as_kept.get(entry.item.place, entry) for entry in with_all]


def dry_run(
    paths: Sequence[str],
    options: ImportOptions,
    *,
    on_item: Callable[[StoredItem], None],
    on_bytes: Callable[[int], None] = lambda count: None,
) -> ImportResult:
    """What :func:`.running.run_import` would report for the paths: a temporary preview.

    The keys are those of the articles that the items would belong to. There is one difference: a
    body that a newer scrape in a later chunk replaces still makes duplicates here.
    """

    def tell(planned: Sequence[PlannedItem]) -> None:
        keys = _keys(planned, preview)
        for entry, key in zip(planned, keys, strict=True):
            on_item(StoredItem(entry.item, entry.outcome, entry.error, key))

    with tempfile.TemporaryDirectory() as folder:
        preview = Preview(Path(folder) / "preview.sqlite3")
        return run_preview(paths, options, preview, on_planned=tell, on_bytes=on_bytes)


def _keys(planned: Sequence[PlannedItem], preview: Preview) -> list[str | None]:
    """The keys that items would have once they and those before them are stored."""
    joining = {entry.item.identity for entry in planned if entry.settle}
    settled = keys_to_be(joining, preview.captures_of(joining)) if joining else {}
    seen = {entry.article_id for entry in planned if entry.article_id is not None}
    known = dict(Article.objects.filter(pk__among=seen).values_list("pk", "key"))

    def key_to_be(entry: PlannedItem) -> str | None:
        if entry.outcome == Capture.Outcome.REJECTED:
            return None
        # Also for a sighting: items reconciled with its article may give that another key.
        if key := settled.get((entry.item.identity, entry.item.body_hash)):
            return key
        return known.get(entry.article_id or 0) or key_of(entry.item.identity)

    return [key_to_be(entry) for entry in planned]
