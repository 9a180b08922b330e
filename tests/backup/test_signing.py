"""Who made a backup: what is signed is taken, what was sealed again or is of others is refused."""

from __future__ import annotations

import gzip
import re
import shutil
import stat
import subprocess
from functools import partial
from pathlib import Path

import bagit
import pytest

from articles.archive_key import ArchiveKey
from articles.backup.backups import EXPORT
from articles.backup.bags import seal
from articles.backup.loading import is_empty
from articles.backup.signing import PUBLIC_KEY, SIGNATURE, known_keys, signature_files
from articles.models import Article
from tests.backup.full_archive import empty, exported
from tests.command_line import command
from tests.dump_texts import dump, run, write

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "var"
    return settings.DATA_DIR


@pytest.fixture
def bag(tmp_path):
    """A backup of an archive that is empty again."""
    run(*write(tmp_path / "dumps", dump()))
    status, output = command("backup_archive", str(tmp_path / "bag"))
    assert status == 0, output
    empty()
    return tmp_path / "bag"


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Another machine: a data folder that knows no key."""

    def move():
        settings.DATA_DIR = tmp_path / "elsewhere"
        settings.DATA_DIR.mkdir()
        return settings.DATA_DIR

    return move


def restored(bag: Path, *options: str) -> tuple[int, str]:
    status, output = command("restore_archive", str(bag), *options)
    assert is_empty() == (status != 0)
    return status, output


def change(bag: Path) -> None:
    with gzip.open(bag / "data" / EXPORT) as file:
        lines = file.read().replace("فانوس".encode(), "ستاره".encode())
    (bag / "data" / EXPORT).write_bytes(gzip.compress(lines))


def seal_again(bag: Path, **options) -> None:
    """What somebody does who can write to the backup and has not its key."""
    for path in bag.iterdir():
        if path.is_file():
            path.unlink()
    seal(bag, {}, **options)
    bagit.Bag(str(bag)).validate()


def test_a_backup_tells_its_key_and_no_secret(bag, data_folder):
    key_file = data_folder / "backup_key.pem"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    info = (bag / "bag-info.txt").read_text()
    assert f"Signing-Key-Fingerprint: {ArchiveKey().fingerprint}\n" in info
    secret = b"".join(key_file.read_bytes().splitlines()[1:-1])
    for path in bag.rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes(), path
            assert b"PRIVATE KEY" not in path.read_bytes(), path


def test_the_key_is_made_once_and_its_fingerprint_is_printed(bag, tmp_path):
    first = ArchiveKey().fingerprint
    status, output = command("backup_archive", str(tmp_path / "second"))
    assert (status, f"It is signed with this archive's key: {first}\n" in output) == (0, True)


def test_openssl_checks_the_signature_and_tells_the_fingerprint(bag):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    verify = "openssl pkeyutl -verify -rawin -pubin -inkey".split()
    files = ["-in", bag / "tagmanifest-sha256.txt", "-sigfile", bag / SIGNATURE]
    checked = subprocess.run([*verify, bag / PUBLIC_KEY, *files], capture_output=True, check=False)
    assert checked.returncode == 0, checked
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", bag / PUBLIC_KEY, "-outform", "DER"],
        capture_output=True,
        check=True,
    ).stdout
    assert (
        subprocess.run(["sha256sum"], input=der, capture_output=True, check=True)
        .stdout.decode()
        .split()[0]
        == ArchiveKey().fingerprint
    )


def test_a_fresh_data_folder_trusts_the_backup_it_is_given_and_says_whose_it_is(bag, elsewhere):
    fingerprint = ArchiveKey().fingerprint
    folder = elsewhere()
    status, output = restored(bag)
    assert (status, f"signed with the key {fingerprint}." in output) == (0, True)
    assert known_keys() == {fingerprint}
    assert not (folder / "backup_key.pem").exists()


def test_a_backup_that_was_changed_and_sealed_again_is_refused(bag):
    change(bag)
    seal_again(bag)
    status, output = restored(bag)
    assert (status, "The signature does not fit" in output) == (2, True)
    command("restore_archive", str(bag), "--unsigned")
    assert Article.objects.filter(title__contains="ستاره").exists()


def test_a_signature_of_another_backup_does_not_fit(bag, tmp_path):
    run(*write(tmp_path / "more", dump("خبر دیگر", ["متن دیگری در این سطر آمده است."])))
    command("backup_archive", str(tmp_path / "second"))
    empty()
    shutil.copy(tmp_path / "second" / SIGNATURE, bag / SIGNATURE)
    status, output = restored(bag)
    assert (status, "The signature does not fit" in output) == (2, True)


@pytest.mark.parametrize("name", [PUBLIC_KEY, SIGNATURE])
@pytest.mark.parametrize("content", [b"", b"x" * 64, b"\xff" * 100_000, None])
def test_a_damaged_or_missing_part_of_a_signature_is_one_that_does_not_fit(bag, name, content):
    (bag / name).unlink()
    if content is not None:
        (bag / name).write_bytes(content)
    status, output = restored(bag)
    assert (status, "The signature does not fit" in output) == (2, True)


def test_a_key_of_another_kind_is_one_that_does_not_fit(bag):
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = generate_private_key(SECP256R1()).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (bag / PUBLIC_KEY).write_bytes(pem)
    assert restored(bag)[0] == 2


def test_a_backup_without_signature_is_taken_only_knowingly(bag):
    shutil.rmtree(bag / "signature")
    status, output = restored(bag)
    assert (status, "--unsigned" in output) == (2, True)
    assert restored(bag, "--unsigned")[0] == 0


def test_a_key_that_this_archive_does_not_know_is_refused_with_the_way_to_take_it(
    bag, settings, tmp_path
):
    own = known_keys()
    settings.DATA_DIR = tmp_path / "stranger"
    stranger = ArchiveKey()
    shutil.rmtree(bag / "signature")
    seal_again(bag, sign=partial(signature_files, stranger))
    settings.DATA_DIR = tmp_path / "var"
    status, output = restored(bag)
    assert (status, f"add --key {stranger.fingerprint}." in output) == (2, True)
    assert known_keys() == own
    assert restored(bag, "--key", stranger.fingerprint)[0] == 0
    assert known_keys() == {*own, stranger.fingerprint}
    empty()
    assert restored(bag)[0] == 0  # now it is known


def test_a_certain_key_is_demanded_in_any_spelling(bag, elsewhere):
    fingerprint = ArchiveKey().fingerprint
    elsewhere()
    status, output = restored(bag, "--key", "0" * 64)
    assert (status, "another key than expected" in output) == (2, True)
    for wrong in ("", "x", fingerprint[:-1], "é" * 64):
        status, output = restored(bag, "--key", wrong)
        assert (status, "is no fingerprint" in output) == (2, True), output
    spelling = ":".join(re.findall("..", fingerprint.upper()))
    assert restored(bag, "--key", spelling)[0] == 0


def test_a_refused_backup_makes_no_key_trusted(bag, elsewhere):
    elsewhere()
    (bag / SIGNATURE).write_bytes(bytes(64))
    assert restored(bag)[0] == 2
    assert known_keys() == set()


def test_what_a_signed_backup_holds_is_what_was_there(bag):
    restored(bag)
    lines = exported()
    with gzip.open(bag / "data" / EXPORT) as file:
        assert file.readlines()[1:] == lines
