"""The words of the dump grammar: one table per place where a label can stand, per language.

Labels are written as printed and compared folded (:func:`articles.text.folding.fold_key`): the
keyboard, tatweel, marks and case do not matter, and a space or ZWNJ in a label also stands for
none. To teach the parser a label, add it to its table. The entries come from the templates of
Persian, Arabic and English news sites; docs/text-rules.md has the rules.

Tables named ``…_FORMS`` hold expressions over folded text instead of plain labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from articles.text.folding import fold_key

Table = Mapping[str, tuple[str, ...]]
"""Language code → labels as printed."""


def one_of(labels: Iterable[str]) -> str:
    """An expression for any of ``labels`` in folded text, the longest first."""
    folded = {fold_key(label.replace("\u200c", " ")) for label in labels}
    ordered = sorted(folded, key=lambda label: (-len(label), label))
    return "(?:" + "|".join(re.escape(label).replace(r"\ ", " ?") for label in ordered) + ")"


def any_of(*tables: Table) -> str:
    """An expression for any label of ``tables`` in folded text."""
    return one_of(label for table in tables for labels in table.values() for label in labels)


def printed_any_of(*tables: Table) -> str:
    """An expression for any label of ``tables`` as printed, where folding would lose the place."""
    labels = {label for table in tables for labels in table.values() for label in labels}
    ordered = sorted(labels, key=lambda label: (-len(label), label))
    return (
        "(?:" + "|".join(re.escape(label).replace(r"\ ", r"[ \u200c]?") for label in ordered) + ")"
    )


def forms_of(*tables: Table) -> str:
    """An expression for any of the expressions of ``tables``."""
    return "(?:" + "|".join(form for t in tables for forms in t.values() for form in forms) + ")"


# -- head and footer of an article ------------------------------------------------------------

TITLE_LABELS: Table = {
    "fa": ("عنوان", "تیتر", "عنوان خبر", "تیتر خبر", "سرخط"),
    "ar": ("العنوان", "عنوان الخبر", "عنوان المقال"),
    "en": ("Title", "Headline"),
}

SOURCE_LABELS: Table = {
    "fa": (
        "منبع",
        "منبع خبر",
        "منابع",
        "مأخذ",
        "فوروارد از",
        "فوروارد شده از",
        "بازارسال از",
        "رسانه",
        "خبرگزاری",
        "نام رسانه",
        "به نقل از",
    ),
    "ar": (
        "منقول من",
        "معاد توجيهه من",
        "المصدر",
        "المصادر",
        "مصدر",
        "مصادر",
        "مصدر الخبر",
        "نقلا عن",
        "عن",
        "الناشر",
        "الموقع",
    ),
    "en": ("Forwarded from", "Source", "Sources", "Via", "Publisher", "Outlet", "News source"),
}
"""Before a colon."""

SOURCE_BYLINES: Table = {
    "fa": ("به گزارش", "به نقل از", "به نقل"),
    "ar": ("نقلا عن",),
    "en": ("Forwarded from",),
}
"""Before a name, without a colon; on a line of its own or at the start of the first sentence."""

BYLINE_DESKS: Table = {
    "fa": ("خبرنگار", "گروه خبر", "سرویس خبر", "پایگاه اطلاع‌رسانی"),
    "ar": ("مراسل",),
}
"""What may stand between a source byline and the name of the source."""

AUTHOR_LABELS: Table = {
    "fa": (
        "نویسنده",
        "نگارنده",
        "خبرنگار",
        "گزارشگر",
        "گزارش از",
        "به قلم",
        "تهیه و تنظیم",
        "تهیه‌کننده",
        "مترجم",
        "متن از",
        "متن توسط",
        "نگارش",
        "نگارش از",
    ),
    "ar": (
        "الكاتب",
        "كاتب",
        "كتب",
        "كتبت",
        "كتبه",
        "كتبها",
        "بقلم",
        "تحرير",
        "المحرر",
        "إعداد",
        "المراسل",
        "كتب بواسطة",
        "بواسطة",
        "حاورها",
        "حاوره",
        "أجرى الحوار",
        "أجرت الحوار",
    ),
    "en": (
        "By",
        "Author",
        "Authors",
        "Written by",
        "Reporter",
        "Reported by",
        "Reporting by",
        "Byline",
        "Edited by",
        "Editing",
        "Correspondent",
        "Words by",
        "Text by",
        "Posted by",
        "Interview by",
    ),
}
"""Before a colon."""

AUTHOR_BYLINES: Table = {
    "fa": ("به قلم", "نوشته", "گزارش از", "نگارش از", "متن از"),
    "ar": ("بقلم", "كتب", "كتبت", "إعداد", "كتب بواسطة", "بواسطة"),
    "en": (
        "By",
        "Written by",
        "Reported by",
        "Reporting by",
        "Words by",
        "Story by",
        "Text by",
        "Posted by",
        "Interview by",
    ),
}
"""Before a name, without a colon, on a line of its own in the head."""

DESK_WORDS: Table = {
    "fa": ("خبرنگاران", "گروه خبر", "سرویس خبر", "تحریریه", "خبرگزاری‌ها"),
    "ar": ("متابعات", "متابعة", "وكالات", "الوكالات", "خاص", "تقارير", "تقرير", "مراسلون"),
    "en": ("Agencies", "News Agencies", "Staff", "Newsroom", "Wires", "News desk"),
}
"""After a dash they make what stands before it the outlet, not a reporter."""

SOURCE_CUES: Table = {
    "fa": (
        "خبرگزاری",
        "آژانس خبری",
        "روزنامه",
        "پایگاه خبری",
        "شبکه خبر",
        "هفته‌نامه",
        "ماهنامه",
        "فصلنامه",
        "باشگاه خبرنگاران",
    ),
    "ar": ("وكالة", "صحيفة", "قناة", "شبكة", "جريدة", "بوابة", "مجلة", "إذاعة"),
    "en": ("News", "Press", "Agency", "Times", "Herald", "Post", "Gazette", "Tribune"),
}
"""Words that tell an outlet's name."""

SOURCE_ENDINGS: Table = {
    "fa": ("نیوز", "پرس"),
    "ar": ("نيوز", "برس"),
    "en": ("news", "press"),
}
"""The last letters of an outlet's name, joined to its first word or not."""

CODE_LABELS: Table = {
    "fa": (
        "کد خبر",
        "کد مطلب",
        "کد محتوا",
        "کد گزارش",
        "شناسه خبر",
        "شناسه مطلب",
        "شناسه",
        "شماره خبر",
        "شماره مطلب",
    ),
    "ar": (
        "رقم الخبر",
        "رقم المقال",
        "كود الخبر",
        "كود المقال",
        "معرف الخبر",
        "معرف المقال",
        "رمز الخبر",
    ),
    "en": ("NID", "News ID", "News code", "Story ID", "Article ID", "Post ID", "ID"),
}

LINK_LABELS: Table = {
    "fa": (
        "لینک خبر",
        "لینک کوتاه",
        "لینک کوتاه خبر",
        "لینک مطلب",
        "لینک مستقیم",
        "لینک",
        "نشانی خبر",
        "آدرس خبر",
        "پیوند خبر",
        "پیوند کوتاه",
        "نشانی اینترنتی",
    ),
    "ar": (
        "رابط الخبر",
        "رابط المقال",
        "رابط الموضوع",
        "رابط مختصر",
        "الرابط المختصر",
        "الرابط",
        "رابط",
    ),
    "en": ("Link", "Short link", "Permalink", "URL", "Original link", "Article link", "Source URL"),
}

ASIDE_LABELS: Table = {
    "fa": (
        "دسته‌بندی",
        "دسته",
        "گروه",
        "گروه خبری",
        "سرویس",
        "بخش",
        "زمان مطالعه",
        "زمان تقریبی مطالعه",
        "تعداد نظرات",
        "نظرات",
        "اندازه متن",
        "اندازه قلم",
        "تولید شده توسط",
        "تهیه شده توسط",
    ),
    "ar": (
        "القسم",
        "قسم",
        "التصنيف",
        "تصنيف",
        "الفئة",
        "وقت القراءة",
        "مدة القراءة",
        "زمن القراءة",
        "التعليقات",
        "عدد التعليقات",
        "حجم الخط",
        "إنتاج",
    ),
    "en": (
        "Category",
        "Categories",
        "Section",
        "Reading time",
        "Comments",
        "Font size",
        "Desk",
        "Produced by",
    ),
}
"""Before a colon in head or footer: facts of the page that belong to no field."""

ASIDE_FORMS: Table = {
    "fa": (
        r"\d{1,3} ?(?:دقیقه|ثانیه)(?: (?:زمان|مدت|مطالعه|خواندن|برای|جهت|وقت))*",
        r"(?:زمان|مدت)?(?: تقریبی)? ?(?:مطالعه|خواندن)(?: (?:این )?(?:خبر|مطلب|مقاله))? ?:? ?"
        r"\d{1,3} ?(?:دقیقه|ثانیه|min|mins|minutes?).{0,10}",
        "بدون (?:نظر|دیدگاه)",
        r"(?:شماره|صفحه|سال|دوره|چاپ) ?:? ?\d{1,6}",
        r"متن (?:کامل )?(?:خبر|مطلب|مقاله|گزارش) ?:?|متن ?:",
    ),
    "ar": (
        r"\d{1,3} ?(?:دقیقه|دقایق|د)(?: (?:قراءه|للقراءه|من القراءه|وقت القراءه))?",
        r"(?:دقیقه واحده|دقیقتان) (?:قراءه|للقراءه|من القراءه)",
        r"(?:\d[\d.,]{0,6} ){1,2}(?:دقیقه واحده|دقیقتان|\d{1,3} (?:دقیقه|دقایق))",
        r"(?:منشور|نشر|نشرت) فی ?: ?[^\d:]{2,30}",
        r"(?:تقرا|یقرا|قراءه|مده القراءه|وقت القراءه|زمن القراءه)(?: (?:فی|خلال))? ?:? ?"
        r"(?:دقیقه(?: واحده)?|دقیقتین|دقیقتان|\d{1,3} ?(?:دقیقه|دقایق|د|min|mins|minutes?))",
        "(?:لا توجد|بدون|لا) تعلیقات",
        r"(?:العدد|عدد|صفحه|الصفحه|السنه) ?:? ?\(?\d{1,6}\)?",
        r"(?:نص|تفاصیل) (?:الخبر|المقال) ?:?|(?:النص|المحتوی|التفاصیل) ?:",
    ),
    "en": (
        r"(?:\d{1,2} ?[-–] ?)?\d{1,3} ?-?(?:min|minute)s?(?: (?:to )?read(?:ing time)?)?",
        r"(?:estimated )?read(?:ing)?(?: time)? ?:? ?\d{1,3} ?-?(?:min|minute)s?",
        "no comments",
        r"(?:page|issue|no\.?|vol\.?|edition) ?:? ?\d{1,6}",
        r"(?:full |article )?(?:text|body|content) ?:",
    ),
}

RELATIVE_TIMES: Table = {
    "fa": (
        r"(?:\d{1,3}|یک|دو|سه|چند|حدود .{1,8}) ?(?:ثانیه|دقیقه|ساعت|روز|هفته|ماه|سال) (?:پیش|قبل)",
        r"(?:لحظاتی|لحظه ای|دقایقی|ساعاتی|ساعتی) (?:پیش|قبل)|هم ?اکنون|همین الان",
    ),
    "ar": (
        r"(?:قبل|منذ) (?:حوالی |نحو )?(?:\d{1,3} ?)?(?:ثانیه|ثوان|ثوانی|دقیقه|دقیقتین|دقایق|ساعه|"
        r"ساعتین|ساعات|یوم|یومین|ایام|اسبوع|اسبوعین|اسابیع|شهر|شهرین|اشهر|سنه|سنتین|سنوات|عام|"
        r"عامین|اعوام|قلیل|لحظات)(?: (?:واحده|واحد))?",
        "الان",
    ),
    "en": (
        r"(?:\d{1,3}|an?|one|two|a few|few) ?(?:s|m|h|d|secs?|seconds?|mins?|minutes?|hrs?|hours?|"
        r"days?|weeks?|months?|years?) ago",
        "just now",
    ),
}
"""When a page was printed, told from when it was read: no day."""

ROLE_LABELS: Table = {
    "fa": ("شغل", "سمت", "در"),
    "ar": ("الدور", "الوظيفة", "المنصب", "دور", "من"),
    "en": ("Role", "Reporting from", "In"),
}
"""Before a comma, below the byline of a broadcaster: the reporter's post and town."""

SECTION_WORDS: Table = {
    "fa": ("سرویس", "گروه", "بخش", "صفحه", "حوزه", "دسته", "پرونده", "ستون"),
    "ar": ("قسم", "القسم", "باب", "زاوية", "تصنيف", "ركن", "صفحة"),
    "en": ("Section", "Category", "Desk"),
}
"""The first word of a name of a section, which is no outlet."""

HOME_WORDS: Table = {
    "fa": ("خانه", "صفحه اصلی", "صفحه نخست"),
    "ar": ("الرئيسية", "الصفحة الرئيسية"),
    "en": ("Home", "Home page", "Homepage"),
}
"""Where the way to a section begins, before a mark."""

SECTION_NAMES: Table = {
    "fa": (
        "سیاسی",
        "سیاست",
        "اقتصادی",
        "اقتصاد",
        "اجتماعی",
        "جامعه",
        "فرهنگی",
        "فرهنگ",
        "فرهنگ و هنر",
        "فرهنگی و هنری",
        "هنر",
        "ورزشی",
        "ورزش",
        "بین‌الملل",
        "بین‌المللی",
        "حوادث",
        "علمی",
        "دانش و فناوری",
        "فناوری",
        "سلامت",
        "گردشگری",
        "استان‌ها",
        "شهرستان‌ها",
    ),
    "ar": (
        "سياسة",
        "اقتصاد",
        "مال وأعمال",
        "رياضة",
        "محليات",
        "ثقافة",
        "ثقافة وفن",
        "ثقافة وفنون",
        "فنون",
        "منوعات",
        "مجتمع",
        "حوادث",
        "صحة",
        "علوم",
        "تكنولوجيا",
        "علوم وتكنولوجيا",
        "عربي ودولي",
        "أخبار محلية",
        "آراء",
    ),
    "en": (
        "Politics",
        "Business",
        "Economy",
        "Sport",
        "Sports",
        "World",
        "Culture",
        "Arts",
        "Opinion",
        "Health",
        "Science",
        "Technology",
        "Travel",
        "Lifestyle",
        "Local news",
        "World news",
    ),
}
"""Whole names of sections, where they stand alone."""

PUBLISHED_IN: Table = {
    "fa": ("منتشر شده در", "انتشار در", "نشر در", "چاپ شده در"),
    "ar": ("نشر في", "نشرت في", "منشور في", "نشر على", "نشر بـ"),
    "en": ("Published in", "Posted in", "Published by", "Published on"),
}
DAY_WORDS: Table = {
    "fa": ("در تاریخ", "مورخ", "در روز", "به تاریخ"),
    "ar": ("يوم", "بتاريخ", "في"),
    "en": ("on", "dated"),
}
"""Around the source, before a date: «نشر في X يوم 11 - 11 - 2025»."""

OPEN_WORDS: Table = {
    "fa": ("و", "که", "از", "به", "در", "با", "را", "تا", "بر", "برای", "این", "آن", "یا", "هر"),
    "ar": ("و", "في", "من", "إلى", "على", "عن", "أن", "إن", "التي", "الذي", "مع", "بين"),
    "en": (
        "and",
        "or",
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "by",
        "that",
    ),
}
"""No line ends with them where its sentence does."""

CONTINUE_READING: Table = {
    "fa": ("ادامه خواندن", "ادامه مطلب", "بیشتر بخوانید", "ادامه"),
    "ar": ("متابعة القراءة", "أكمل القراءة", "اقرأ المزيد", "تابع القراءة", "المزيد"),
    "en": ("Continue reading", "Read more", "Continue", "More"),
}
"""Behind the three dots that cut an excerpt off."""

CAME_OUT_WORDS: Table = {
    "fa": ("اولین بار در", "نخستین بار در", "پدیدار شد"),
    "ar": ("أولا على", "أولا في", "لأول مرة على", "لأول مرة في"),
    "en": ("appeared first on", "first appeared on", "first appeared in", "was first published"),
}
"""Behind the title, in the line with which a feed closes an item."""

# -- counts -----------------------------------------------------------------------------------

VIEW_WORDS: Table = {
    "fa": (
        "بازدید",
        "بازدید‌ها",
        "بازدیدکننده",
        "تعداد بازدید",
        "تعداد بازدید‌ها",
        "تعداد بازدیدکنندگان",
        "میزان بازدید",
        "آمار بازدید",
        "بازدید خبر",
        "بازدید کل",
        "مشاهده",
        "تعداد مشاهده",
        "تعداد مشاهدات",
        "مشاهده شده",
        "دیده شده",
        "دفعات بازدید",
        "دفعات مشاهده",
        "نمایش",
        "تعداد نمایش",
    ),
    "ar": (
        "مشاهدة",
        "مشاهدات",
        "المشاهدات",
        "عدد المشاهدات",
        "عدد مشاهدات",
        "عدد المشاهدة",
        "شوهد",
        "شوهدت",
        "زيارة",
        "زيارات",
        "الزيارات",
        "عدد الزيارات",
        "عدد الزوار",
        "عدد القراء",
        "قراءة",
        "قراءات",
        "القراءات",
        "عدد القراءات",
        "مرات القراءة",
        "عدد مرات القراءة",
        "مرات المشاهدة",
        "عدد مرات المشاهدة",
    ),
    "en": (
        "view",
        "views",
        "page view",
        "page views",
        "total views",
        "number of views",
        "view count",
        "viewed",
        "reads",
        "hits",
        "visits",
        "visit",
    ),
}

VIEW_TAILS: Table = {
    "fa": ("بار", "مرتبه", "نفر", "بار دیده شده", "بار دیده شد", "بار مشاهده شده"),
    "ar": ("مرة", "مرات", "مشاهد"),
    "en": ("times", "time"),
}
"""What may follow a count that has a word of views before it."""

VIEW_SUFFIXES: Mapping[str, int] = {
    "k": 1_000,
    "m": 1_000_000,
    "b": 1_000_000_000,
    "thousand": 1_000,
    "million": 1_000_000,
    "هزار": 1_000,
    "میلیون": 1_000_000,
    "میلیارد": 1_000_000_000,
    "ألف": 1_000,
    "آلاف": 1_000,
    "مليون": 1_000_000,
    "ملايين": 1_000_000,
    "مليار": 1_000_000_000,
}

VIEWS_IN_WORDS: Mapping[str, int] = {
    "بدون بازدید": 0,
    "بدون مشاهده": 0,
    "یک بازدید": 1,
    "یک مشاهده": 1,
    "لا مشاهدات": 0,
    "لا توجد مشاهدات": 0,
    "بدون مشاهدات": 0,
    "بلا مشاهدات": 0,
    "مشاهدة واحدة": 1,
    "مشاهدة": 1,
    "زيارة واحدة": 1,
    "قراءة واحدة": 1,
    "مشاهدتان": 2,
    "مشاهدتين": 2,
    "زيارتان": 2,
    "زيارتين": 2,
    "قراءتان": 2,
    "قراءتين": 2,
    "no views": 0,
    "no views yet": 0,
    "one view": 1,
    "a single view": 1,
    "two views": 2,
}

# -- related stories --------------------------------------------------------------------------

RELATED_HEADINGS: Table = {
    "fa": (
        "داستان‌های پیشنهادی",
        "بیشتر بخوانید",
        "بیشتر بخوانیم",
        "بیش‌تر بخوانید",
        "همچنین بخوانید",
        "این را هم بخوانید",
        "این‌ها را هم بخوانید",
        "این مطالب را هم بخوانید",
        "در همین رابطه بخوانید",
        "در این رابطه بخوانید",
        "در همین زمینه",
        "در همین رابطه",
        "در این زمینه",
        "در این باره بیشتر بخوانید",
        "مطالب مرتبط",
        "مطلب مرتبط",
        "مطالب پیشنهادی",
        "مطالب مشابه",
        "مقالات مرتبط",
        "اخبار مرتبط",
        "خبر مرتبط",
        "خبرهای مرتبط",
        "اخبار پیشنهادی",
        "خبرهای پیشنهادی",
        "گزارش‌های مرتبط",
        "گزارش مرتبط",
        "گزارش تکمیلی",
        "مقاله مرتبط",
        "خبر پیشنهادی",
        "مطلب پیشنهادی",
        "پیشنهاد ما",
        "پیشنهاد سردبیر",
        "پیشنهاد می‌شود بخوانید",
        "بخوانید",
        "بیشتر ببینید",
        "پربازدیدها",
        "پربازدیدترین",
        "پربیننده‌ترین",
        "از دست ندهید",
    ),
    "ar": (
        "قصص موصى بها",
        "قصص ذات صلة",
        "اقرأ أيضا",
        "إقرأ أيضا",
        "اقرأوا أيضا",
        "اقرئي أيضا",
        "اقرأ المزيد",
        "إقرأ المزيد",
        "للمزيد اقرأ",
        "طالع أيضا",
        "شاهد أيضا",
        "تابع أيضا",
        "قد يهمك",
        "قد يهمك أيضا",
        "قد يعجبك أيضا",
        "مواضيع ذات صلة",
        "مواضيع ذات صله",
        "موضوعات ذات صلة",
        "موضوعات متعلقة",
        "مواضيع متعلقة",
        "مواضيع مرتبطة",
        "مواضيع مشابهة",
        "مقالات ذات صلة",
        "مقالات متعلقة",
        "مقالات مشابهة",
        "أخبار ذات صلة",
        "أخبار متعلقة",
        "أخبار مرتبطة",
        "ذات صلة",
        "الأكثر قراءة",
        "نرشح لك",
        "لا تفوت",
        "لا يفوتك",
    ),
    "en": (
        "Recommended Stories",
        "Recommended",
        "Recommended for you",
        "Recommended reading",
        "Keep Reading",
        "Read more",
        "Read also",
        "Also read",
        "Read next",
        "See also",
        "Related",
        "Related stories",
        "Related articles",
        "Related news",
        "Related content",
        "Related topics",
        "Related posts",
        "More on this",
        "More on this story",
        "More stories",
        "More from",
        "You may also like",
        "You might also like",
        "Further reading",
        "Editor's picks",
        "Most read",
        "Don't miss",
    ),
}

RELATED_NOUNS: Table = {
    "fa": (
        "مطالب",
        "مطلب",
        "اخبار",
        "خبرهای",
        "مقالات",
        "گزارش‌های",
        "داستان‌های",
        "نوشته‌های",
        "پست‌های",
        "موضوعات",
        "ویدئوهای",
        "لینک‌های",
        "پیوندهای",
        "عناوین",
    ),
    "ar": ("قصص", "مواضيع", "موضوعات", "مقالات", "أخبار", "تقارير", "مواد", "منشورات", "روابط"),
    "en": (
        "stories",
        "story",
        "articles",
        "article",
        "news",
        "posts",
        "topics",
        "content",
        "reading",
        "links",
        "videos",
    ),
}
RELATED_ADJECTIVES: Table = {
    "fa": ("مرتبط", "پیشنهادی", "مشابه", "دیگر", "بیشتر", "خواندنی", "برگزیده", "تکمیلی"),
    "ar": (
        "ذات صلة",
        "ذات الصلة",
        "مقترحة",
        "مختارة",
        "مشابهة",
        "متعلقة",
        "مرتبطة",
        "أخرى",
        "قد تهمك",
        "موصى بها",
    ),
    "en": ("related", "recommended", "suggested", "similar", "other"),
}
"""A heading of both, in the order of the language: «نوشته‌های مشابه», "Similar posts"."""

LATEST_FORMS: Table = {
    "fa": (
        r"پر ?(?:بازدید|بیننده|خواننده|بحث) ?ترین ?(?:ها)?(?: (?:اخبار|خبرها|مطالب|عناوین))?",
        r"(?:اخرین|تازه ?ترین|مهم ?ترین|داغ ?ترین) (?:اخبار|خبرها|مطالب|عناوین|گزارش ?ها)",
    ),
    "ar": (
        r"(?:الاکثر|اکثر) (?:قراءه|مشاهده|تفاعلا|تداولا|رواجا|شیوعا|تعلیقا)",
        r"(?:اخر|احدث|اهم|ابرز) (?:الاخبار|الانباء|المقالات|الموضوعات|المواضیع|التقاریر)",
    ),
    "en": (
        r"most (?:read|viewed|popular|shared|watched)",
        r"(?:latest|top|trending|more) (?:news|stories|articles|headlines)",
    ),
}
"""Headings of the lists that stand below articles, and above them as well."""

MORE_FORMS: Table = {
    "fa": (r"(?:مطالب|خبرهای|اخبار) (?:بیشتر|دیگر) (?:از|درباره) .{1,40}",),
    "ar": (r"(?:المزید|مزید) (?:من|عن|حول) .{1,40}",),
    "en": (r"more (?:from|on|in|about) .{1,40}",),
}
"""Headings of a list below an article that a subheading could be too: they take titles below."""

READ_ALSO_FORMS: Table = {
    "fa": (
        r"(?:[^\W\d]+ ){0,5}(?:بخوانید|بخوانیم|ببینید|بشنوید|بدانید|مطالعه بیشتر|"
        r"(?:مطالعه|تماشا|مشاهده|مرور) (?:کنید|نمایید|فرمایید))(?: [^\W\d]+){0,2}",
        r"(?:[^\W\d]+ )?(?:پیشنهاد (?:مطالعه|می شود|میشود)|مرتبط|لینک مرتبط)(?: [^\W\d]+){0,2}",
        r"(?:بیشتر )?در (?:همین|این) (?:باره|رابطه|زمینه|خصوص|مورد|ارتباط)",
    ),
    "ar": (
        r"(?:[^\W\d]+ ){0,2}(?:اقرا(?:/ی)?|اقراوا|اقرءوا|اقرای|اقریی|طالع|طالعوا|تصفح|للمزید|لمزید|"
        r"للاطلاع|للتفاصیل|نرشح لک|قد یهمک|قد یعجبک|لا تفوت)(?: [^\W\d]+){0,4}",
        r"(?:شاهد|شاهدوا|تابع|تابعوا|استمع)(?: (?:ایضا|المزید|کذلک|بالفیدیو|الفیدیو|بالصور))"
        r"(?: [^\W\d]+){0,3}",
        r"(?:(?:خبر|مقال|تقریر|موضوع|قصه|اخبار|مقالات)? ?(?:ذو|ذات|ذی) (?:صله|علاقه)|فی السیاق)"
        r"(?: [^\W\d]+){0,2}",
    ),
    "en": (
        r"(?:[a-z]+ )?(?:read|see|watch)(?: (?:also|more|next|this|too|now|the|full|story|on|here|"
        r"about|related))*|in case you missed it|don't miss",
        r"(?:more|also|related|explainer|in depth)(?: (?:on|from|in|to)(?: [a-z]+){1,3})?",
    ),
}
"""An invitation to read with or without its object, where a mark and a title follow it."""

MEDIA_FORMS: Table = {
    "fa": (r"(?:فیلم|ویدیو|ویدیوی?|عکس|گزارش تصویری|پادکست|اینفوگرافی|یادداشت|تحلیل)",),
    "ar": (r"(?:شاهد|شاهدوا|استمع|بالفیدیو|فیدیو|بالصور|صور|بودکاست|انفوغراف|رای|تحلیل)",),
    "en": (
        r"(?:watch|listen|video|videos|photos|in pictures|gallery|podcast|opinion|analysis|"
        r"explained|quiz|poll|must read|trending|editorial)",
    ),
}
"""What another story is, before a mark and its title. A title of the article, and a sentence, can
begin so too."""

HEADING_CUES: Table = {
    "fa": (
        r"(?:می ?)?(?:خوان|بین)(?:ند|ید|یم|ده)?",
        "خواندنی(?: ?ها)?",
        "دیدنی(?: ?ها)?",
        r"پر(?:بازدید|بیننده|مخاطب|بحث|طرفدار)\w{0,8}",
        "پیشنهاد(?:ی|ات|ها)?",
        "مرتبط",
        "بیشتر",
        "دیگر",
        "تازه ?ترین ?(?:ها)?",
        "جدیدترین ?(?:ها)?",
        "اخرین",
        "داغ ?ترین ?(?:ها)?",
        "منتخب",
        "برگزیده ?(?:ها)?",
    ),
    "ar": (
        "اقرا(?:وا)?|للقراءه|قراءه|قرات",
        "مقترحه|مقترحات|مختارات|مختاره",
        "المزید|مزید|اخری|الاخری",
        "الاکثر|اکثر|احدث|اخر|اهم|ابرز|الاحدث",
        "یهمک|یعجبک|تهمک|تعجبک|فاتک",
        "صله|الصله",
    ),
    "en": (
        "read(?:ing)?|watch(?:ing)?|next|more|also|other",
        "popular|trending|latest|recommended|related|suggested|top|most|picks?|missed|miss|like",
    ),
}
"""Words of the headings above other stories, whatever the rest of the heading."""

LIST_WORDS: Table = {
    "fa": ("فهرست", "فهرست شماره", "لیست", "لیستی", "لیست شماره", "آیتم", "مورد", "سیاهه"),
    "ar": ("قائمة", "القائمة", "لائحة", "اللائحة", "عنصر", "العنصر", "بند", "البند"),
    "en": ("list", "item", "list item"),
}
"""Before an item's number: «قائمة 1 من 4»."""

COUNTED_THINGS: Table = {
    "fa": ("مرحله", "گام", "بخش", "قسمت", "نوبت", "دور", "صفحه", "اسلاید", "فصل", "روز"),
    "ar": ("مرحلة", "خطوة", "جزء", "جولة", "صفحة", "شريحة", "فصل", "يوم", "حلقة"),
    "en": ("step", "stage", "part", "phase", "page", "slide", "day", "chapter", "round"),
}
"""Counted like the items of a list («مرحله ۱ از ۳»), but no stories."""

ITEM_WORDS: Table = {
    "fa": ("مورد", "موردی", "آیتم", "عنوان", "خبر", "مطلب", "بخش", "عنصر", "گزینه"),
    "ar": ("عناصر", "عنصر", "عنصرا", "بنود", "بند", "مواد", "عناوين", "أخبار"),
    "en": ("items", "item", "stories", "articles", "elements"),
}
"""After the number in a size line: «قائمة من 4 عناصر»."""

OF_WORDS: Table = {"fa": ("از",), "ar": ("من",), "en": ("of",)}

SIZES_IN_WORDS: Mapping[str, int] = {
    "قائمة من عنصر واحد": 1,
    "قائمة من عنصرين": 2,
    "list of one item": 1,
    "list of two items": 2,
    "فهرست یک مورد": 1,
    "فهرست دو مورد": 2,
}

LIST_ENDS: Table = {
    "fa": ("پایان", "انتهای"),
    "ar": ("نهاية", "انتهاء", "انتهت"),
    "en": ("end of", "end of the", "end"),
}
"""Before a word for list: «نهاية القائمة»."""

# -- figures ----------------------------------------------------------------------------------

FIGURE_MARKERS: Table = {
    "fa": ("شکل", "تصویر", "عکس"),
    "ar": ("الشكل", "شكل", "صورة", "الصورة"),
    "en": ("figure", "image", "photo"),
}
"""Between angle brackets, before a figure's alternative text."""

CREDIT_LABELS: Table = {
    "fa": ("عکس", "عکس از", "عکاس", "تصویر", "تصاویر", "پرونده", "فایل", "آرشیو", "منبع عکس"),
    "ar": ("ملف", "صورة", "الصورة", "تصوير", "المصور", "أرشيف", "مصدر الصورة", "عدسة"),
    "en": ("File", "Photo", "Photos", "Photo by", "Photo credit", "Image", "Credit", "Picture"),
}

PHOTOGRAPHER_LABELS: Table = {
    "fa": ("عکس", "عکس از", "عکاس", "منبع عکس"),
    "ar": ("تصوير", "المصور", "مصدر الصورة", "عدسة"),
    "en": ("Photo", "Photos", "Photo by", "Photos by", "Photo credit", "Image", "Image credit"),
}
"""Before a colon they make a credit line even without brackets."""

PHOTO_SOURCE_LABELS: Table = {
    "fa": ("منبع تصویر", "منبع عکس", "عکس از"),
    "ar": ("مصدر الصورة", "الصورة من", "صدر الصورة"),
    "en": ("Image source", "Photo source", "Picture source"),
}
"""Before a comma or a colon, on the line above or below the caption that has its own label."""

CAPTION_LABELS: Table = {
    "fa": ("توضیح تصویر", "شرح تصویر", "شرح عکس", "زیرنویس تصویر", "شرح ویدیو", "توضیح ویدیو"),
    "ar": ("التعليق على الصورة", "شرح الصورة", "تعليق الصورة", "التعليق على الفيديو"),
    "en": ("Image caption", "Photo caption", "Picture caption", "Media caption", "Video caption"),
}

GLUED_CREDITS: Table = {
    "fa": ("عکس", "عکس از", "تصویر از"),
    "ar": ("صورة من", "الصورة من", "تصوير", "الصورة"),
    "en": ("Photo", "Image", "Photo by", "Credit", "Photograph", "Photography", "Picture", "Pic"),
}
"""Behind a caption, with or without a space, before a colon and the name of an agency."""

# -- noise ------------------------------------------------------------------------------------

END_MARKS: Table = {
    "fa": (
        "انتهای پیام",
        "پایان پیام",
        "پایان خبر",
        "انتهای خبر",
        "انتهای مطلب",
        "انتهای متن",
        "ادامه دارد",
    ),
    "ar": ("انتهى", "انتهى الخبر", "نهاية الخبر", "نهاية الرسالة", "يتبع"),
    "en": ("End of message", "End of story", "End item", "End", "Ends", "To be continued"),
}

NETWORKS: Table = {
    "fa": (
        "فیسبوک",
        "فیس‌بوک",
        "توییتر",
        "تویتر",
        "ایکس",
        "تلگرام",
        "واتساپ",
        "واتس‌اپ",
        "اینستاگرام",
        "لینکدین",
        "ایتا",
        "سروش",
        "روبیکا",
        "ایمیل",
        "پست الکترونیک",
        "شبکه‌های اجتماعی",
    ),
    "ar": (
        "فيسبوك",
        "الفيسبوك",
        "فيس بوك",
        "تويتر",
        "إكس",
        "واتساب",
        "الواتساب",
        "واتس آب",
        "تليغرام",
        "تيليغرام",
        "تلغرام",
        "تيليجرام",
        "تليجرام",
        "تلجرام",
        "إنستغرام",
        "انستغرام",
        "إنستجرام",
        "لينكدإن",
        "لينكد إن",
        "ماسنجر",
        "سناب شات",
        "يوتيوب",
        "البريد الإلكتروني",
        "البريد",
        "وسائل التواصل الاجتماعي",
        "مواقع التواصل الاجتماعي",
    ),
    "en": (
        "Facebook",
        "Twitter",
        "X",
        "WhatsApp",
        "Telegram",
        "LinkedIn",
        "Instagram",
        "Reddit",
        "Pinterest",
        "Messenger",
        "YouTube",
        "Email",
        "E-mail",
        "Social media",
    ),
}

SHARE_WORDS: Table = {
    "fa": (
        "اشتراک‌گذاری",
        "به اشتراک‌گذاری",
        "به اشتراک بگذارید",
        "اشتراک گذاری خبر",
        "اشتراک گذاری مطلب",
        "اشتراک",
        "کپی",
        "کپی لینک",
        "کپی لینک کوتاه",
        "کپی کردن لینک",
        "لینک کپی شد",
        "کپی شد",
        "کپی در حافظه",
        "چاپ",
        "نسخه چاپی",
        "پرینت",
        "چاپ خبر",
        "ذخیره",
        "ذخیره خبر",
        "ارسال",
        "ارسال به دوستان",
        "ارسال خبر",
        "ارسال نظر",
        "بازنشر",
        "پسندیدم",
        "دنبال کردن",
        "گزارش خطا",
    ),
    "ar": (
        "شارك",
        "شاركها",
        "شاركه",
        "مشاركة",
        "المشاركة",
        "مشاركة الخبر",
        "مشاركة المقال",
        "شارك الخبر",
        "شارك المقال",
        "نسخ الرابط",
        "انسخ الرابط",
        "تم نسخ الرابط",
        "نسخ",
        "نسخ إلى الحافظة",
        "تم النسخ",
        "طباعة",
        "طباعة الخبر",
        "اطبع",
        "حفظ",
        "احفظ",
        "إرسال",
        "أرسل",
        "أرسل إلى صديق",
        "إرسال إلى صديق",
        "أرسل لصديق",
        "إعجاب",
        "أعجبني",
        "تغريد",
        "متابعة",
        "غرد",
    ),
    "en": (
        "Share",
        "Share this",
        "Share article",
        "Share this article",
        "Share this story",
        "Copy link",
        "Copy URL",
        "Copy",
        "Copy to clipboard",
        "Link copied",
        "Copied",
        "Copied to clipboard",
        "Print",
        "Print this page",
        "Save",
        "Save article",
        "Tweet",
        "Like",
        "Send",
        "Send to a friend",
        "Embed",
        "Follow",
        "Following",
        "Transcript",
        "Email to a friend",
        "Email this",
        "Post",
    ),
}
"""Buttons. A line of these, of networks and of numbers, is noise."""

SHARE_FORMS: Table = {
    "fa": (
        r"(?:.{1,70} )?(?:به )?اشتراک ?(?:بگذارید|گذاشته شد|بگذار|گذارید)",
        r"(?:لینک|پیوند|نشانی)(?: (?:این )?.{1,20})? را کپی کنید",
        r"(?:به )?(?:اشتراک ?گذاری|هم ?رسانی)(?: (?:این .{1,40}|در .{1,30}|با .{1,30}))?",
        r"این (?:خبر|مطلب|مقاله|گزارش|صفحه) را .{0,60}"
        r"(?:بفرستید|ارسال کنید|منتشر کنید|پیشنهاد (?:کنید|دهید))",
    ),
    "ar": (
        r"(?:شارک|شارکوا|شارکی|مشارکه|انشر|ارسل)(?: هذا| هذه)? (?:المقال|المقاله|الخبر|القصه|"
        r"الموضوع|المنشور|الصفحه|الرابط|التقریر)(?: .{0,60})?",
        r"(?:شارک|شارکوا|شارکی|مشارکه)(?: .{1,30})? مع (?:اصدقا|الاصدقاء|الاخرین).{0,30}",
        r"(?:تابعنا|تابعونا)",
    ),
    "en": (
        r"share (?:this|the|it|our)(?: (?:article|story|post|page|news|link|report))?"
        r"(?: (?:on|via|with|to|by) .{1,60})?",
        r"share with (?:your )?(?:friends|family|others).{0,30}",
        r".{0,40}copied to (?:your |the )?clipboard.{0,10}",
        r"follow us",
    ),
}
"""Sentences around the buttons, without the mark that closes them."""

NETWORK_LINKS: Table = {
    "fa": ("در", "از طریق", "با", "به"),
    "ar": ("من خلال", "عبر", "على", "في", "إلى", "بواسطة"),
    "en": ("on", "via", "to", "with", "by", "through"),
}
"""Between a share word and a network."""

COUNTERS: Table = {
    "fa": (
        "نظر",
        "نظرات",
        "دیدگاه",
        "اشتراک‌گذاری",
        "بار به اشتراک گذاشته شد",
        "پسند",
        "لایک",
        "دنبال‌کننده",
        "مشترک",
    ),
    "ar": (
        "تعليق",
        "تعليقات",
        "التعليقات",
        "مشاركة",
        "مشاركات",
        "إعجاب",
        "إعجابات",
        "مشترك",
        "مشتركين",
        "متابع",
        "متابعا",
        "متابعين",
    ),
    "en": (
        "shares",
        "share",
        "comments",
        "comment",
        "likes",
        "like",
        "retweets",
        "reposts",
        "quotes",
        "bookmarks",
        "reactions",
        "followers",
        "subscribers",
        "members",
    ),
}

TAG_LABELS: Table = {
    "fa": (
        "برچسب",
        "برچسب‌ها",
        "برچسب‌های خبر",
        "کلیدواژه",
        "کلیدواژه‌ها",
        "کلید واژه",
        "کلمات کلیدی",
        "واژگان کلیدی",
        "تگ",
        "تگ‌ها",
        "هشتگ",
        "موضوعات",
    ),
    "ar": (
        "سمات",
        "السمات",
        "كلمات دلالية",
        "الكلمات الدلالية",
        "كلمات مفتاحية",
        "الكلمات المفتاحية",
        "وسوم",
        "الوسوم",
        "الأوسمة",
        "تاغات",
        "العلامات",
        "هاشتاغ",
        "مواضيع",
        "المواضيع",
    ),
    "en": (
        "Tags",
        "Tag",
        "Tagged",
        "Tagged with",
        "Filed under",
        "Posted in",
        "Keywords",
        "Topics",
        "Labels",
        "Hashtags",
    ),
}

LOOSE_TAG_LABELS: Table = {
    "fa": ("برچسب‌ها", "کلیدواژه‌ها", "کلمات کلیدی", "واژه‌های کلیدی", "واژگان کلیدی", "تگ‌ها"),
    "ar": (
        "سمات",
        "كلمات دلالية",
        "الكلمات الدلالية",
        "كلمات دالة",
        "الكلمات الدالة",
        "كلمات البحث",
        "كلمات مفتاحية",
        "الكلمات المفتاحية",
        "وسوم",
        "الوسوم",
    ),
    "en": ("Tags", "Keywords", "Explore more on these topics", "More on these topics"),
}
"""In the footer these stand without a colon too."""

PROMOTION_FORMS: Table = {
    "fa": (
        "خبرنامه",
        r"(?:شنیدن|گوش دادن به) (?:متن|خبر|مقاله|این .{1,20})",
        r"(?:دانلود|بارگیری) (?:ویدیو|ویدیوی|فیلم|صوت|عکس).{0,20}",
        r"(?:تبلیغات|اگهی|تبلیغ|رپرتاژ ?(?:اگهی)?)",
        r"(?:محتوای?|مطلب) (?:حمایت ?شده|تبلیغاتی|اسپانسری)",
        r"(?:ما|(?:این )?(?:وب ?)?سایت(?: ما)?|این پایگاه) .{0,60}کوکی.{1,150}",
        r"(?:مطلب |ادامه )?.{0,20}(?:پس|بعد) از (?:تبلیغ|اگهی|تبلیغات)",
    ),
    "ar": (
        r"النشره (?:البریدیه|الاخباریه)",
        r"استمع الی (?:المقال|الخبر|التقریر|هذا .{1,20})",
        r"(?:مده|شاهد) الفیدیو.{0,30}",
        r"(?:یستمر|تستمر|یتبع|یتواصل|اقرا|تابع|نعود|المقال|الخبر|البقیه) (?:.{1,30} )?"
        r"بعد (?:هذا )?الاعلان(?:ات)?",
        r"(?:اعلان|اعلانات)(?: (?:ممول|مدفوع|تجاری))?|محتوی (?:ممول|مدفوع|برعایه .{1,30})",
        r"(?:نستخدم|(?:یستخدم|تستخدم) .{1,25}) (?:ملفات (?:تعریف )?الارتباط|الکوکیز).{1,150}",
    ),
    "en": (
        r"(?:our |the )?(?:daily |weekly |free )?newsletters?",
        r"(?:listen|listen to (?:this|the) (?:article|story|page))(?: ?[|(].{0,30})?",
        r"(?:video )?duration .{1,60}",
        r"advertisements?|(?:sponsored|promoted|paid)(?: (?:content|post|story|by .{1,30}))?",
        r"(?:we|(?:this|our) (?:web)?site) (?:and our partners )?uses? cookies.{0,180}",
        r"(?:story|article|content) continues (?:below|after).{0,30}",
    ),
}
"""Newsletter, player and advertisement words, without the mark that closes them."""

NAVIGATION_FORMS: Table = {
    "fa": (
        r"(?:بعدی|قبلی)(?: ?[|/<>-]? ?(?:بعدی|قبلی))?",
        "(?:خبر|مطلب|نوشته|مقاله|پست) (?:بعدی|قبلی)",
        r"صفحه \d{1,2} از \d{1,2}",
        r"(?:ادامه|بقیه)(?: .{1,20})? در (?:همین )?(?:صفحه|ص) ?\d{1,3}",
    ),
    "ar": (
        r"(?:التالی|السابق)(?: ?[|/<>-]? ?(?:التالی|السابق))?",
        "(?:الخبر|المقال|المقاله|الموضوع|المنشور|التدوینه) (?:التالیه?|السابقه?)",
        r"صفحه \d{1,2} من \d{1,2}|الصفحه \d{1,2} من \d{1,2}",
        r"(?:بقیه|تتمه|البقیه|التتمه)(?: .{1,20})? (?:(?:علی|فی) )?(?:ال)?(?:صفحه|ص) ?\d{1,3}",
    ),
    "en": (
        r"(?:next|previous|prev)(?: ?[|/<>-]? ?(?:next|previous|prev))?",
        r"(?:next|previous|older|newer) (?:post|article|story|entry)",
        r"page \d{1,2} of \d{1,2}",
        r"(?:continued|cont'?d|continues|turn to|see .{1,25},) ?(?:on |from )?"
        r"(?:page [a-f]?|[a-f])\d{1,3}",
    ),
}

COPYRIGHT_FORMS: Table = {
    "fa": (
        r"(?:تمامی?|کلیه|همه)(?: ی)? حقوق .{0,80}(?:محفوظ|متعلق).{0,60}",
        r"(?:حق|حقوق) (?:نشر|کپی|تکثیر|این (?:سایت|وب ?سایت)).{0,60}(?:محفوظ|متعلق|©).{0,60}",
        r"استفاده از (?:مطالب|محتوای?|اخبار).{0,60}(?:ذکر منبع|ذکر نام|مجاز).{0,80}",
        r"(?:بازنشر|نقل|انتشار|هر ?گونه (?:استفاده|کپی)).{0,60}ذکر (?:منبع|نام).{0,80}",
        r"(?:کپی ?رایت|حق نشر) ?©? ?\d{4}.{0,60}",
        r"(?:این .{1,60} )?(?:تحت|زیر|با) (?:مجوز|پروانه|لیسانس) .{0,60}(?:کامنز|cc).{0,80}",
    ),
    "ar": (
        r"(?:(?:جمیع|کل|کافه) )?الحقوق محفوظه.{0,100}",
        r"حقوق (?:النشر|الطبع|الملکیه).{0,40}(?:محفوظه|©).{0,60}",
        r"حقوق (?:النشر|الطبع) ?\d{4}.{0,60}",
        r"(?:یسمح|لا یسمح|لا یجوز|یمنع|یجوز) ?(?:ب|ل)?(?:اعاده )?"
        r"(?:ال)?(?:نشر|اقتباس|نقل).{0,80}",
        r"(?:هذا .{1,60} )?(?:مرخص|منشور|متاح) (?:بموجب|تحت|برخصه).{0,60}"
        r"(?:المشاع|کومنز|cc).{0,80}",
    ),
    "en": (
        r"(?:copyright|\(c\)|©) ?(?:\(c\)|©|\d{4}|by ).{0,100}",
        r"(?:copyright|\(c\)|©) .{0,60}(?:©|all rights).{0,80}",
        r".{0,80}©.{0,80}",
        r"(?:.{0,80} )?all rights reserved.{0,200}",
        r"(?:(?:this|the|all) (?:work|article|story|content|text)s? (?:by .{1,40}? )?)?"
        r"(?:is |was )?"
        r"(?:licen[sc]ed|republished|published|available|shared)(?: from .{1,60}?)? under "
        r"(?:a |an |the )?"
        r"(?:cc|creative commons).{0,100}",
        r"creative commons (?:licen[sc]e|attribution).{0,80}",
        r"(?:may be |can be )?(?:reproduced|republished|reprinted) (?:freely )?with "
        r"(?:attribution|credit|permission)",
        r"(?:.{0,40} )?cc[ -]by(?:[ -](?:sa|nc|nd))*(?: \d\.\d)?(?: licen[sc]e)?",
    ),
}
"""Rights and licences, without the mark that closes them."""

SHARE_HOSTS = (
    "facebook.com/sharer",
    "facebook.com/share",
    "twitter.com/intent",
    "twitter.com/share",
    "x.com/intent",
    "x.com/share",
    "t.me/share",
    "telegram.me/share",
    "wa.me/",
    "api.whatsapp.com",
    "linkedin.com/share",
    "pinterest.com/pin/create",
    "reddit.com/submit",
    "mailto:",
)
"""Addresses of share buttons: never the address of the article."""

BULLETS = "•●▪▫◦‣⁃∙·*▸►▶◄◀■□◾◽◼◻⬛⬜○✓✔✅☑➤➢➜➔←→⬅➡👈👉❖◆♦🔹🔸🔺🔻🔘–—−-\ufe0f"
"""Marks before an item of a list without numbers."""

SEPARATOR_MARKS = "=-*_~#─━—–•·.ـ"
"""What a line is made of that parts items or sections."""
