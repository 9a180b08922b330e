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

from articles.calendars import to_hijri

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
    people: Sequence[str]

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
    people=("Dana Merrow", "Ilse Quarry", "Tam Oakes", "Perrin Vale"),
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
    people=("نسیم آبشار", "کاوه دریابان", "مهرک سپیدان", "آوا کوهیار"),
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
    people=("ريم الساقية", "نجم الوادي", "سلوى البيدر", "جاد المنارة"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is right about a dump, and its text."""

    text: str
    title: str
    source: str
    day: date
    paragraphs: tuple[str, ...]
    related: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A source with its language and what its pages print where.

    ``above`` stands between title and metadata, ``below`` between metadata and body, ``inside``
    between paragraphs, ``tail`` at the end; ``{n}`` is a number, ``{title}`` the title, ``{day}`` a
    day that is not the article's.

    ``caption`` is the form of a picture's line (``{words}``, ``{person}``), ``offer`` that of one
    other article (``{story}``), ``heading`` stands above a list of such. ``head`` are the blocks of
    the head, where they are not title, ``above`` and source with date; ``{kicker}`` and the
    ``lead`` below them are left out in some items, and the title stands twice in ``twice`` of them.
    """

    source: str
    words: Words
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    inside: Sequence[str] = ()
    tail: Sequence[str] = ()
    sometimes: float = 1.0
    day: Callable[[date], str] = date.isoformat
    caption: str = ""
    offer: str = ""
    heading: str = ""
    head: Sequence[str] = ()
    lead: bool = False
    twice: float = 0.0

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
        caption, related = self._with_parts(draw, blocks)
        head = [title, *self._few(draw, self.above), f"{self.source}\n{self.day(day)}"]
        if self.head:
            head = [self._block(draw, block, title, day) for block in self.head]
            if self.lead and draw.random() < 0.7:
                body.insert(0, self._words(draw))
                head.append(body[0])
        lines = [*head, *self._few(draw, self.below), *blocks, *self._few(draw, self.tail)]
        text = "\n\n".join(
            line.replace("{n}", str(draw.randrange(2, 4000)))
            .replace("{title}", title)
            .replace("{day}", self.day(day + timedelta(days=draw.randrange(30))))
            for line in lines
            if line
        )
        return Told(text + "\n", title, self.source, day, tuple(body), related, caption)

    def _block(self, draw: random.Random, block: str, title: str, day: date) -> str:
        if block == "{title}":
            return f"{title}\n{title}" if draw.random() < self.twice else title
        if block == "{kicker}":
            return self._words(draw) if draw.random() < 0.7 else ""
        return block.replace("{source}", self.source).replace("{date}", self.day(day))

    def _words(self, draw: random.Random) -> str:
        words = self.words
        return " ".join(map(draw.choice, (words.places, words.subjects, words.verbs)))

    def _with_parts(
        self, draw: random.Random, blocks: list[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Puts a picture and offers of other articles between the paragraphs; says which."""
        captions: tuple[str, ...] = ()
        related: tuple[str, ...] = ()
        if self.caption and draw.random() < 0.8:
            words = " ".join((draw.choice(self.words.objects), draw.choice(self.words.places)))
            line = self.caption.replace("{words}", words)
            line = line.replace("{person}", draw.choice(self.words.people))
            blocks.insert(draw.randrange(1, len(blocks)), line)
            captions = (words if "{words}" in self.caption else "",)
        if self.offer and draw.random() < 0.8:
            story = self.words.title(draw)
            blocks.insert(draw.randrange(1, len(blocks)), self.offer.replace("{story}", story))
            related = (story,)
        if self.heading and draw.random() < 0.8:
            related = (*related, *(self.words.title(draw) for _ in range(draw.randint(2, 3))))
            listed = "\n".join((self.heading, *related))
            blocks.insert(draw.randrange(1, len(blocks)), listed)
        return captions, related

    def _few(self, draw: random.Random, lines: Sequence[str]) -> list[str]:
        return [line for line in lines if draw.random() < self.sometimes]


def _slashes(day: date) -> str:
    return f"{day:%d/%m/%Y}" if day.day > 12 else f"{day:%Y-%m-%d}"


def _month_first(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _lunar(day: date) -> str:
    return "{}/{:02}/{:02}".format(*to_hijri(day))


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

LABELLED = (
    Layout(
        "Lake Chronicle",
        ENGLISH,
        day=_month_first,
        caption="{words} / Lens: {person}",
        heading="Walk on along the shore",
    ),
    Layout(
        "سپیده‌دم خلیج",
        PERSIAN,
        head=("{source}\n{date}", "{title}"),
        lead=True,
        twice=0.6,
        offer="در قفسهٔ کناری: {story}",
        caption="دوربین: {person}",
    ),
    Layout(
        "بريد المنارة",
        ARABIC,
        head=("{source}\n{date}", "{kicker}", "{title}"),
        twice=0.5,
        day=_lunar,
        offer="من الرف المجاور: {story}",
        caption="{words} - عدسة: {person}",
    ),
)
"""Forms of days, captions and offers, and heads with a kicker or a lead."""
