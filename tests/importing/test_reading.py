"""Opening paths: what is a dump, in which order, under which name, and what goes wrong."""

import gzip
import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from articles.importing.limits import LimitExceededError, Limits, Tally
from articles.importing.reading import (
    FileState,
    UnreadablePathError,
    check_paths,
    fingerprint,
    open_dumps,
    states_of,
)
from tests import dump_texts


def read(*paths, tally=None):
    return [
        (dump.name, b"".join(dump.blocks()), bool(dump.problem))
        for dump in open_dumps([str(path) for path in paths], tally or Tally())
    ]


def names(found):
    return [os.path.basename(name) for name, _, _ in found]


def test_a_folder_gives_its_dumps_in_the_order_of_names_and_counts_the_rest(tmp_path):
    for name in ("b.txt", "a.text", "nosuffix", "c.TXT", "page.html", ".hidden", "sub/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    tally = Tally()
    found = read(tmp_path, tally=tally)
    assert names(found) == ["a.text", "b.txt", "c.TXT", "nosuffix", "d.txt"]
    assert tally.skipped == 2


def test_a_file_named_directly_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "page.dump"
    path.write_bytes(b"x")
    assert read(path) == [(str(path), b"x", False)]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.txt", True),
        ("a.text", True),
        ("a", True),
        ("a.TXT", True),
        ("dir/a", True),
        ("a.gz", False),
        ("a.html", False),
        (".DS_Store", False),
        ("__MACOSX/._a.txt", False),
    ],
)
def test_a_text_in_a_folder_is_a_dump_by_its_name_alone(tmp_path, name, wanted):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("یک خبر")
    tally = Tally()
    assert bool(read(tmp_path, tally=tally)) is wanted
    assert list(tally.skipped_names) == ([] if wanted else [str(path)])


def test_the_blocks_can_be_read_again_and_while_the_stream_moves(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"ab" * 3_000_000)
    for dump in open_dumps([str(path)], Tally()):
        again = []
        for block in dump.blocks():
            dump.stream.seek(1)
            again.append(block)
        assert b"".join(again) == b"".join(dump.blocks()) == path.read_bytes()


def make_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def make_tar(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.mtime = 1_764_000_000
            archive.addfile(info, io.BytesIO(data))
    return path


def test_a_zip_gives_its_members(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"x/b.txt": b"2", "a.txt": b"1", "c.jpg": b"3"})
    tally = Tally()
    assert read(path, tally=tally) == [
        (f"{path}/a.txt", b"1", False),
        (f"{path}/x/b.txt", b"2", False),
    ]
    assert tally.skipped == 1


@pytest.mark.parametrize("suffix", [".tar.gz", ".tgz"])
def test_a_tar_gives_its_members_with_their_times(tmp_path, suffix):
    path = make_tar(tmp_path / f"a{suffix}", {"b.txt": b"2", "a.txt": b"1", "c.jpg": b"3"})
    tally = Tally()
    found = [
        (dump.name, b"".join(dump.blocks()), dump.captured_at.timestamp())
        for dump in open_dumps([str(path)], tally)
    ]
    assert found == [
        (f"{path}/b.txt", b"2", 1_764_000_000),
        (f"{path}/a.txt", b"1", 1_764_000_000),
    ]
    assert tally.skipped == 1


def test_a_gz_is_one_dump(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"text"))
    assert read(path) == [(str(path), b"text", False)]


def test_standard_input_is_one_dump(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"text")))
    assert read("-") == [("-", b"text", False)]


def test_members_that_climb_out_of_the_archive_are_read_and_never_written(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"../../evil.txt": b"1", "/abs.txt": b"2"})
    assert sorted(data for _, data, _ in read(path)) == [b"1", b"2"]
    assert sorted(os.listdir(tmp_path)) == ["a.zip"]


def test_links_in_archives_are_skipped(tmp_path):
    path = tmp_path / "a.tgz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("passwd.txt")
        info.type = tarfile.SYMTYPE
        info.linkname = "/etc/passwd"
        archive.addfile(info)
    zipped = tmp_path / "a.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    tally = Tally()
    assert read(path, zipped, tally=tally) == []
    assert tally.skipped == 2


def test_archives_in_archives_are_not_opened(tmp_path):
    inner = make_zip(tmp_path / "inner.zip", {"a.txt": b"1"}).read_bytes()
    assert read(make_zip(tmp_path / "outer.zip", {"inner.zip": inner})) == []


def test_a_cut_gz_says_so_and_gives_what_came_out(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(os.urandom(100_000))[:60_000])
    [(_, data, problem)] = read(path)
    assert problem
    assert data


def test_a_cut_tar_says_so_after_its_whole_members(tmp_path):
    path = make_tar(tmp_path / "a.tgz", {f"{n}.txt": os.urandom(50_000) for n in range(4)})
    path.write_bytes(path.read_bytes()[:120_000])
    found = read(path)
    assert [problem for _, _, problem in found][-1]
    assert not found[0][2]


def test_an_encrypted_zip_member_is_a_problem_and_the_next_is_read(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"secret", "b.txt": b"open"})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    path.write_bytes(data)
    assert [(data, problem) for _, data, problem in read(path)] == [(b"", True), (b"open", False)]


def test_a_member_with_a_wrong_checksum_is_a_problem(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", b"some stored text")
    path.write_bytes(path.read_bytes().replace(b"some stored", b"some broken"))
    assert [problem for _, _, problem in read(path)] == [True]


def test_limits_count_the_bytes_that_really_come_out(tmp_path):
    path = make_zip(tmp_path / "bomb.zip", {"a.txt": bytes(5_000_000)})
    assert path.stat().st_size < 10_000
    with pytest.raises(LimitExceededError):
        read(path, tally=Tally(Limits(total_bytes=1_000_000)))


def test_limits_count_members_of_every_kind(tmp_path):
    path = make_zip(tmp_path / "many.zip", {f"{n}.jpg": b"" for n in range(20)})
    with pytest.raises(LimitExceededError):
        read(path, tally=Tally(Limits(files=10)))


def test_a_path_that_cannot_be_read_at_all_is_refused_first(tmp_path):
    path = tmp_path / "missing.txt"
    with pytest.raises(UnreadablePathError) as caught:
        check_paths([str(path)])
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["not.zip", "not.tgz", "not.gz"])
def test_what_is_no_archive_is_one_problem_and_its_bytes_are_kept(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"plain text")
    other = tmp_path / "other.txt"
    other.write_bytes(b"good")
    check_paths([str(path), str(other)])
    found = read(path, other)
    assert [problem for _, _, problem in found] == [True, False]
    assert found[0][1] in (b"plain text", b"")  # gzip itself has taken what came out: nothing
    assert found[1][1] == b"good"


def test_links_in_a_folder_are_read_only_where_that_is_asked_for(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path)
    assert read(folder) == []
    followed = read(folder, tally=Tally(Limits(links=True)))
    assert followed == [(f"{folder}/link.txt", b"secret", False)]
    # A link that the user names is what the user means.
    assert read(folder / "link.txt") == [(f"{folder}/link.txt", b"secret", False)]


def test_a_link_put_in_a_file_s_place_after_the_look_is_not_followed(tmp_path, monkeypatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").symlink_to("/etc/hostname")
    monkeypatch.setattr(os.path, "islink", lambda path: False)
    [(_, data, problem)] = read(folder)
    assert (data, problem) == (b"", True)


@pytest.mark.parametrize("swap", ["link", "content", "fifo", "removed"])
def test_a_file_that_is_not_what_was_looked_at_is_not_read(tmp_path, swap):
    path = tmp_path / "a.txt"
    path.write_bytes(b"harmless")
    seen = {str(path): FileState.of(path.stat())}
    [dump] = open_dumps([str(path)], Tally(), seen)
    assert not dump.problem
    path.unlink()
    match swap:
        case "link":
            path.symlink_to("/etc/hostname")
        case "content":
            path.write_bytes(b"harmful!")
        case "fifo":
            os.mkfifo(path)
    [dump] = open_dumps([str(path)], Tally(), seen)
    assert dump.problem
    assert dump.stream.closed or not dump.stream.read()


def test_of_a_folder_that_was_looked_at_only_what_it_had_is_read(tmp_path):
    for name in ("kept.txt", "changed.txt"):
        (tmp_path / name).write_text(dump_texts.dump())
    seen = states_of([str(tmp_path)])
    assert fingerprint(seen) == fingerprint(states_of([str(tmp_path)]))
    (tmp_path / "changed.txt").write_text("x")
    (tmp_path / "new.txt").write_text(dump_texts.dump())
    assert fingerprint(seen) != fingerprint(states_of([str(tmp_path)]))
    found = {Path(file.name).name: file for file in open_dumps([str(tmp_path)], Tally(), seen)}
    assert not found["kept.txt"].problem
    assert found["changed.txt"].problem and found["new.txt"].problem


def test_a_name_that_is_no_text_is_shown_with_escapes(tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(path, "wb") as stream:
        stream.write(b"x")
    [(name, _, _)] = read(tmp_path)
    assert name.endswith("caf\\xe9.txt")


def test_archives_in_a_folder_are_opened_when_they_are_what_their_names_say(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"one"))
    (tmp_path / "b.css.gz").write_bytes(gzip.compress(b"p {}"))
    (tmp_path / "c.zip").write_bytes(b"no archive")
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("e.txt", "two")
        archive.writestr("style.css", "p {}")
    tally = Tally()
    assert [data for _, data, _ in read(tmp_path, tally=tally)] == [b"one", b"two"]
    assert tally.skipped == 3
