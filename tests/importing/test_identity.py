import base64
import hashlib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from articles.importing.identity import (
    body_hash,
    body_key,
    fold_body,
    hash_of,
    identity_hash,
    key_of,
    source_key,
    title_key,
    variant_hash,
)

DAY = date(2025, 12, 5)


def test_a_hash_is_32_characters_of_base32_and_a_key_its_first_16():
    identity = identity_hash("خبرخانه", "باران در راه است", DAY)
    assert len(identity) == 32
    assert set(identity) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert key_of(identity) == identity[:16]


@given(st.text())
def test_a_hash_is_the_base32_of_the_standard(text):
    bytes_of_parts = f"title\x1f{len(text)}:{text}".encode()
    digest = hashlib.sha256(bytes_of_parts).digest()[:20]
    assert hash_of("title", text) == base64.b32encode(digest).decode().lower()


def test_the_other_keyboard_spacing_and_zwnj_make_no_other_identity():
    assert identity_hash("خبرگزاری يکم", "کتاب‌های  تازه", DAY) == identity_hash(
        "خبرگزاري یکم", "كتاب‌های تازه", DAY
    )


def test_another_day_source_or_title_is_another_item():
    base = identity_hash("الف", "ب", DAY)
    assert base != identity_hash("الف", "ب", None)
    assert base != identity_hash("ج", "ب", DAY)
    assert base != identity_hash("الف", "ج", DAY)


def test_parts_cannot_run_into_each_other():
    assert hash_of("item", "ab", "c") != hash_of("item", "a", "bc")


def test_a_variant_differs_from_its_identity_and_by_body():
    assert len({"id", variant_hash("id", "a"), variant_hash("id", "b")}) == 3


def test_only_bodies_of_thirty_words_can_be_duplicates():
    assert body_key(fold_body(["واژه"] * 29)) == ""
    assert body_key(fold_body(["واژه"] * 30)) != ""


def test_the_key_of_a_body_is_that_of_its_hash():
    folded = fold_body(["واژه"] * 30)
    assert body_key(folded) == body_key(folded, body_hash(folded)) == key_of(body_hash(folded))


def test_no_source_has_no_key():
    assert source_key("") == ""
    assert source_key("ساحل") != ""


def test_titles_of_both_keyboards_have_one_key():
    assert title_key("يك خبر") == title_key("یک خبر")


def test_a_space_where_another_scrape_has_zwnj_makes_no_other_identity():
    assert identity_hash("خبر خانه", "کتاب‌های تازه", DAY) == identity_hash(
        "خبرخانه", "کتاب های تازه", DAY
    )
    assert title_key("کتاب‌های تازه") == title_key("کتابهای تازه")
