"""Words typed while the keyboard stood on another layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.language.keyboards import LAYOUTS, LONGEST, retyped
from articles.text.folding import fold_key


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hdvhk", "ایران"),
        ("sghl", "سلام"),
        ("HDVHK", "ایران"),  # Caps Lock
        ("Hdvhk", "ایران"),  # a capital that a phone put there: آیران folds to the same
        ("hlv,c", "امروز"),
        (";jhf", "کتاب"),
        ("'gdl", "گلیم"),
        ("[h]", "جاچ"),
        ("\\vs\\,gds", "پرسپولیس"),  # پ of the older Persian layout of Windows
        ("mvsm,gds", "پرسپولیس"),  # and of the standard one
        ("Ckj", "ژنت"),
        ("lwv", "مصر"),
        ("hgsghl", "السلام"),
        ("bhvn", "لاارى"),  # لا stands on one key of the Arabic layouts
        ("'vhfgs", "طرابلس"),
        ("هقشد", "iran"),
        ("فقعئح", "trump"),
        ("اثم", "hel"),
        ("سحخقف", "sport"),
    ],
)
def test_what_was_meant_is_among_the_readings(typed, meant):
    assert fold_key(meant) in [fold_key(reading) for reading in retyped(typed)]


@pytest.mark.parametrize("typed", ["", " ", "123", "ایران iran", "؟!", "日本", "a" * (LONGEST + 1)])
def test_texts_of_both_scripts_or_of_none_have_no_other_reading(typed):
    assert retyped(typed) == ()


def test_each_layout_has_a_letter_for_every_key_and_the_letters_of_its_language():
    letters = {
        "isiri_9147": "پچژگکی",
        "kbdfa": "پچژگکی",
        "arabic_101": "ةىئءؤكيط",
        "arabic_102": "ذ",
    }
    for layout in LAYOUTS:
        assert len(layout.letters) == 70
        assert set(letters[layout.name]) <= set("".join(layout.letters.values()))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(st.text(alphabet="qwertyuiopasdfhjklzxcvnm", max_size=40))
def test_what_is_typed_on_a_layout_comes_from_the_same_keys(layout, keys):
    """Without the keys of ل and لا: «لا» may be one key or two."""
    assert layout.keys_for(layout.typed(keys)).lower() == keys


@given(st.text(max_size=300))
def test_any_text_is_read_and_never_in_its_own_script(text):
    assert text not in retyped(text)
