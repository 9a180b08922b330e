"""Invented news in three languages: events that several outlets report, each with decoys.

Decoys share what an event has: its people on another day with another happening, its kind of
happening at another place on the same day, its place with another happening.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from articles.calendars import format_date, weekday_name
from articles.calendars.records import Calendar
from articles.events.signatures import Report

LANGUAGES = ("fa", "ar", "en")

PEOPLE = [
    row.split("|")
    for row in """
    دانیال کورتوف|دانيال كورتوف|Danial Kortov
    مارتا سیلوانو|مارتا سيلفانو|Marta Silvano
    نادر بهرامیان|نادر بهراميان|Nader Bahramian
    لورنزو باراتی|لورينزو باراتي|Lorenzo Baratti
    سمیر الحداد|سمير الحداد|Samir Al-Haddad
    هلنا گراندوال|هيلينا غراندوال|Helena Grandval
    توماس بریگمن|توماس بريغمان|Thomas Brigman
    پاتریک دونلن|باتريك دونلن|Patrick Donlen
    کامران صدری|كامران صدري|Kamran Sadri
    رودریگو منسانارس|رودريغو مانساناريس|Rodrigo Mansanares
    یوسف قندیلی|يوسف قنديلي|Youssef Qandili
    ویکتور زدانوف|فيكتور زدانوف|Viktor Zdanov
    فرهاد تیموری|فرهاد تيموري|Farhad Teymouri
    سلما بن‌عاشور|سلمى بن عاشور|Salma Ben Achour
    اریک لوندبرگ|إريك لوندبرغ|Erik Lundberg
    میشل دوپرات|ميشيل دوبرات|Michel Duprat
    """.strip().splitlines()
]

PLACES = [
    row.split("|")
    for row in """
    شیراز|شيراز|Shiraz
    بیروت|بيروت|Beirut
    ژنو|جنيف|Geneva
    بصره|البصرة|Basra
    ازمیر|إزمير|Izmir
    تونس|تونس|Tunis
    مشهد|مشهد|Mashhad
    عمان|عمّان|Amman
    کابل|كابول|Kabul
    باکو|باكو|Baku
    لیسبون|لشبونة|Lisbon
    داکار|داكار|Dakar
    تبریز|تبريز|Tabriz
    مسقط|مسقط|Muscat
    وین|فيينا|Vienna
    حلب|حلب|Aleppo
    """.strip().splitlines()
]

KINDS: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "quake": {
        "fa": (
            ("زمین‌لرزه در {place} {n} کشته بر جا گذاشت", "لرزش شدید زمین در {place}"),
            (
                "زمین‌لرزه‌ای به بزرگی {d} {weekday} {place} را لرزاند و {n} نفر جان باختند.",
                "{person}، مسئول امداد، گفت {m} نفر زخمی شده‌اند و چادرها در راه است.",
            ),
        ),
        "ar": (
            ("زلزال يضرب {place} ويودي بحياة {n} شخصا", "هزة أرضية قوية في {place}"),
            (
                "ضرب زلزال بقوة {d} درجات {place} يوم {weekday} وأسفر عن مقتل {n} شخصا.",
                "وقال مسؤول الإغاثة {person} إن عدد المصابين بلغ {m}.",
            ),
        ),
        "en": (
            ("Earthquake in {place} kills {n}", "Strong tremor hits {place}"),
            (
                "An earthquake of magnitude {d} shook {place} on {weekday}, killing {n} people.",
                "Relief chief {person} said {m} people were injured.",
            ),
        ),
    },
    "talks": {
        "fa": (
            ("{person} برای گفت‌وگو وارد {place} شد", "دیدار {person} در {place}"),
            (
                "{person} {weekday} برای گفت‌وگو دربارهٔ پیمان آب به {place} رفت.",
                "{m} نماینده از {n} کشور در این نشست هستند.",
            ),
        ),
        "ar": (
            ("{person} يصل إلى {place} لإجراء محادثات", "محادثات {person} في {place}"),
            (
                "وصل {person} {weekday} إلى {place} لبحث اتفاقية المياه.",
                "ويشارك في الاجتماع {m} مندوبا من {n} دولة.",
            ),
        ),
        "en": (
            ("{person} arrives in {place} for talks", "{person} holds talks in {place}"),
            (
                "{person} travelled to {place} on {weekday} to discuss the water treaty.",
                "Some {m} delegates from {n} countries attend the meeting.",
            ),
        ),
    },
    "match": {
        "fa": (
            ("گل {person} کار میزبان را در {place} ساخت", "درخشش {person} در ورزشگاه {place}"),
            (
                "{person} {weekday} در {place} دو گل زد و تیمش مقابل {m} هزار تماشاگر برد.",
                "این {n}مین گل او در این فصل بود.",
            ),
        ),
        "ar": (
            ("{person} يسجل هدفين في {place}", "تألق {person} على ملعب {place}"),
            (
                "سجل {person} {weekday} هدفين في {place} أمام {m} ألف متفرج.",
                "ورفع رصيده إلى {n} هدفا هذا الموسم.",
            ),
        ),
        "en": (
            ("{person} scores twice in {place}", "{person} shines in {place} stadium"),
            (
                "{person} scored twice in {place} on {weekday} before {m} thousand spectators.",
                "It took the striker to {n} goals this season.",
            ),
        ),
    },
    "court": {
        "fa": (
            ("دادگاه {place}: {person} به {n} سال زندان محکوم شد", "حکم {person} صادر شد"),
            (
                "دادگاهی در {place} {weekday} {person} را به {n} سال زندان محکوم کرد.",
                "او به اختلاس {m} میلیون متهم بود.",
            ),
        ),
        "ar": (
            ("محكمة في {place} تحكم على {person} بالسجن {n} عاما", "صدور الحكم على {person}"),
            (
                "قضت محكمة في {place} {weekday} بسجن {person} لمدة {n} عاما.",
                "وكان متهما باختلاس {m} مليون.",
            ),
        ),
        "en": (
            ("{place} court jails {person} for {n} years", "Verdict against {person}"),
            (
                "A court in {place} sentenced {person} to {n} years in prison on {weekday}.",
                "The charge was embezzlement of {m} million.",
            ),
        ),
    },
    "fire": {
        "fa": (
            ("آتش‌سوزی کارخانهٔ نساجی در {place}", "{n} کارگر در آتش کارخانهٔ {place} جان باختند"),
            (
                "کارخانهٔ نساجی {place} {weekday} آتش گرفت و {n} کارگر جان باختند.",
                "{person}، مدیر کارخانه، گفت {m} کارگر به موقع بیرون رفتند.",
            ),
        ),
        "ar": (
            ("حريق في مصنع نسيج في {place}", "مصرع {n} عاملا في حريق مصنع في {place}"),
            (
                "اندلع حريق {weekday} في مصنع للنسيج في {place} وأودى بحياة {n} عاملا.",
                "وقال مدير المصنع {person} إن {m} عاملا غادروا في الوقت المناسب.",
            ),
        ),
        "en": (
            ("Fire at textile mill in {place}", "{n} workers die in {place} mill fire"),
            (
                "A fire broke out at a textile mill in {place} on {weekday} killing {n} workers.",
                "Manager {person} said {m} workers got out in time.",
            ),
        ),
    },
}

FILLERS = {
    "fa": """
    هوا در روزهای آینده سردتر می‌شود.|مردم از قیمت‌ها گله دارند.|مقام‌ها اظهار نظری نکردند.
    |این خبر بازتاب گسترده‌ای داشت.|جزئیات بیشتر بعداً اعلام می‌شود.|کارشناسان منتظر آمار تازه‌اند.
    """,
    "ar": """
    وستنخفض درجات الحرارة في الأيام المقبلة.|ويشتكي السكان من الأسعار.|ولم يعلق المسؤولون.
    |ولاقى الخبر صدى واسعا.|وستعلن تفاصيل أخرى لاحقا.|وينتظر الخبراء أرقاما جديدة.
    """,
    "en": """
    Temperatures will fall in the coming days.|Residents complain about prices.
    |Experts await new figures.|The news was widely noted.|More details will follow.
    |Officials did not comment.
    """,
}


@dataclass(frozen=True)
class Told:
    """A generated report, and the number of its event."""

    report: Report
    event: int


@dataclass(frozen=True)
class _Event:
    kind: str
    person: list[str]
    place: list[str]
    day: date
    n: int
    m: int
    d: str


def generated(events: int, seed: int = 0, first: date = date(2024, 3, 1)) -> list[Told]:
    """Reports of so many events and their decoys, each in two to five outlets."""
    chance = random.Random(seed)
    told: list[Told] = []
    number = 0
    for at in range(events):
        # A few events a day, as in a small archive.
        event = _invented(chance, first + timedelta(days=at // 3))
        for each in (event, *_decoys(event, chance)):
            for _ in range(chance.choice((2, 3, 3, 4, 5)) if each is event else 1):
                language = chance.choice(LANGUAGES)
                later = chance.choice((0, 0, 0, 1, 1, 2))
                told.append(Told(_report(each, language, later, chance), number))
            number += 1
    return told


def pairs(told: list[Told]) -> list[tuple[Told, Told, bool]]:
    """All pairs within three days, with whether they tell of one event."""
    return [
        (one, other, one.event == other.event)
        for one, other in combinations(told, 2)
        if abs((one.report.day - other.report.day).days) <= 3
    ]


def _invented(chance: random.Random, day: date) -> _Event:
    return _Event(
        kind=chance.choice(sorted(KINDS)),
        person=chance.choice(PEOPLE),
        place=chance.choice(PLACES),
        day=day,
        n=chance.randrange(5, 90),
        m=chance.randrange(100, 990),
        d=f"{chance.randrange(5, 8)}.{chance.randrange(1, 9)}",
    )


def _decoys(event: _Event, chance: random.Random) -> list[_Event]:
    other = _invented(chance, event.day)
    kinds = [kind for kind in sorted(KINDS) if kind != event.kind]
    places = [place for place in PLACES if place != event.place]
    people = [person for person in PEOPLE if person != event.person]
    numbers = {"n": other.n, "m": other.m, "d": other.d}
    same_person = _Event(
        **numbers,
        kind=chance.choice(kinds),
        person=event.person,
        place=chance.choice(places),
        day=event.day + timedelta(days=chance.choice((-2, 2, 3))),
    )
    same_kind = _Event(
        **numbers,
        kind=event.kind,
        person=chance.choice(people),
        place=chance.choice(places),
        day=event.day,
    )
    same_place = _Event(
        **numbers,
        kind=chance.choice(kinds),
        person=chance.choice(people),
        place=event.place,
        day=event.day + timedelta(days=chance.choice((0, 1))),
    )
    return [same_person, same_kind, same_place]


def _report(event: _Event, language: str, later: int, chance: random.Random) -> Report:
    at = LANGUAGES.index(language)
    titles, sentences = KINDS[event.kind][language]
    fillers = [each.strip() for each in FILLERS[language].split("|")]
    weekday = weekday_name(event.day, language)
    values = {
        "person": event.person[at],
        "place": event.place[at],
        "weekday": weekday,
        "n": event.n,
        "m": event.m,
        "d": event.d,
    }
    # Some outlets leave things out, and tolls rise.
    more = [] if chance.random() < 0.4 else [sentences[1]]
    body = [sentences[0], *chance.sample([*more, *chance.sample(fillers, 2)], len(more) + 2)]
    if chance.random() < 0.3:
        values |= {"n": event.n + chance.randrange(1, 9), "m": event.m + 10}
    text = "\n\n".join(each.format(**values) for each in body)
    if chance.random() < 0.3:
        calendar = Calendar.JALALI if language == "fa" else Calendar.GREGORIAN
        text += f"\n\n{format_date(event.day, calendar, language)}"
    return Report(
        language=language,
        title=chance.choice(titles).format(**values),
        body=text,
        day=event.day + timedelta(days=later),
    )
