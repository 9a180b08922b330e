"""Text that was read in a wrong encoding and stored again: mended, or told to be beyond that.

The lead bytes of Arabic script in UTF-8 (D8 to DB) show as the same four characters wherever a text
was read as an eight-bit encoding; they are then about half of everything above ASCII, far more than
in any language. Windows-1256 that was read as Latin shows as accented letters alone.
"""

from __future__ import annotations

from articles.expressions import regex

UTF_8 = "utf-8"
_AS_LATIN = "ØÙÚÛÃÂ"
_AS_1256 = "طظعغ"
_AS_OTHERS = {"cp874": "ฺุู", "cp1251": "ШЩЪЫ", "cp1253": "ΨΩΪΫ", "cp437": "╪┘┌█", "cp720": "╪┘┌█"}
"""Encodings that no text of the archive is in, and the lead bytes as they show in them."""

_ABOVE_ASCII = regex("[^\0-\x7f]")
_ARABIC = regex("[\u0600-\u06ff]")
_REPLACEMENTS = "\ufffd"


def _latin_to_bytes() -> dict[int, int]:
    """Characters of Latin-1 and of windows-1252 to the byte that either has for them."""
    table = {code: code for code in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        shown = bytes([byte]).decode("cp1252", "ignore")
        if shown:
            table[ord(shown)] = byte
    return table


_LATIN_TO_BYTES = _latin_to_bytes()
_LATIN_TO_1256 = {
    code: ord(bytes([byte]).decode("cp1256")) for code, byte in _LATIN_TO_BYTES.items()
}
_LATIN_LETTERS = regex("[À-ÖØ-öø-ÿ]")
_FREQUENT_IN_ARABIC = regex("[اليىنمرو]")


def is_lost(text: str) -> bool:
    """Whether most letters of ``text`` have been replaced: by U+FFFD, or by question marks."""
    replaced = text.count(_REPLACEMENTS) * 2
    asked = text.count("?") * 3 if text.isascii() else 0
    if not (replaced or asked > 30):
        return False
    printed = sum(map(len, text.split()))
    return replaced >= printed > 0 or asked >= printed > 0


def mend(text: str) -> str:
    """``text`` as it was meant, or itself when it is right or beyond mending."""
    if text.isascii() or text.count("ا") * 25 > len(text):
        return text
    for codec, letters in _AS_OTHERS.items():
        if _count(letters, text) * 5 >= len(text):
            return _mend_as(text, codec)
    mended = _mend_double(text)
    return _mend_1256(mended) if mended == text else mended


def _mend_as(text: str, codec: str) -> str:
    try:
        return text.encode(codec).decode(UTF_8)
    except UnicodeError:
        return text  # what did not fit the encoding is gone


def _mend_double(text: str) -> str:
    if _count(_AS_LATIN, text) * 20 < len(text) and _count("طظ", text) * 20 < len(text):
        return text
    return "\n".join(_mend_line(line) for line in text.split("\n"))


def _mend_line(line: str) -> str:
    above = len(_ABOVE_ASCII.findall(line))
    if _count(_AS_1256, line) * 5 >= above * 2 > 0:
        try:
            return line.encode("cp1256").decode(UTF_8)
        except UnicodeError:
            return line
    if _count(_AS_LATIN, line) * 10 >= above * 3 > 0:
        import ftfy  # here, because few dumps need it

        return ftfy.fix_encoding(line)
    return line


def _mend_1256(text: str) -> str:
    """Windows-1256 that was read as Latin, «ãÓÇÑ ÌÏíÏ»: nearly all letters are accented."""
    accented = len(_LATIN_LETTERS.findall(text))
    letters = sum(map(str.isalpha, text))
    if accented * 2 < letters or accented < 8:
        return text
    mended = text.translate(_LATIN_TO_1256)
    arabic = len(_ARABIC.findall(mended))
    if len(_FREQUENT_IN_ARABIC.findall(mended)) * 3 < arabic or arabic * 10 < accented * 8:
        return text
    return mended


def _count(letters: str, text: str) -> int:
    return sum(map(text.count, letters))
