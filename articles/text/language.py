"""Detects the language of an article: Persian, Arabic, English or another.

The rule, in order:

1. The script is that of most letters, except that a text in Arabic script may quote four times as
   many Latin letters as its own. Another script than these two is ``und``.
2. In Arabic script, letters that only Urdu, Pashto, Kurdish or Uyghur use are ``und`` when they
   are more than one letter in fifty.
3. Persian and Arabic are distinguished by points: :data:`LETTER_POINTS` for each letter,
   :data:`WORD_POINTS` for each word in the tables, :data:`AFFIX_POINTS` for each other word with
   the beginning or the ending of one language. Points above zero mean Persian, below zero
   Arabic; the sign of the sum decides. ی ک ي ى ك have no points and are folded in words, because
   either language may be typed on the keyboard of the other; only if the sum is zero do they
   decide, and without them the text is ``und``.
4. In Latin script a text is English, unless the accented letters and the function words of other
   languages outweigh the English function words.

The tables hold the closed classes of the grammars (articles, prepositions, pronouns, particles,
auxiliary verbs) and words of everyday news that the other language does not have. Points are set
by hand: 3 for what the other language does not have, 2 for what is rare there, 1 for a tendency.
"""

from __future__ import annotations

import unicodedata
from operator import mul

from articles.characters import USUAL_CHARACTERS, UsualTranslation
from articles.expressions import regex

PERSIAN, ARABIC, ENGLISH, UNDETERMINED = "fa", "ar", "en", "und"

WHOLE_LENGTH = 450
"""A text of up to this many characters is examined completely."""

WINDOW_LENGTH = 150
"""Of a longer text, this many characters are examined at the beginning, the middle and the end."""

QUOTED_LATIN = 4
"""Latin letters for each Arabic one up to which a text is in Arabic script."""

FOREIGN_SHARE = 0.02
"""Share of letters foreign to Persian and Arabic (or of accented Latin) that means another
language."""

LETTER_POINTS: dict[str, int] = {
    "پ": 3,
    "ژ": 3,
    "گ": 3,
    "چ": 2,  # also in names of Iraq and the Gulf
    "ۀ": 2,
    "\u200c": 2,  # ZWNJ, which separates Persian affixes
    "ة": -3,
    "إ": -3,
    "ٱ": -3,
    "أ": -2,  # in Persian only inside a few words, رأی
    "ء": -1,
    "ؤ": -1,
}

WORD_POINTS: dict[int, str] = {
    3: """
        از که این را برای است نیست هستند هستیم هست بود بودند بوده نبود شد شدند شده شود شوند شدن
        نشد نشده کرد کردند کرده کردن کند کنند کنیم کنید کنم نکرد می نمی های هایی باید نباید باشد
        باشند خواهد خواهند خواهیم دارد دارند داشت داشتند داشته داریم ندارد داد دادند داده دادن
        دهد دهند گفت گفته گوید گرفت گرفته گرفتن گیرد رفت رفته رود آمد آمده آید رسید رسیده رسد
        یافت یافته یابد ساخت ساخته سازد ماند مانده زد زده زند خورد افزود تواند توانند توانست
        چه چرا چگونه چند اگر ولی نیز همه هر هیچ هم همین همان همچنین چنین چنان آنها آنان ایشان
        خود خویش یک سه چهار پنج شش هفت هشت صد هزار درصد روی زیر درباره دیگر دیگری هنوز اکنون تنها
        خیلی بسیار بیش بیشتر کمتر بهتر بهترین بزرگ اینکه آنکه اند ترین تر وی توسط پیش پس سپس
        سال روز هفته امروز دیروز فردا امسال شنبه ساله مردم کشور بازار بازی تیم زمین خانه کار
        راه آغاز پایان نخست نخستین اولین دومین سومین آخرین آینده گذشته میلیون میلیارد تومان
        دانشگاه ورزش بانک شماره شورای وزارت دولت سوم دوم تازه شهرستان استان اروپا آمریکا آسیا
        دست زن مرد دانش باز خوب جهانی همراه زنان مردان جوانان ایرانی شرکت گل آب میان سوی کنار
    """,
    2: "به در با تا بر آن ای یا ها دو ده نه بی نظر قرار ایران تهران حضور دیدار بخش نو نام عکس",
    1: "او اما ما مقابل اعلام حال مورد",
    -1: "من بعد قبل بین علی غیر مدینه مجلس محمد ان ضد اثر شخص مصدر کل",
    -2: "عام عند لا له لم ام بن مع ابو ابن عبد دون خاصه مارس صباح احد وان نحو انه انها کم",
    -3: """
        فی الی التی الذی الذین هذا هذه هذان ذلک تلک عن قد لقد لن کان کانت کانوا یکون تکون سیکون
        ستکون کما حیث ثم هو هی هما نحن انهم بانه بانها لانه لانها فانه فقد منذ خلال اذا لکن ولکن
        بعض لدی حول حین حینما عندما بعدما بینما فیما مما عما بما کیف متی هل لماذا هنا هناک
        یوم ایام امس غدا سنه سنوات عاما قال قالت یقول تقول اکد اکدت اعلن اعلنت افاد اضاف
        فیه فیها منه منها منهم عنه عنها علیها لها لهم لنا بها بهم بهذا بهذه لهذا لهذه
        وفی ومن وعلی والی وعن ومع وقد وکان وکانت ولم ولن ولا وهو وهی وهذا وذلک وقال وقالت واکد
        واضاف واوضح والذی والتی تم یتم وتم سیتم تمت یجب یمکن لیس لیست سوف ایضا جدا نفسه ذاته
        احدی اخری جدیده کبیر کبیره صغیر صغیره ملیون ملیار دولار ثلاث ثلاثه اربع اربعه خمس خمسه
        سته سبعه ثمانیه تسعه عشره عشرین مره ضمن عبر اثناء وفق بسبب لدیه لدیها بدون رغم جمیع
        کافه معظم اسبوع اشهر مساء لیله ساعه حتی نهایه بدایه ماذا بل مهما قبیل حسب بحسب حوالی
        قرب عقب ازاء تجاه
    """,
}
"""Words by points; in the letters of either keyboard, with or without hamza."""

AFFIX_POINTS: tuple[tuple[int, int, str, str], ...] = (
    (3, 3, "می نمی", "هایی هایش ترین گذاری سازی نامه گاه مند کننده شناسی"),
    (2, 2, "", "ها های تری ایی ستان اند انه وار دار"),
    (2, 3, "", "ده نده ش گر کار"),
    (-2, 3, "ال وال فال بال کال لل ولل سی ست سن", ""),
    (1, 3, "", "ان ند انی"),
    (-1, 3, "و ی ت", "یه ات ون هم هما"),
)
"""Points, letters that must be next to the affix, beginnings, endings; for a word in no table the
first entry that fits counts. Persian has words with the Arabic article too (البته), so these count
only two."""

ENGLISH_WORDS: str = """
    the of and to in is are was were be been has have had that this these those with from for on at
    by as it its his her their they he she we you not but or an who which what when how why will
    would can could should may than then there here after before over under into out up about more
    most new says said where while if
"""
OTHER_LATIN_WORDS: str = """
    le la les des du et est une un dans pour que qui sur avec par pas au aux sont cette plus ses ce
    der die das und ist nicht ein eine den dem mit auf für von zu im sich auch wird nach bei
    el los las del y en por con para una es su se lo como más pero
    il di che non della per sono gli nel alla
    o os da em não uma ao dos
    ve bir bu için ile olarak çok olan ne daha
    de het een van niet zijn met voor op
    och att som är på till av
    w z na się jest że
"""
"""Function words of French, German, Spanish, Italian, Portuguese, Turkish, Dutch, Swedish, Polish
that are not English words as well."""

_FOREIGN_LETTER = regex("[ٹڈڑںےٿڄښګړټډڅځۍېڼڵۆێڕۇۋۈڭ]")
_FOLDED = str.maketrans("يىئكأإآٱؤةۀ", "یییکااااوهه")
_MARKS = regex("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]+")
_PRESENTATION_FORMS = regex("[\ufb50-\ufdff\ufe70-\ufefc]")
_PERSIAN_KEYBOARD, _ARABIC_KEYBOARD = regex("[یک]"), regex("[يىك]")
_ARABIC_WORD = regex("[\u0620-\u063f\u0641-\u064a\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff]+")
_LATIN_WORD = regex("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]+")
_ACCENTED = regex("[\u00c0-\u024f\u1e00-\u1eff]")
_OTHER_LETTER = regex(r"[^\W\d_a-zA-Z\u00c0-\u024f\u1e00-\u1eff\u0620-\u06ff]")


def _letter_or_gap(character: str) -> str:
    if _MARKS.match(character):
        return ""
    return character.translate(_FOLDED) if _ARABIC_WORD.match(character) else " "


_USUAL = UsualTranslation({each: _letter_or_gap(each) for each in USUAL_CHARACTERS})
"""Leaves the letters of Arabic script, folded, with spaces for everything between words."""

_ENGLISH = frozenset(ENGLISH_WORDS.split())
_OTHER_LATIN = frozenset(OTHER_LATIN_WORDS.split())
_WORDS: dict[str, int] = {
    word.translate(_FOLDED): points
    for points, words in WORD_POINTS.items()
    for word in words.split()
}
_AFFIXES = tuple(
    (points, beside, tuple(beginnings.split()), tuple(endings.split()))
    for points, beside, beginnings, endings in AFFIX_POINTS
)


def detect_language(text: str) -> str:
    """``fa``, ``ar``, ``en`` or ``und`` for an article's own text (title and body).

    Never raises. Long texts are sampled at three places, so the cost is bounded.
    """
    sample = _sample(text)
    folded = _USUAL.translate(sample)
    if folded is not None:
        words = folded.split()
        letters = sum(map(len, words))
        if letters > len(folded) / 2:  # whatever the rest is
            return _persian_or_arabic(sample, words, letters)
    if _PRESENTATION_FORMS.search(sample):
        sample = unicodedata.normalize("NFKC", sample)
    sample = _MARKS.sub("", sample)
    arabic_words = [word.translate(_FOLDED) for word in _ARABIC_WORD.findall(sample)]
    arabic = sum(map(len, arabic_words))
    if arabic > len(sample) / 2:
        return _persian_or_arabic(sample, arabic_words, arabic)
    latin_words = _LATIN_WORD.findall(sample)
    latin = sum(map(len, latin_words))
    if not latin and not arabic:
        return UNDETERMINED
    if arabic + latin < len(sample) / 2 and len(_OTHER_LETTER.findall(sample)) > arabic + latin:
        return UNDETERMINED
    if latin > QUOTED_LATIN * arabic:
        return _english_or_other(sample, latin_words, latin)
    return _persian_or_arabic(sample, arabic_words, arabic)


def _sample(text: str) -> str:
    if len(text) <= WHOLE_LENGTH:
        return text
    middle = (len(text) - WINDOW_LENGTH) // 2
    return " ".join(
        (text[:WINDOW_LENGTH], text[middle : middle + WINDOW_LENGTH], text[-WINDOW_LENGTH:])
    )


def _persian_or_arabic(sample: str, words: list[str], letters: int) -> str:
    if len(_FOREIGN_LETTER.findall(sample)) > FOREIGN_SHARE * letters:
        return UNDETERMINED
    points = sum(map(mul, map(sample.count, LETTER_POINTS), LETTER_POINTS.values()))
    points += sum(map(_POINTS_OF_WORDS.__getitem__, words))
    if points == 0:
        points = len(_PERSIAN_KEYBOARD.findall(sample)) - len(_ARABIC_KEYBOARD.findall(sample))
    if points == 0:
        return UNDETERMINED
    return PERSIAN if points > 0 else ARABIC


class _PointsOfWords(dict[str, int]):
    """The points of words, worked out when they first occur: most words of a text have before."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = points = self._points(word)
        return points

    def _points(self, word: str) -> int:
        points = _WORDS.get(word)
        if points is not None:
            return points
        for points, beside, beginnings, endings in _AFFIXES:
            if word[:-beside].startswith(beginnings) or word[beside:].endswith(endings):
                return points
        return 0


_MOST_WORDS = 50_000
_POINTS_OF_WORDS = _PointsOfWords()


def _english_or_other(sample: str, words: list[str], letters: int) -> str:
    lowered = [word.lower() for word in words]
    english = sum(word in _ENGLISH for word in lowered)
    other = sum(word in _OTHER_LATIN for word in lowered)
    if len(_ACCENTED.findall(sample)) > FOREIGN_SHARE * letters:
        other += 1
    return ENGLISH if english >= other else UNDETERMINED
