import os

import pytest

from articles.dumps import ErrorCode, WarningCode, decode, detect_encoding
from articles.dumps.decode import decode_item

FA = "نخستین دسته پرندگان مهاجر به تالاب رسیدند و گردشگران برای دیدن آن‌ها آمدند.\n" * 4
AR = "يعود سوق الكتب المستعملة إلى ساحة النخيل كل خميس.\n" * 4


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
@pytest.mark.parametrize("text", [FA, AR, "Apples are ripe.\n" * 5], ids=["fa", "ar", "en"])
def test_unicode_is_read_with_and_without_its_mark(codec, text):
    raw = text.encode(codec)
    assert decode_item(raw, detect_encoding([raw]).name) == decode_item(text.encode(), "utf-8")


def test_windows_1256_is_told_by_its_letters():
    raw = AR.encode("cp1256")
    encoding = detect_encoding([raw])
    assert encoding.name == "windows-1256"
    assert decode(raw, encoding.name) == AR


@pytest.mark.parametrize("codec", ["latin-1", "cp1256"])
def test_double_encoding_is_repaired_with_a_warning(codec):
    raw = FA.encode().decode(codec).encode()
    decoded = decode_item(raw, detect_encoding([raw]).name)
    assert decoded.text == FA
    assert decoded.warnings == (WarningCode.REPAIRED_ENCODING,)


@pytest.mark.parametrize("damage", [b"\xff", b"\xd9", b"\xc3("])
def test_a_few_invalid_bytes_are_dropped_and_never_read_as_windows_1256(damage):
    raw = FA.encode() + damage + AR.encode()
    encoding = detect_encoding([raw])
    decoded = decode_item(raw, encoding.name)
    assert encoding.name == "utf-8"
    assert decoded.text.replace("(", "") == FA + AR
    assert decoded.warnings == (WarningCode.REPAIRED_ENCODING,)


def test_a_cut_tail_is_dropped():
    raw = FA.rstrip().encode()[:-2]
    assert decode_item(raw, "utf-8").warnings == (WarningCode.REPAIRED_ENCODING,)


def test_arabic_prose_full_of_the_letters_of_damage_is_left_alone():
    text = "طاف الطبيب طويلا ظهرا في الطريق وظل ينظر إلى الطيور.\n" * 3
    assert decode_item(text.encode(), "utf-8").text == text


def test_nul_bytes_are_dropped_with_a_warning():
    decoded = decode_item(FA.encode().replace(b" ", b" \0", 1), "utf-8")
    assert (decoded.text, decoded.warnings) == (FA, (WarningCode.NUL_BYTES,))


def test_padding_with_nul_bytes_is_damage_not_a_binary_file():
    raw = FA.encode() + bytes(5000)
    assert decode_item(raw, detect_encoding([raw]).name).text == FA


@pytest.mark.parametrize(
    "raw",
    [b"\x89PNG\r\n\x1a\n" + bytes(50), b"%PDF-1.7 text", b"\x1f\x8b\x08", os.urandom(4000)],
    ids=["png", "pdf", "gzip", "random"],
)
def test_binary_files_are_told(raw):
    encoding = detect_encoding([raw])
    assert encoding.error is ErrorCode.BINARY
    assert decode_item(raw, encoding.name).error is ErrorCode.BINARY


def test_other_eight_bit_texts_are_refused():
    raw = ("Открытие старой мельницы на реке. " * 9).encode("cp1251")
    encoding = detect_encoding([raw])
    assert encoding.error is ErrorCode.BAD_ENCODING
    assert decode_item(raw, encoding.name).error is ErrorCode.BAD_ENCODING


def test_the_size_of_chunks_does_not_matter():
    raw = FA.encode() + b"\xff" + AR.encode()
    chunks = [raw[start : start + 7] for start in range(0, len(raw), 7)]
    assert detect_encoding(chunks) == detect_encoding([raw])


ARABIC = "افتتحت بلدة المرسى متحفا صغيرا للفوانيس القديمة، وقال أمينه إن الزيارة مجانية.\n" * 4
PERSIAN = "شهر کوچک ساحلی موزه‌ای برای فانوس‌های کهنه گشود، گفتند چراغ‌ها و پژوهش‌ها رایگان است.\n" * 4


@pytest.mark.parametrize("text", [ARABIC, PERSIAN.replace("ی", "ي").replace("ک", "ك")])
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_windows_1256_read_as_latin_is_repaired_with_a_warning(text, codec):
    raw = text.encode("cp1256")
    if codec == "cp1252":  # as browsers read it: undefined bytes are controls
        shown = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)
    else:
        shown = raw.decode("latin-1")
    decoded = decode_item(shown.encode(), "utf-8")
    assert decoded.text == text
    assert decoded.warnings == (WarningCode.REPAIRED_ENCODING,)


@pytest.mark.parametrize("codec", ["cp1251", "cp437"])
def test_utf_8_read_as_an_encoding_of_another_script_is_repaired_or_kept(codec):
    shown = ARABIC.encode().decode(codec, "replace")
    decoded = decode_item(shown.encode(), "utf-8")
    assert decoded.error is None
    assert decoded.text == (shown if "\ufffd" in shown else ARABIC)


@pytest.mark.parametrize(
    "text",
    [
        "Les élèves préparèrent un été très réussi à Genève, où l'on fêta Noël.",
        "Þórður Ægir Óskarsson át íslenskt skyr með þurrkuðum ávöxtum á bryggjunni.",
        "Жители города открыли музей; Щербаков и Шишкин пришли первыми.",
        "What? Why? Who said so? The museum of lanterns opened on Sunday.",
        f"{ARABIC[:70]}\ufffd{ARABIC[70:]}",
    ],
)
def test_text_that_is_right_is_left_alone(text):
    decoded = decode_item(text.encode(), "utf-8")
    assert (decoded.text, decoded.error) == (text, None)


@pytest.mark.parametrize(
    "text", ["\ufffd\ufffd\ufffd \ufffd\ufffd\n\n\ufffd\ufffd 2025", "????? ??? ?????? ?????? 2025"]
)
def test_text_of_replacements_is_refused(text):
    assert decode_item(text.encode(), "utf-8").error is ErrorCode.BAD_ENCODING
