from articles.importing.likeness import LikenessIndex, group_alike, shingles


def test_shingles_are_runs_of_three_words():
    assert shingles("a b c d") == {("a", "b", "c"), ("b", "c", "d")}


def test_a_text_of_two_words_is_one_run():
    assert shingles("a b") == {("a", "b")}


def index_of(**bodies):
    index = LikenessIndex()
    for name, body in bodies.items():
        index.add(name, body)
    return index


def test_bodies_that_share_most_words_in_order_are_alike():
    index = index_of(old="one two three four five six seven")
    assert index.alike("one two three four five six eight") == {"old"}


def test_the_same_words_in_another_order_are_not_alike():
    index = index_of(old="one two three four five six seven")
    assert index.alike("seven six five four three two one") == set()


def test_three_tenths_is_alike_and_less_is_not():
    old = "a b c d e 1 2 3"  # six runs, of which "a b c d e" are three
    assert index_of(old=old).alike("a b c d e 4 5 6 7") == {"old"}  # 3 of 10
    assert index_of(old=old).alike("a b c d e 4 5 6 7 8") == set()  # 3 of 11


def test_a_chain_of_alike_bodies_is_one_item_in_any_order():
    bodies = {
        "a": "1 2 3 4 5 6 7 8",
        "b": "4 5 6 7 8 9 10 11",
        "c": "7 8 9 10 11 12 13 14",
        "x": "k l m n o",
    }
    wanted = [{"a", "b", "c"}, {"x"}]
    for order in (["a", "b", "c", "x"], ["a", "c", "x", "b"], ["x", "c", "b", "a"]):
        groups = group_alike({name: bodies[name] for name in order})
        assert sorted(map(sorted, groups)) == sorted(map(sorted, wanted))
