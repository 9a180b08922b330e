from datetime import date

import pytest

from articles.dumps.page import Page
from articles.dumps.related import find_related

HEAD = "A mill opens\n\nBay Press\n28 Dec 2025\n\nIt turns again every hour of the day.\n\n"
END = "\n\nThe flour is sold at the door."


def related(block):
    page = Page(f"{HEAD}{block}{END}", date(2026, 11, 23))
    return [item.title for found in find_related(page, ()) for item in found.items]


@pytest.mark.parametrize(
    "block",
    [
        "Recommended Stories\n\nlist of 2 items\n • list 1 of 2One\n • list 2 of 2Two\nend of list",
        "KEEP READING\n\nlist of 2 items\nlist 1 of 2\nOne\nlist 2 of 2\nTwo",
        "Around the bay\n• list 1 of 2: One\n• list 2 of 2: Two",
        "list of 2 items- list 1 of 2One- list 2 of 2Two end of list",
        "Read more\nlist of 2 items- list 1 of 2One- list 2 of 2Two\nend of list",
        "قصص موصى بها\n\nقائمة من عنصرين\n• قائمة 1 من 2One\n• القائمة ٢ من ٢Two\nنهاية القائمة",
        "لا يفوتك\nلائحة من 2 عناصر\n• لائحة 1 من 2One\n• لائحة 2 من 2Two\nنهاية اللائحة",
        "داستان‌های پیشنهادی\n\nفهرست 2 مورد\n• فهرست 1 از 2One\n• فهرست ۲ از ۲Two\nپایان فهرست",
        "پیشنهاد\nلیست ۲ موردی\n- لیست ۱ از ۲ One\n- لیست ۲ از ۲ Two",
        "برگزیده\n۲ آیتم\nآیتم ۱ از ۲\nOne\nآیتم ۲ از ۲\nTwo",
        "سیاهه شماره ۱ از ۲One\nسیاهه شماره ۲ از ۲Two",
        "بیشتر بخوانید:\n• One\n• Two",
        "اقرأ أيضاً\n- One\n\n- Two",
        "مواضيع ذات صلة\n1. One\n2) Two",
        "اخبار مرتبط\nOne\nTwo",
        "مطالب مرتبط\n\nOne\n\nTwo",
        "👈 بیشتر بخوانید: One\n• Two",
        "See also: One\n\nSee also: Two",
    ],
)
def test_every_shape_of_a_block_gives_its_titles(block):
    assert related(block) == ["One", "Two"]


@pytest.mark.parametrize(
    ("block", "titles"),
    [
        ("قائمة من 4 عناصر\n• قائمة 1 من 414 طريقة\n• قائمة 2 من 4أ", ["14 طريقة", "أ"]),
        ("• list 1 of 212 ways\n• list 2 of 22 more", ["12 ways", "2 more"]),
        ("• list 1 of 10One\n• list 2 of 10Two", ["One", "Two"]),
    ],
)
def test_the_total_tells_where_the_number_ends(block, titles):
    assert related(block) == titles


@pytest.mark.parametrize(
    "block",
    ["- first point\n- second point", "1. first step\n2. second step", "He won list 1 of 4 today."],
)
def test_lists_of_the_article_itself_are_no_related_stories(block):
    assert related(block) == []
