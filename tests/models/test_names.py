"""Sets of equal names: what is kept of what editors type, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from articles.models import NameSet
from articles.models.names import LONGEST_NAME, MOST_NAMES


def cleaned(names):
    names_set = NameSet(names=names)
    names_set.clean_fields()
    names_set.clean()
    return names_set


def refusals(names):
    """What a form says of the names."""
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            NameSet(names=names).full_clean()
        return caught.value.message_dict["names"]


def test_names_are_kept_without_empty_lines_and_needless_spaces():
    kept = cleaned("  فولاد  ظفرآباد \r\n\r\n\tZafarabad Steel\nفولاذ ظفر آباد\n")
    assert kept.names == "فولاد ظفرآباد\nZafarabad Steel\nفولاذ ظفر آباد"
    assert kept.name_list == ["فولاد ظفرآباد", "Zafarabad Steel", "فولاذ ظفر آباد"]
    assert str(kept) == "فولاد ظفرآباد = Zafarabad Steel = فولاذ ظفر آباد"


@pytest.mark.parametrize(
    "names",
    [
        "سپیدار",
        "سپیدار\nسپیدار",
        "کیانی\nكياني",  # two keyboards
        "مهررود\nمهر‌رود\nمهر رود",
        "مُهَنَّد\nمهند",
        "U.S.\nUS\nu s",
        "۱۲۳\n123",
    ],
)
def test_names_that_are_one_after_folding_are_no_set(names):
    [message] = refusals(names)
    assert "at least two different names" in message


@pytest.mark.parametrize("names", ["Ab\nAc", "سپیدار\nSepidar", "مهررود\nمهرود"])
def test_the_least_difference_of_letters_makes_two_names(names):
    assert cleaned(names).names == names


def test_no_name_at_all_is_refused_once():
    assert refusals("") == ["This field cannot be blank."]
    [message] = refusals(" \n\t")
    assert "at least two different names" in message


def test_a_name_of_signs_is_named_in_the_message():
    [message] = refusals("Sepidar\n***\nسپیدار")
    assert "“***” has neither" in message


def test_a_name_may_be_as_long_as_the_bound_and_no_longer():
    longest = "s" * LONGEST_NAME
    assert cleaned(f"{longest}\nSepidar").name_list == [longest, "Sepidar"]
    [message] = refusals(f"{longest}s\nSepidar")
    assert f"at most {LONGEST_NAME} characters" in message


def test_a_set_may_have_as_many_names_as_the_bound_and_no_more():
    names = [f"Sepidar {number}" for number in range(MOST_NAMES + 1)]
    assert len(cleaned("\n".join(names[:-1])).name_list) == MOST_NAMES
    [message] = refusals("\n".join(names))
    assert f"{MOST_NAMES + 1} names are too many" in message


@pytest.mark.django_db
def test_every_change_has_its_row_of_history():
    names = NameSet.objects.create(names="سپیدار\nSepidar")
    names.is_active = False
    names.save()
    names.delete()
    assert list(NameSet.history.values_list("history_type", flat=True)) == ["-", "~", "+"]
