import pytest

from articles.dumps.view_counts import read_views
from articles.text.folding import fold_key


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("3 مشاهدات", 3),
        ("مشاهدة واحدة", 1),
        ("مشاهدتان", 2),
        ("لا مشاهدات", 0),
        ("عدد المشاهدات: ٨", 8),
        ("٨٬٩٩٢ مشاهدة", 8992),
        ("3 آلاف مشاهدة", 3000),
        ("1.2 مليون مشاهدة", 1_200_000),
        ("52 بازدید", 52),
        ("بدون بازدید", 0),
        ("بازدید: 8,992", 8992),
        ("تعداد بازدید: ۱۲۴۰", 1240),
        ("۱٬۰۸۵ بازدید", 1085),
        ("۱٫۲ هزار بازدید", 1200),
        ("۱٫۲ هزار", 1200),
        ("12 بار دیده شده", 12),
        ("4 views", 4),
        ("No views", 0),
        ("Viewed 12 times", 12),
        ("1.5K views", 1500),
        ("1.085 views", 1085),
        ("1 085 views", 1085),
        ("1,234,567 views", 1_234_567),
        ("👁️ 402K", 402_000),
        ("👁 12", 12),
    ],
)
def test_it_reads_every_form_of_a_count(printed, count):
    assert read_views(fold_key(printed)) == count


@pytest.mark.parametrize(
    "printed",
    ["77", "1.5 views", "بازدید از موزه رایگان است", "3 مشاهدات رصدها الفريق", "1404/10/07", ""],
)
def test_it_reads_nothing_from_other_texts(printed):
    assert read_views(fold_key(printed)) is None
