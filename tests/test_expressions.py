"""Expressions that are compiled when they are first used."""

import copy
import re

import pytest

from articles.expressions import regex


def test_it_has_the_methods_of_a_compiled_expression():
    words = regex(r"(?P<first>\w+) (\w+)", re.IGNORECASE)
    assert words.pattern == r"(?P<first>\w+) (\w+)"
    assert words.fullmatch("one two")["first"] == "one"
    assert words.sub("-", "one two three four") == "- -"
    assert words.groups == 2
    assert words.flags == re.compile(words.pattern, re.IGNORECASE).flags
    assert regex(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_it_is_compiled_at_its_first_use_and_once(monkeypatch):
    compiled = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *args: compiled.append(args) or compile_(*args))
    word = regex(r"\w+")
    assert compiled == []
    assert word.search("one") and word.search("two") and word.findall("one two")
    assert compiled == [(r"\w+", 0)]


def test_an_error_is_raised_by_the_first_use():
    broken = regex("(")
    with pytest.raises(re.error):
        broken.search("x")


def test_it_can_be_copied_and_has_no_other_attributes():
    word = regex("w+")
    assert copy.copy(word).search("www")[0] == "www"
    with pytest.raises(AttributeError):
        _ = word.fullmatches
