"""The editors' equal names in searches: there from the next search on, gone when taken off."""

from datetime import date

import pytest
from django.db import transaction

from articles import search as engine
from articles.models import NameSet
from articles.search import Search
from articles.search.names.equivalents import name_table
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

TODAY = date(2026, 11, 20)


def others(text):
    return [name for each in name_table().expand(text.split()) for name in each.others]


def keep(*names, **fields):
    return NameSet.objects.create(names="\n".join(names), **fields)


def test_a_new_set_counts_from_the_next_search_on():
    assert others("سپیدار") == []
    keep("سپیدار", "Sepidar", "سبيدار")
    assert others("سپیدار") == ["Sepidar", "سبيدار"]
    assert others("sepidar") == ["سپیدار", "سبيدار"]


def test_the_known_names_stay_beside_the_editors_own():
    keep("روسیه", "ارض الثلج")
    assert {"Russia", "روسيا", "ارض الثلج"} <= set(others("روسیه"))


def test_a_changed_set_counts_as_it_is_now():
    names = keep("سپیدار", "Sepidar")
    assert others("سپیدار") == ["Sepidar"]
    names.names = "سپیدار\nWhite Poplar"
    names.save()
    assert others("سپیدار") == ["White Poplar"]


def test_a_set_that_is_not_in_use_or_was_deleted_does_not_count():
    names = keep("سپیدار", "Sepidar")
    assert others("سپیدار")
    names.is_active = False
    names.save()
    assert others("سپیدار") == []
    names.is_active = True
    names.save()
    assert others("سپیدار")
    names.delete()
    assert others("سپیدار") == []


def test_what_was_rolled_back_does_not_count_nor_hide_what_comes_after_it():
    with transaction.atomic():
        keep("سپیدار", "Sepidar")
        assert others("سپیدار") == ["Sepidar"]
        transaction.set_rollback(True)
    assert others("سپیدار") == []
    keep("سپیدار", "White Poplar")  # as many changes as had been rolled back
    assert others("سپیدار") == ["White Poplar"]


def test_a_table_is_built_once_and_asked_after_in_one_query(django_assert_num_queries):
    keep("سپیدار", "Sepidar")
    built = name_table()
    with django_assert_num_queries(1):
        assert name_table() is built


def find(text, **options):
    return engine.search(Search(text, TODAY, **options))


def ids(answer):
    return [hit.article_id for hit in answer.hits]


def test_a_search_finds_all_names_of_a_set_the_typed_one_first(rebuild_index):
    english = make_article("Zafarabad Steel lights a new furnace", language="en", body="Steel.")
    persian = make_article("فولاد ظفرآباد کوره‌ای تازه روشن کرد")
    apart = make_article("ظفرآباد فولاد ندارد", body="هیچ کوره‌ای در شهر روشن نیست.")
    rebuild_index()
    assert set(ids(find("فولاد ظفرآباد"))) == {persian.pk, apart.pk}
    keep("فولاد ظفرآباد", "Zafarabad Steel")
    answer = find("فولاد ظفرآباد")
    assert set(ids(answer)) == {persian.pk, apart.pk, english.pk}
    assert ids(answer)[-1] == english.pk
    assert [name for each in answer.names for name in each.others] == ["Zafarabad Steel"]
    back = ids(find("zafarabad steel"))
    assert back[0] == english.pk
    assert persian.pk in back
    assert english.pk not in ids(find("فولاد ظفرآباد", with_names=False))


def test_a_search_without_names_asks_the_database_nothing(rebuild_index, django_assert_num_queries):
    make_article("فولاد ظفرآباد کوره‌ای تازه روشن کرد")
    rebuild_index()
    keep("فولاد ظفرآباد", "Zafarabad Steel")
    with django_assert_num_queries(0):
        assert find("فولاد", with_names=False).total == 1
    find("فولاد")
    with django_assert_num_queries(1):
        assert find("فولاد").total == 1
