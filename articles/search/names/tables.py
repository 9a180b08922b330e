"""Names in addition to CLDR's: everyday forms, and names of CLDR that search should not use.

CLDR's names are made for selection lists; newspapers use shorter and other ones. The
daily forms are from everyday news in each language; spelling that folding makes equal (آمریکا,
امریکا, أمريكا) needs no separate entry. Codes are those of CLDR: ISO 3166 and UN M.49 for
territories, ISO 639 for languages. Names are separated by commas, most common first.
"""

from __future__ import annotations

UNUSED_TERRITORIES: str = "001 019 QO XA XB ZZ"
"""The world, pseudo-territories, and the Americas, whose Persian name is that of one country."""

LANGUAGES: str = """
    af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gu ha he hi hr hu hy id
    is it ja ka kk ko ku ky la lo lt lv mk ml mn ms mt my ne nl no pa pl ps pt ro ru si sk sl so
    sq sr sv sw ta te tg th tk tr tt ug uk ur uz vi zh zu fa_AF arc bal ce cop sco syr bo
"""
"""The languages that news speak of. Of the 600 others of CLDR most have short names that are
everyday words somewhere (بینی, توی, جو, مانی, الشان)."""

DAILY_TERRITORY_NAMES: dict[str, dict[str, str]] = {
    "AE": {"fa": "امارات", "ar": "الإمارات", "en": "UAE, Emirates"},
    "AZ": {"fa": "آذربایجان"},
    "BA": {"fa": "بوسنی", "ar": "البوسنة", "en": "Bosnia"},
    "BN": {"ar": "بروني"},
    "BS": {"ar": "الباهاما, الباهاماس", "en": "The Bahamas"},
    "BY": {"fa": "روسیه سفید", "ar": "بيلاروسيا, روسيا البيضاء"},
    "CC": {"ar": "جزر كوكوس", "en": "Cocos Islands"},
    "CD": {
        "fa": "جمهوری دموکراتیک کنگو, کنگو کینشاسا",
        "ar": "الكونغو الديمقراطية, جمهورية الكونغو الديمقراطية, الكونغو كينشاسا",
        "en": "DR Congo, DRC, Democratic Republic of the Congo, Democratic Republic of Congo",
    },
    "CF": {"fa": "آفریقای مرکزی", "ar": "أفريقيا الوسطى"},
    "CG": {
        "fa": "کنگو, جمهوری کنگو, کنگو برازاویل",
        "ar": "الكونغو, جمهورية الكونغو, الكونغو برازافيل",
        "en": "Congo, Congo Brazzaville, Republic of the Congo",
    },
    "CI": {"ar": "كوت ديفوار", "en": "Ivory Coast, Cote d'Ivoire"},
    "CV": {"en": "Cabo Verde"},
    "CZ": {"fa": "جمهوری چک", "ar": "جمهورية التشيك", "en": "Czech Republic"},
    "DK": {"ar": "الدنمارك, الدانمارك"},
    "EU": {"en": "EU"},
    "FK": {"ar": "جزر الفوكلاند"},
    "GB": {
        "fa": "بریتانیا, انگلیس, پادشاهی متحد",
        "ar": "بريطانيا, بريطانيا العظمى",
        "en": "Britain, UK, Great Britain",
    },
    "GL": {"ar": "جرينلاند"},
    "HK": {"fa": "هنگ‌کنگ", "ar": "هونغ كونغ, هونج كونج", "en": "Hong Kong"},
    "HU": {"ar": "المجر"},
    "IN": {"fa": "هندوستان"},
    "IR": {"fa": "جمهوری اسلامی ایران", "ar": "الجمهورية الإسلامية الإيرانية"},
    "KP": {"ar": "كوريا الديمقراطية", "en": "North Korea, DPRK"},
    "KR": {"en": "South Korea, Republic of Korea"},
    "MD": {"ar": "مولدافيا"},
    "MK": {"fa": "مقدونیه", "ar": "مقدونيا", "en": "Macedonia"},
    "ML": {"fa": "جمهوری مالی, کشور مالی", "ar": "جمهورية مالي, دولة مالي"},
    "MM": {"fa": "میانمار, برمه", "ar": "ميانمار, بورما", "en": "Myanmar, Burma"},
    "MO": {"fa": "ماکائو", "ar": "ماكاو", "en": "Macao, Macau"},
    "MT": {"fa": "جزیره مالت"},
    "MV": {"ar": "المالديف"},
    "NL": {"en": "Holland, The Netherlands"},
    "OM": {"fa": "سلطنت عمان, کشور عمان", "ar": "سلطنة عمان"},
    "PS": {"fa": "فلسطین", "ar": "فلسطين", "en": "Palestine"},
    "QA": {"fa": "کشور قطر", "ar": "دولة قطر"},
    "RU": {"fa": "فدراسیون روسیه", "ar": "روسيا الاتحادية", "en": "Russia, Russian Federation"},
    "SA": {"fa": "عربستان", "ar": "السعودية", "en": "Kingdom of Saudi Arabia, KSA"},
    "SY": {"ar": "سورية"},
    "TL": {"fa": "تیمور شرقی", "ar": "تيمور الشرقية", "en": "East Timor"},
    "TR": {"en": "Turkey, Turkiye"},
    "TZ": {"ar": "تانزانيا"},
    "UN": {"fa": "سازمان ملل", "ar": "هيئة الأمم المتحدة", "en": "UN"},
    "US": {
        "fa": "آمریکا, ایالات متحده آمریکا",
        "ar": "أميركا, أمريكا, الولايات المتحدة الأميركية, الولايات المتحدة الأمريكية",
        "en": "America, USA, United States of America",
    },
    "VA": {"en": "Vatican"},
    "VN": {"ar": "فييتنام"},
    "ZA": {"fa": "آفریقای جنوبی"},
    "002": {"fa": "آفریقا"},
    "003": {"fa": "آمریکای شمالی"},
    "005": {"fa": "آمریکای جنوبی"},
    "150": {"ar": "أوروبا, أوربا"},
    "419": {"fa": "آمریکای لاتین"},
}

OTHER_PLACES: dict[str, dict[str, str]] = {
    "england": {"fa": "انگلستان", "ar": "إنجلترا, إنكلترا", "en": "England"},
    "scotland": {"fa": "اسکاتلند", "ar": "اسكتلندا, سكوتلندا", "en": "Scotland"},
    "wales": {"fa": "ولز", "ar": "ويلز", "en": "Wales"},
    "gaza": {"fa": "غزه", "ar": "غزة", "en": "Gaza"},
    "gaza_strip": {"fa": "نوار غزه", "ar": "قطاع غزة", "en": "Gaza Strip"},
    "west_bank": {"fa": "کرانه باختری", "ar": "الضفة الغربية", "en": "West Bank"},
    "jerusalem": {"fa": "بیت‌المقدس, اورشلیم", "ar": "القدس", "en": "Jerusalem"},
    "kurdistan": {"fa": "کردستان", "ar": "كردستان", "en": "Kurdistan"},
    "kashmir": {"fa": "کشمیر", "ar": "كشمير", "en": "Kashmir"},
    "chechnya": {"fa": "چچن", "ar": "الشيشان", "en": "Chechnya"},
    "crimea": {"fa": "کریمه, شبه‌جزیره کریمه", "ar": "القرم, شبه جزيرة القرم", "en": "Crimea"},
    "middle_east": {"fa": "خاورمیانه", "ar": "الشرق الأوسط", "en": "Middle East"},
    "soviet_union": {
        "fa": "شوروی, اتحاد جماهیر شوروی",
        "ar": "الاتحاد السوفيتي, الاتحاد السوفياتي",
        "en": "Soviet Union, USSR",
    },
    "yugoslavia": {"fa": "یوگسلاوی", "ar": "يوغوسلافيا", "en": "Yugoslavia"},
    "aleppo": {"fa": "حلب", "ar": "حلب", "en": "Aleppo"},
    "alexandria": {"fa": "اسکندریه", "ar": "الإسكندرية", "en": "Alexandria"},
    "ankara": {"fa": "آنکارا", "ar": "أنقرة", "en": "Ankara"},
    "bandar_abbas": {"fa": "بندرعباس", "ar": "بندر عباس", "en": "Bandar Abbas"},
    "barcelona": {"fa": "بارسلونا, بارسلون", "ar": "برشلونة", "en": "Barcelona"},
    "baghdad": {"fa": "بغداد", "ar": "بغداد", "en": "Baghdad"},
    "beijing": {"fa": "پکن", "ar": "بكين", "en": "Beijing, Peking"},
    "casablanca": {"fa": "کازابلانکا, دارالبیضا", "ar": "الدار البيضاء", "en": "Casablanca"},
    "damascus": {"fa": "دمشق", "ar": "دمشق", "en": "Damascus"},
    "geneva": {"fa": "ژنو", "ar": "جنيف", "en": "Geneva"},
    "isfahan": {"fa": "اصفهان", "ar": "أصفهان", "en": "Isfahan, Esfahan"},
    "istanbul": {"fa": "استانبول", "ar": "إسطنبول, اسطنبول", "en": "Istanbul"},
    "karbala": {"fa": "کربلا", "ar": "كربلاء", "en": "Karbala, Kerbala"},
    "kyiv": {"fa": "کی‌یف", "ar": "كييف", "en": "Kyiv, Kiev"},
    "mecca": {"fa": "مکه", "ar": "مكة, مكة المكرمة", "en": "Mecca, Makkah"},
    "medina": {"fa": "مدینه منوره", "ar": "المدينة المنورة", "en": "Medina"},
    "moscow": {"fa": "مسکو", "ar": "موسكو", "en": "Moscow"},
    "mosul": {"fa": "موصل", "ar": "الموصل", "en": "Mosul"},
    "najaf": {"fa": "نجف", "ar": "النجف", "en": "Najaf"},
    "new_york": {"fa": "نیویورک", "ar": "نيويورك", "en": "New York"},
    "qom": {"fa": "قم", "ar": "مدينة قم", "en": "Qom"},
    "rome": {"fa": "رم", "ar": "روما", "en": "Rome"},
    "saint_petersburg": {
        "fa": "سن پترزبورگ, سن‌پترزبورگ",
        "ar": "سان بطرسبرغ, سانت بطرسبرغ",
        "en": "Saint Petersburg, St Petersburg",
    },
    "sanaa": {"fa": "صنعا", "ar": "صنعاء", "en": "Sanaa, Sana'a"},
    "tehran": {"fa": "تهران", "ar": "طهران", "en": "Tehran, Teheran"},
    "vienna": {"fa": "وین", "ar": "فيينا", "en": "Vienna"},
    "washington": {"fa": "واشنگتن", "ar": "واشنطن", "en": "Washington"},
}
"""Countries of a country, regions and states of the past, which CLDR does not name, and cities that
GeoNames calls otherwise than the news do."""

ORGANISATIONS: dict[str, dict[str, str]] = {
    "al_qaeda": {"fa": "القاعده", "ar": "تنظيم القاعدة", "en": "Al Qaeda, Al-Qaida"},
    "apple": {"fa": "شرکت اپل", "ar": "شركة أبل, شركة آبل", "en": "Apple Inc"},
    "arab_league": {"fa": "اتحادیه عرب", "ar": "جامعة الدول العربية", "en": "Arab League"},
    "cia": {"fa": "سازمان سیا", "ar": "سي آي إيه, وكالة المخابرات المركزية", "en": "CIA"},
    "ecb": {
        "fa": "بانک مرکزی اروپا",
        "ar": "البنك المركزي الأوروبي",
        "en": "European Central Bank, ECB",
    },
    "fao": {"fa": "فائو", "ar": "منظمة الفاو, منظمة الأغذية والزراعة", "en": "FAO"},
    "fbi": {"fa": "اف‌بی‌آی, اف بی آی", "ar": "إف بي آي, مكتب التحقيقات الفيدرالي", "en": "FBI"},
    "fed": {
        "fa": "فدرال رزرو",
        "ar": "الاحتياطي الفيدرالي, الاحتياطي الفدرالي",
        "en": "Federal Reserve",
    },
    "gcc": {
        "fa": "شورای همکاری خلیج فارس",
        "ar": "مجلس التعاون الخليجي",
        "en": "Gulf Cooperation Council, GCC",
    },
    "hezbollah": {"fa": "حزب‌الله", "ar": "حزب الله", "en": "Hezbollah, Hizbullah"},
    "hrw": {
        "fa": "دیده‌بان حقوق بشر",
        "ar": "هيومن رايتس ووتش",
        "en": "Human Rights Watch, HRW",
    },
    "iaea": {
        "fa": "آژانس بین‌المللی انرژی اتمی, آژانس انرژی اتمی",
        "ar": "الوكالة الدولية للطاقة الذرية",
        "en": "International Atomic Energy Agency, IAEA",
    },
    "icc": {
        "fa": "دیوان کیفری بین‌المللی",
        "ar": "المحكمة الجنائية الدولية",
        "en": "International Criminal Court, ICC",
    },
    "icj": {
        "fa": "دیوان بین‌المللی دادگستری",
        "ar": "محكمة العدل الدولية",
        "en": "International Court of Justice, ICJ",
    },
    "ilo": {
        "fa": "سازمان بین‌المللی کار",
        "ar": "منظمة العمل الدولية",
        "en": "International Labour Organization, ILO",
    },
    "imf": {
        "fa": "صندوق بین‌المللی پول",
        "ar": "صندوق النقد الدولي",
        "en": "International Monetary Fund, IMF",
    },
    "irgc": {
        "fa": "سپاه پاسداران",
        "ar": "الحرس الثوري",
        "en": "Revolutionary Guards, IRGC, Revolutionary Guard",
    },
    "islamic_state": {"fa": "داعش", "ar": "تنظيم الدولة الإسلامية, داعش", "en": "ISIS, Daesh"},
    "oic": {
        "fa": "سازمان همکاری اسلامی",
        "ar": "منظمة التعاون الإسلامي",
        "en": "Organisation of Islamic Cooperation, OIC",
    },
    "peugeot": {"fa": "پژو", "ar": "بيجو", "en": "Peugeot"},
    "red_crescent": {"fa": "هلال احمر", "ar": "الهلال الأحمر", "en": "Red Crescent"},
    "red_cross": {"fa": "صلیب سرخ", "ar": "الصليب الأحمر", "en": "Red Cross"},
    "security_council": {"fa": "شورای امنیت", "ar": "مجلس الأمن", "en": "Security Council"},
    "unhcr": {
        "fa": "کمیساریای عالی پناهندگان",
        "ar": "مفوضية اللاجئين, المفوضية السامية لشؤون اللاجئين",
        "en": "UNHCR",
    },
    "unrwa": {"fa": "آنروا", "ar": "الأونروا", "en": "UNRWA"},
    "wfp": {
        "fa": "برنامه جهانی غذا",
        "ar": "برنامج الأغذية العالمي",
        "en": "World Food Programme, WFP",
    },
    "white_house": {"fa": "کاخ سفید", "ar": "البيت الأبيض", "en": "White House"},
    "who": {
        "fa": "سازمان جهانی بهداشت",
        "ar": "منظمة الصحة العالمية",
        "en": "World Health Organization, World Health Organisation",
    },
    "world_bank": {"fa": "بانک جهانی", "ar": "البنك الدولي", "en": "World Bank"},
    "wto": {
        "fa": "سازمان تجارت جهانی",
        "ar": "منظمة التجارة العالمية",
        "en": "World Trade Organization, WTO",
    },
}
"""Organisations whose names are translated, or sound nothing like each other."""

DAILY_LANGUAGE_NAMES: dict[str, dict[str, str]] = {
    "az": {"fa": "آذری, ترکی آذری", "ar": "الأذرية", "en": "Azeri"},
    "bn": {"en": "Bengali"},
    "en": {"ar": "الإنكليزية"},
    "fa": {"fa": "پارسی", "en": "Farsi"},
    "hr": {"fa": "کرواتی"},
    "hu": {"fa": "مجارستانی", "ar": "المجرية"},
    "ps": {"ar": "البشتوية"},
    "tr": {"fa": "ترکی"},
    "ur": {"fa": "زبان اردو", "ar": "الأردية"},
    "zh": {"en": "Mandarin"},
}

COMMON_WORDS: str = """
    مالی چک جزایر مغرب مجاری اردو کیف
"""
"""Names, or names without the Arabic article, that nearly always mean something else:
financial, cheque, islands, sunset, ducts, camp, how. Neither understood nor searched for."""

ALSO_WORDS: str = """
    قطر عمان بنین غنا پرو مالت بوتان موریس بنما کریمه کردی دری فداکار
    Jersey جرسی جیرسی جرزی Guernsey
"""
"""Names that are words or other names too (diameter, Amman, sons, wealth, "pro", malt,
butane; devoted, which ends like Dakar).
Not understood as a name when typed, yet searched for when another name of the same is."""
