"""Invented sources whose pages have furniture that no table of the parser knows.

A :class:`Layout` draws dumps from a generator, so that a seed tells them; each comes with what is
right. Some lines of the articles recur as well (subheadings, closing words, sentences), because a
learner that takes them for furniture loses text.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language's articles, from which any number of sentences is made."""

    subjects: Sequence[str]
    verbs: Sequence[str]
    objects: Sequence[str]
    places: Sequence[str]
    subheads: Sequence[str]
    refrains: Sequence[str]

    def title(self, draw: random.Random) -> str:
        return " ".join(map(draw.choice, (self.subjects, self.verbs, self.objects, self.places)))

    def sentence(self, draw: random.Random, number: int) -> str:
        first, second = self.title(draw), self.title(draw)
        return f"{first}, {number} / {second}."


ENGLISH = Words(
    subjects="The gardeners|Two bakers|Our weavers|Old boatmen|The kite makers|Nine potters".split(
        "|"
    ),
    verbs="have repaired|will open|are painting|counted|have sold|keep".split("|"),
    objects="the wooden bridge|a small library|seven lanterns|the long wall|their ovens".split("|"),
    places="beside the lake|in Upper Dale|before the winter|near the mill|at Shell Bay".split("|"),
    subheads=("What comes next", "The background", "In numbers"),
    refrains=("The council will meet again on Sunday evening.", "Nobody at the mill was hurt."),
)
PERSIAN = Words(
    subjects="باغبانان دشت|دو نانوا|بافندگان ما|قایقرانان پیر|سفالگران روستا".split("|"),
    verbs="تعمیر کرده‌اند|خواهند گشود|رنگ می‌کنند|شمرده‌اند|فروخته‌اند".split("|"),
    objects="پل چوبی را|کتابخانه‌ای کوچک را|هفت فانوس را|دیوار بلند را|تنورها را".split("|"),
    places="کنار دریاچه|در روستای بالا|پیش از زمستان|نزدیک آسیاب|در خلیج صدف".split("|"),
    subheads=("گام بعدی", "پیشینهٔ کار", "به روایت عدد"),
    refrains=(
        "شورای روستا یکشنبه شب دوباره گرد هم می‌آید.",
        "در آسیاب به کسی آسیبی نرسید و کار ادامه دارد.",
    ),
)
ARABIC = Words(
    subjects="بستانيو السهل|خبازان اثنان|نساجو القرية|بحارة قدامى|خزافو الوادي".split("|"),
    verbs="أصلحوا|سيفتتحون|يدهنون|أحصوا|باعوا".split("|"),
    objects="الجسر الخشبي|مكتبة صغيرة|سبعة فوانيس|الجدار الطويل|أفران الحي".split("|"),
    places="قرب البحيرة|في القرية العليا|قبل الشتاء|عند الطاحونة|في خليج الصدف".split("|"),
    subheads=("الخطوة التالية", "خلفية الحدث", "بالأرقام"),
    refrains=(
        "يجتمع مجلس القرية مجددا مساء الأحد المقبل.",
        "لم يصب أحد عند الطاحونة والعمل مستمر هناك.",
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is right about a dump, and its text."""

    text: str
    title: str
    source: str
    day: date
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A source with its language and what its pages print where.

    ``above`` stands between title and metadata, ``below`` between metadata and body, ``inside``
    between paragraphs, ``tail`` at the end; ``{n}`` is a number, ``{title}`` the title, ``{day}`` a
    day that is not the article's.
    """

    source: str
    words: Words
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    inside: Sequence[str] = ()
    tail: Sequence[str] = ()
    sometimes: float = 1.0
    day: Callable[[date], str] = date.isoformat

    def dump(self, draw: random.Random, number: int) -> Told:
        words = self.words
        title = words.title(draw)
        day = date(2024, 1, 1) + timedelta(days=draw.randrange(600))
        body = [words.sentence(draw, number * 100 + place) for place in range(draw.randint(3, 7))]
        if draw.random() < 0.15:
            body.insert(draw.randrange(1, len(body)), draw.choice(words.subheads))
        if draw.random() < 0.5:
            body.insert(draw.randrange(1, len(body) + 1), draw.choice(words.refrains))
        blocks: list[str] = list(body)
        for line in self.inside:
            if draw.random() < self.sometimes:
                blocks.insert(draw.randrange(1, len(body)), line)
        head = [title, *self._few(draw, self.above), f"{self.source}\n{self.day(day)}"]
        lines = [*head, *self._few(draw, self.below), *blocks, *self._few(draw, self.tail)]
        text = "\n\n".join(
            line.replace("{n}", str(draw.randrange(2, 4000)))
            .replace("{title}", title)
            .replace("{day}", self.day(day + timedelta(days=draw.randrange(30))))
            for line in lines
        )
        return Told(text + "\n", title, self.source, day, tuple(body))

    def _few(self, draw: random.Random, lines: Sequence[str]) -> list[str]:
        return [line for line in lines if draw.random() < self.sometimes]


def _slashes(day: date) -> str:
    return f"{day:%d/%m/%Y}" if day.day > 12 else f"{day:%Y-%m-%d}"


TUNED = (
    Layout(
        "Shell Bay Gazette",
        ENGLISH,
        below=("Larger type | Smaller type", "Hear this page read aloud"),
        tail=("Handpicked from our shelves", "{n} neighbours are here now"),
    ),
    Layout(
        "خبرخانه ساحل",
        PERSIAN,
        below=("اندازهٔ نوشته را تغییر دهید", "این صفحه را بشنوید"),
        inside=("در همین ویترین",),
        tail=("{n} همسایه اینجا هستند", "گزیدهٔ قفسهٔ ما"),
    ),
    Layout(
        "وكالة الساحل",
        ARABIC,
        inside=("من رفوف أرشيفنا",),
        tail=("أنت تتصفح: {title}", "صفحة حفظت {n} مرة"),
        sometimes=0.7,
    ),
)
"""The learner was tuned on these."""

KEPT_ASIDE = (
    Layout(
        "Upper Dale Courier",
        ENGLISH,
        above=("Pinned to the noticeboard of our readers",),
        below=("Fold this page away",),
        inside=("The courier rides on below", "Page {n} of the morning bundle"),
        tail=("Bundle tied on {day}", "Turn over for the weather rhyme"),
    ),
    Layout(
        "روزنامه دشت",
        PERSIAN,
        below=("کاغذ این صفحه بازیافتی است",),
        inside=("برگ {n} از دستهٔ بامداد",),
        tail=("شما در حال ورق زدن {title} هستید", "دسته بسته شده در {day}"),
        sometimes=0.6,
    ),
    Layout(
        "صحيفة الوادي",
        ARABIC,
        below=("اطو هذه الصفحة", "ورق هذه الصفحة معاد التدوير"),
        tail=("حزمة الصباح رقم {n}", "اقلب الورقة لقصيدة الطقس"),
        day=_slashes,
    ),
)
"""These were written first and looked at only for the figures."""
