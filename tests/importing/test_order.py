"""Importing in another order or grouping leaves the same archive."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.models import Article, ImportBatch, Source
from tests.dump_texts import archive_state, dump, run, write

# No commit happens in these tests, so no index follows: thousands of imports would wait for it.
pytestmark = pytest.mark.django_db

SENTENCES = [
    f"جملهٔ شمارهٔ {number} دربارهٔ {topic} با چند واژهٔ دیگر در پی هم نوشته شده است."
    for number, topic in enumerate(
        ["باغ", "پل", "نان", "رود", "کتاب", "چراغ", "قطار", "کوه", "ساز", "نقشه"], 1
    )
]


@st.composite
def scrapes(draw):
    """Some scrapes of few titles: re-scrapes, namesakes, bodies between two others, duplicates."""
    start = draw(st.integers(0, 6))
    length = draw(st.integers(1, 4))
    return dump(
        title=draw(st.sampled_from(["باغ تازه", "پل چوبی", "يك باغ"])),
        source=draw(st.sampled_from(["خبرخانه ساحل", "خبرخانه ساحل", "روزنامه بندر"])),
        date=draw(st.sampled_from(["1404/09/14", "1404/09/14", None])),
        views=draw(st.sampled_from([None, 3, 3, 9, 20])),
        body=SENTENCES[start : start + length],
        related=draw(st.sampled_from([[], ["پل چوبی", "هرگز"]])),
    )


def clear():
    for batch in ImportBatch.objects.filter(state="done").order_by("-pk"):
        undo(batch)
    assert not Article.objects.exists()
    assert not Source.objects.exists()


@contextmanager
def passing():
    """What is stored here goes without an undo, which has a test of its own below."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def import_in(groups):
    """Import groups of texts, each as one batch, alternately as many files and as one."""
    with tempfile.TemporaryDirectory() as folder:
        for number, texts in enumerate(groups):
            if number % 2:
                texts = ["\n====================\n\n".join(texts)]
            run(*write(Path(folder) / str(number), *texts))


def parted(texts, shuffler):
    texts = list(texts)
    shuffler.shuffle(texts)
    cuts = sorted(shuffler.sample(range(len(texts) + 1), k=min(2, len(texts))))
    return [
        part for part in (texts[: cuts[0]], texts[cuts[0] : cuts[-1]], texts[cuts[-1] :]) if part
    ]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(scrapes(), min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_a_shuffled_and_regrouped_set_leaves_the_same_archive(texts, shuffler):
    with passing():
        import_in([texts])
        expected = archive_state()
        assert list(verify()) == []
    with passing():
        import_in(parted(texts, shuffler))
        assert list(verify()) == []
        assert archive_state() == expected


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(scrapes(), min_size=1, max_size=6),
    st.lists(scrapes(), min_size=1, max_size=6),
    st.booleans(),
)
def test_an_undo_leaves_what_a_world_without_the_batch_would_have(kept, withdrawn, first):
    clear()
    import_in([kept])
    expected = archive_state()
    clear()
    import_in([withdrawn, kept] if first else [kept, withdrawn])
    batches = ImportBatch.objects.filter(state="done").order_by("pk")
    undo(batches.first() if first else batches.last())
    assert list(verify()) == []
    assert archive_state() == expected


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(scrapes(), max_size=4),
    st.lists(scrapes(), min_size=1, max_size=6),
)
def test_a_dry_run_tells_what_the_import_then_does(before, texts):
    with passing(), tempfile.TemporaryDirectory() as folder:
        run(*write(Path(folder) / "before", *before))
        paths = write(Path(folder) / "now", *texts)
        dry = run(*paths, dry_run=True)
        assert dry.items == run(*paths).items
