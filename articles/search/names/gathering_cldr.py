"""Makes ``cldr.py`` anew: python -m …gathering_cldr > cldr.py, then ruff format cldr.py

Needs the package Babel (BSD-3-Clause). Its locales take longer to read than a search takes, and
those of another release have other names: so the table is kept with the project. The names are
those of the Unicode CLDR (https://cldr.unicode.org), under the Unicode licence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from babel import Locale

from articles.search.names.tables import LANGUAGES
from articles.text.language import ARABIC, ENGLISH, PERSIAN

HEAD = '''"""Names of territories and languages, in Persian, Arabic and English, as CLDR lists them.

Made by :mod:`.gathering_cldr`; the codes are those of CLDR. Empty: it has no name there.
"""

from __future__ import annotations
'''


def main() -> None:
    locales = [Locale(language) for language in (PERSIAN, ARABIC, ENGLISH)]
    territories = [locale.territories for locale in locales]
    languages = [locale.languages for locale in locales]
    print(HEAD)
    print(table("TERRITORY_NAMES", map(str, territories[-1]), territories))
    print(table("LANGUAGE_NAMES", LANGUAGES.split(), languages))


def table(name: str, codes: Iterable[str], names: Iterable[Mapping[str, str]]) -> str:
    """The source of a table: for each code its names, one for each of ``names``."""
    rows = (f"    {code!r}: {tuple(each.get(code, '') for each in names)!r}," for code in codes)
    return "\n".join([f"{name}: dict[str, tuple[str, str, str]] = {{", *rows, "}"])


if __name__ == "__main__":
    main()
