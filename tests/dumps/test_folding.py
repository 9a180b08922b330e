import pytest

from articles.text.folding import fold_key, fold_lines, fold_spaceless


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتاب جديد", "کتاب جدید"),
        ("می¬روند", "می‌روند"),
        ("می‌‌روند", "می‌روند"),
        ("المصـــدر", "المصدر"),
        ("أُرسلت إلى القاهرةِ", "ارسلت الي القاهره"),
        ("۱۴۰۴/١٠/07", "1404/10/07"),
        ("ﻻ", "لا"),
        ("‫Mill  OPENS‬", "mill opens"),
    ],
)
def test_what_a_reader_calls_the_same_folds_to_the_same(one, other):
    assert fold_key(one) == fold_key(other)


def test_words_stay_apart_unless_spacing_does_not_count():
    assert fold_key("کتاب\u00a0 ها") == "کتاب ها"
    assert fold_spaceless("کتاب ها") == fold_spaceless("کتاب‌ها")


@pytest.mark.parametrize("last", ["© ۲۰۲۶", "🙂", "ڤيينا…", ""])
def test_lines_fold_at_once_as_one_by_one(last):
    lines = ["كتاب\u00a0 جديد", "", "¬", "Mill  OPENS", "می‌روند", last]
    assert fold_lines(lines) == [fold_key(line) for line in lines]
    assert fold_lines([]) == []
