"""Words that carry nothing: the closed classes of a language, and the words of questions.

A query that has other words is about those. The tables are written as printed and compared in
folded letters (:mod:`articles.text.search_folding`); affixes that join their word (ها، می، ام) are
left out. Prepositions, pronouns, conjunctions, particles and auxiliary verbs are those of the
grammars: Mahootian, *Persian* (1997), chapters 1 and 2; Ryding, *A Reference Grammar of Modern
Standard Arabic* (2005), chapters 12 to 18.
"""

from __future__ import annotations

from articles.expressions import regex
from articles.text.language import ARABIC, ENGLISH, PERSIAN
from articles.text.search_folding import fold

FUNCTION_WORDS: dict[str, str] = {
    PERSIAN: """
        و در به از که را رو این آن با است هست هستند هستم هستیم نیست نیستند برای یک یه تا هم نیز
        بر یا اما اگر اگه ولی پس چون زیرا بلکه مگر هر همین همان چنین چنان آنها آن‌ها آنان اینها
        این‌ها اونا من تو او ما شما ایشان وی اون ایشون خود خودش خویش توسط
        درباره دربارهٔ مورد درمورد بود بودند بودم بوده بودن باشد باشند باشه باش شد شدند شده شدن
        شود شوند میشه می‌شه می‌شود می‌شوند میشود نمی‌شود کرد کردند کرده کردن کند کنند کنیم می‌کند
        می‌کنند می‌کرد می‌کردند میکند میکنند می‌کنه میکنه دارد دارند داشت داشتند داشته داشتن داره
        دارن خواهد خواهند باید نباید شاید می‌تواند می‌توان
        چه چی چیست چیه چرا چگونه چطور کجا کجاست کجاها کی کیست کیه کدام کدوم کدامند چند چندم چقدر
        چه‌قدر چندبار آیا کسی کسانی چیزی چیزهایی دیگه
    """,
    ARABIC: """
        في من على إلى عن أن إن أنّ إنّ التي الذي الذين اللذان اللتان اللواتي التى الذى هذا هذه هذان
        هؤلاء ذلك تلك أولئك هو هي هم هما نحن أنا أنت كان كانت كانوا يكون تكون قد لقد سوف لا لم لن
        ليس ليست أو ثم بل حتى كل بعض مع بين عند عندما لدى منذ خلال حول أي أية كما لكن ولكن إذ إذا
        حيث غير إلا إما أما لو لولا مما عما فيما بما كي لكي لأن لأنه لأنها و ف
        وفي ومن وعلى وإلى وعن وأن وإن وهو وهي وهم ولم ولن ولا وقد وكان وكانت والتي والذي والذين
        وهذا وهذه وذلك ومع وكل وما فهو فهي فقد فإن فلا
        فيه فيها فيهم به بها بهم له لها لهم منه منها منهم عليه عليها عليهم إليه إليها إليهم عنه
        عنها عنهم معه معها معهم لديه لديها بينهم بينها كلها كله نحو
        ما ماذا لماذا كيف متى أين هل كم أيهما لمن بمن ممن بماذا
        تم يتم
    """,
    ENGLISH: """
        the a an of and to in is are was were be been being has have had do does did that this these
        those with from for on at by as it its his her their our your my he she we you they i not
        or but if then than so such into onto over under about after before between through during
        who whom whose which what when where why how will would can could should may might must
        there here
    """,
}
"""By the language; no word here names a thing, a person, a place or an event."""

_SPELT = {"علی": regex("ى[\u064b-\u0652]?$")}
"""Folded words that are function words only in this spelling: «على» is on, «علی» a name."""

_FOLDED = {
    language: frozenset(fold(word).replace("\u200c", "") for word in words.split())
    for language, words in FUNCTION_WORDS.items()
}

IN_ANY_LANGUAGE = frozenset().union(*_FOLDED.values())
"""All of them, folded and without ZWNJ, as the analyser's exact stream has them."""


def is_function_word(word: str, language: str | None) -> bool:
    """Whether ``word``, as typed, carries nothing in ``language``; English ones never do, and
    without a language those count that carry nothing in either."""
    key = fold(word).replace("\u200c", "")
    if key in _SPELT and not _SPELT[key].search(word):
        return False
    languages = (ENGLISH, language) if language in _FOLDED else tuple(_FOLDED)
    return any(key in _FOLDED[each] for each in languages if each)
