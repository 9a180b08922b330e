import pytest

from articles.dumps import Encoding, detect_encoding, split_items

ITEM = "{0}\n\n{0}\n\nBay Press\n1404/06/0{1}\n3 views\n\n{0} at last, said the keeper of it.\n"
ITEMS = [
    ITEM.format(title, day) for day, title in enumerate(("The mill opens", "The well fills"), 1)
]
BANNER = "Good news of the bay\n\nEvery day\n\n"


def split(text, codec="utf-8", size=1 << 20, limit=1 << 20):
    raw = text.encode(codec)
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)]
    items = list(split_items(chunks, detect_encoding(chunks), max_item_bytes=limit))
    assert [item.number for item in items] == list(range(1, len(items) + 1))
    assert [item.start for item in items] == [0, *(item.end for item in items[:-1])]
    assert items[-1].end == len(raw)
    return items


@pytest.mark.parametrize("size", [3, 1 << 20])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("separator", ["=====", "-----", "*****", "=" * 40, "* * * * *"])
def test_a_row_of_marks_parts_items(separator, codec, size):
    assert len(split(f"\n{separator}\n\n".join(ITEMS), codec, size)) == 2


def test_the_repeated_banner_parts_items():
    assert len(split("\n".join(BANNER + item for item in ITEMS))) == 2


def test_a_separator_and_a_banner_part_only_once():
    assert len(split("\n=====\n\n".join(BANNER + item for item in ITEMS))) == 2


def test_a_separator_without_blank_lines_parts_items():
    assert len(split("-----\n".join(item.replace("\n\n", "\n") for item in ITEMS))) == 2


@pytest.mark.parametrize("marks", ["*****", "-----"])
def test_marks_between_the_sections_of_an_article_part_nothing(marks):
    assert len(split(f"{ITEMS[0]}\n{marks}\n\nThe wheel turns every hour, and flour is sold.")) == 1


def test_an_underlined_title_is_not_parted_from_its_article():
    assert len(split(ITEMS[0].replace("\n\n", "\n======\n\n", 1))) == 1


@pytest.mark.parametrize("text", ["{}\n=====\n", "=====\n{}", "=====\n\n=====\n{}\n=====\n\n"])
def test_separators_around_items_make_no_empty_items(text):
    assert len(split(text.format(ITEMS[0]))) == 1


def test_a_source_named_like_the_banner_parts_nothing():
    text = "Bay Press\n\n" + ITEMS[0]
    assert len(split(text)) == 1


def test_an_item_over_the_limit_is_bounded_but_not_held():
    text = "\n=====\n\n".join([ITEMS[0], ITEMS[1] + "word " * 900_000, ITEMS[0]])
    items = split(text, size=1 << 16, limit=100_000)
    assert [item.raw is None for item in items] == [False, True, False]


def test_an_empty_file_is_one_empty_item():
    assert [item.raw for item in split("")] == [b""]


@pytest.mark.parametrize("size", [1, 3, 1 << 20])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-32-be"])
def test_code_units_that_mean_nothing_stay_in_their_item(codec, size):
    raw = "باران".encode(codec) + b"\xff\xd8\xff\xff\n\0\0\n" + "\nو باد".encode(codec) + b"\0"
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)]
    (item,) = split_items(chunks, Encoding(codec), max_item_bytes=1 << 20)
    assert (item.start, item.end, item.raw) == (0, len(raw), raw)
