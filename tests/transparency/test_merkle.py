"""The tree of RFC 9162 against its definition, and its proofs against what would forge them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.transparency.merkle import (
    TILE_WIDTH,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    perfect_root,
    root,
)
from articles.transparency.verify_receipt import WrongError, check_growth, check_inclusion

LEAVES = [leaf_hash(str(number).encode()) for number in range(1_200)]


def tiled(leaves):
    """Reads the tiles of these leaves."""
    levels = [leaves]
    while len(levels[-1]) >= TILE_WIDTH:
        below = levels[-1]
        full = range(0, len(below) // TILE_WIDTH * TILE_WIDTH, TILE_WIDTH)
        levels.append([perfect_root(below[start : start + TILE_WIDTH]) for start in full])

    def read(level, first, end):
        found = levels[level][first:end]
        assert len(found) == end - first
        return found

    return read


HASHES = tiled(LEAVES)


def is_included(leaf, index, size, proof, tree_root):
    """What whoever checks a receipt is told."""
    try:
        check_inclusion(leaf, index, size, proof, tree_root)
    except WrongError:
        return False
    return True


def is_consistent(first, first_root, second, second_root, proof):
    try:
        check_growth([first, second], [first_root, second_root], proof)
    except WrongError:
        return False
    return True


def defined(leaves):
    """The root as the RFC defines it."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(defined(leaves[:middle]), defined(leaves[middle:]))


ROOTS = {
    size: defined(LEAVES[:size]) for size in [*range(70), 255, 256, 257, 511, 600, 1_199, 1_200]
}


@pytest.mark.parametrize("size", ROOTS)
def test_the_root_is_as_defined(size):
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    assert root(size, HASHES) == frontier.root() == ROOTS[size]


@given(st.sampled_from([size for size in ROOTS if size]), st.data())
def test_a_leaf_is_shown_to_be_in_the_tree_and_no_other_is(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, HASHES)
    assert len(proof) <= 11
    assert is_included(LEAVES[index], index, size, proof, ROOTS[size])
    other = data.draw(st.integers(0, len(LEAVES) - 1).filter(lambda number: number != index))
    assert not is_included(LEAVES[other], index, size, proof, ROOTS[size])
    assert not is_included(LEAVES[index], other, size, proof, ROOTS[size])
    assert not is_included(LEAVES[index], index, size, proof, leaf_hash(ROOTS[size]))
    for place in range(len(proof)):
        assert not is_included(
            LEAVES[index], index, size, proof[:place] + proof[place + 1 :], ROOTS[size]
        )
    assert not is_included(LEAVES[index], index, size, [*proof, LEAVES[0]], ROOTS[size])


@given(st.sampled_from([size for size in ROOTS if size]), st.data())
def test_a_later_tree_is_shown_to_begin_with_an_earlier_one(second, data):
    first = data.draw(st.sampled_from([size for size in ROOTS if 0 < size <= second]))
    proof = consistency_proof(first, second, HASHES)
    assert is_consistent(first, ROOTS[first], second, ROOTS[second], proof)
    assert not is_consistent(first, leaf_hash(ROOTS[first]), second, ROOTS[second], proof)
    if first < second:
        assert not is_consistent(first, ROOTS[first], second, leaf_hash(ROOTS[second]), proof)
        assert not is_consistent(first, ROOTS[first], second, ROOTS[second], [*proof, LEAVES[0]])


@given(st.integers(0, 40), st.integers(1, 69), st.integers(1, 69))
def test_a_tree_in_which_an_old_leaf_was_changed_is_consistent_with_none(changed, one, other):
    first, second = sorted((one, other))
    changed %= first
    leaves = [*LEAVES[:changed], leaf_hash(b"forged"), *LEAVES[changed + 1 : second]]
    forged = tiled(leaves)
    proof = consistency_proof(first, second, forged)
    assert not is_consistent(first, ROOTS[first], second, root(second, forged), proof)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_leaf_that_is_not_there_has_no_proof(index, size):
    with pytest.raises(ValueError, match=str(index)):
        inclusion_proof(index, size, HASHES)
    assert not is_included(LEAVES[0], index, size, [], ROOTS[1])


@pytest.mark.parametrize(("first", "second"), [(0, 1), (2, 1)])
def test_nothing_and_what_is_to_come_have_no_proof(first, second):
    with pytest.raises(ValueError, match=str(first)):
        consistency_proof(first, second, HASHES)
    assert not is_consistent(first, ROOTS[first], second, ROOTS[second], [])
