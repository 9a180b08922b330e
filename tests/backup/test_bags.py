"""Bags after RFC 8493: others can check them, and every kind of damage is found."""

import hashlib
import stat

import bagit
import pytest

from articles.backup.bags import BadBagError, Flaw, check, seal

INFO = {"External-Description": "آزمون"}


@pytest.fixture
def bag(tmp_path):
    folder = tmp_path / "bag"
    (folder / "data/deep").mkdir(parents=True)
    (folder / "data/one.txt").write_bytes(b"one")
    (folder / "data/deep/two words.txt").write_bytes(b"two")
    seal(folder, INFO)
    return folder


def flaw_of(folder) -> tuple[Flaw, str]:
    with pytest.raises(BadBagError) as caught:
        check(folder)
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(folder)).validate()
    return caught.value.flaw, caught.value.file


def test_a_bag_is_valid_here_and_for_the_library_of_congress(bag):
    check(bag)
    found = bagit.Bag(str(bag))
    found.validate()
    assert found.info == {**INFO, "Payload-Oxum": "6.2"}
    assert found.version_info == (1, 0)


def test_a_bag_that_others_have_made_is_checked(tmp_path):
    (tmp_path / "one.txt").write_bytes(b"one")
    bagit.make_bag(str(tmp_path), checksums=["sha512", "sha256"])
    check(tmp_path)
    (tmp_path / "data/one.txt").write_bytes(b"two")
    assert flaw_of(tmp_path) == (Flaw.CHANGED, "data/one.txt")


def test_files_are_for_their_owner_alone(bag):
    files = [path for path in bag.iterdir() if path.is_file()]
    assert len(files) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_changed_byte_is_found(bag):
    (bag / "data/deep/two words.txt").write_bytes(b"twO")
    assert flaw_of(bag) == (Flaw.CHANGED, "data/deep/two words.txt")


def test_a_missing_and_an_added_file_are_found(bag):
    (bag / "data/three.txt").touch()
    assert flaw_of(bag) == (Flaw.UNLISTED, "data/three.txt")
    (bag / "data/three.txt").unlink()
    (bag / "data/one.txt").unlink()
    assert flaw_of(bag) == (Flaw.MISSING, "data/one.txt")


@pytest.mark.parametrize("name", ["bag-info.txt", "manifest-sha256.txt"])
def test_changed_tag_files_are_found(bag, name):
    with (bag / name).open("a") as file:
        file.write("X: y\n")
    assert flaw_of(bag) == (Flaw.CHANGED, name)


def test_a_link_in_place_of_a_file_is_not_followed(bag, tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"one")
    (bag / "data/one.txt").unlink()
    (bag / "data/one.txt").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadBagError) as caught:
        check(bag)
    assert (caught.value.flaw, caught.value.file) == (Flaw.MISSING, "data/one.txt")


@pytest.mark.parametrize(
    "line", ["nonsense", "00  /etc/passwd", "00  data/../../x", "00  %2e%2e/x"]
)
def test_a_manifest_that_leads_out_of_the_bag_is_refused(bag, line):
    (bag / "tagmanifest-sha256.txt").unlink()
    (bag / "manifest-sha256.txt").write_text(f"{line}\n")
    assert flaw_of(bag) == (Flaw.UNREADABLE, "manifest-sha256.txt")


@pytest.mark.parametrize("name", ["bagit.txt", "manifest-sha256.txt"])
def test_a_folder_without_declaration_or_manifest_is_no_bag(bag, name):
    (bag / "tagmanifest-sha256.txt").unlink()
    (bag / name).unlink()
    assert flaw_of(bag)[1] == name


def test_a_manifest_tells_the_sha256_of_each_file(bag):
    lines = (bag / "manifest-sha256.txt").read_text().splitlines()
    assert lines[1] == f"{hashlib.sha256(b'one').hexdigest()}  data/one.txt"
