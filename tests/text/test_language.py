"""The language of invented sentences and titles, each shape that the archive meets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.language import detect_language

PERSIAN = """
باغ پروانه‌ها گلخانه تازه‌ای را به روی بازدیدکنندگان گشود
این کتابخانه هر شب تا ساعت ده باز است
شهرداری نقشه تازه‌ای از مسیرهای پیاده‌روی منتشر کرد
نمایشگاه سفال در روستای کوهستانی برپا شد
سنجاب‌های پارک جنگلی شمارش شدند
قایق‌های حصیری در رودخانه با هم رقابت کردند
کارگاه ساخت عروسک‌های نمدی
مردم از بازگشت تراموا استقبال کردند
وی گفت که این طرح از ماه آینده آغاز خواهد شد
هوای کوهستان سرد است
بارش برف در ارتفاعات
قیمت نان تغییر نکرد
رئیس انجمن نجوم: رصدخانه برای کودکان رایگان است
آیا درخت‌ها با هم حرف می‌زنند؟
چگونه کاغذ دست‌ساز بسازیم
ده جای آرام در شهری پرصدا
تاریخچه اتوبوس‌های دوطبقه
فیلم کوتاه «مسافر باران» برنده شد
معلم روستا مدرسه را رنگ کرد
جشنواره انار در میدان اصلی شهر
""".strip().split("\n")

ARABIC = """
افتتحت حديقة الفراشات بيتا زجاجيا جديدا في البلدة
يقام في القرية الجبلية معرض للخزف
ركبت مدرسة في الحي الشرقي مرصدا صغيرا على سطحها
سوق الكتب المستعملة يعود كل سبت
نشرت البلدية خريطة جديدة لمسارات المشي
نافورة تعزف الألحان
وقال المدير إن الدخول مجاني للأطفال
كيف تعرف عمر الشجرة؟
رحلة في قطار البن
حرفية تنسج السلال من ورق الموز
هل تتحدث الأشجار فيما بينها؟
شاهد التلاميذ حلقات زحل للمرة الأولى
ولم تعلن البلدية بعد عن موعد الافتتاح
عاد الترام القديم إلى الشارع الرئيسي
مسابقة القوارب الورقية
انخفاض أسعار الزيتون هذا الموسم
أعلن النادي عن برنامجه الصيفي
مكتبة متنقلة تصل إلى الجبال
الثلوج تغطي القمم
ويستمر المعرض حتى نهاية الشهر
""".strip().split("\n")

ENGLISH = """
Library of sounds opens in old post office
Clockmaker teaches night class
A travelling apple press is touring the hill farms this month
The café on the corner has reopened with a new name
Ten quiet places in a loud town
Snowdrops counted along the canal
""".strip().split("\n")

OTHERS = """
ہم نے آج شہر کے بڑے بازار میں نئی لائبریری کا افتتاح کیا
یہ خبر آج صبح شائع ہوئی ہے
په دې ښار کې نوی کتابتون پرانیستل شو
کتێبخانەیەکی نوێ لە شارەکە کرایەوە
ספרייה חדשה נפתחה במרכז העיר
Новая библиотека открылась в центре города
新しい図書館が開館した
Une nouvelle bibliothèque ouvre ses portes dans le centre
Eine neue Bibliothek wurde in der Stadt eröffnet
La nueva biblioteca abre en el centro de la ciudad
Yeni kütüphane şehir merkezinde açıldı
12345 ۱۴۰۴/۱۰/۰۷
«…» – !
""".strip().split("\n")

OTHER_KEYBOARD = str.maketrans("یکيك", "يكیک")
WITHOUT_PERSIAN_YEH = str.maketrans("یک", "ىك")
WITHOUT_HAMZA = str.maketrans("أإآ", "ااا")


@pytest.mark.parametrize("text", PERSIAN)
def test_persian_is_told(text):
    assert detect_language(text) == "fa"


@pytest.mark.parametrize("text", PERSIAN)
def test_persian_is_told_on_an_arabic_keyboard(text):
    assert detect_language(text.translate(OTHER_KEYBOARD)) == "fa"


@pytest.mark.parametrize("text", PERSIAN)
def test_persian_is_told_as_windows_1256_has_it(text):
    assert detect_language(text.translate(WITHOUT_PERSIAN_YEH)) == "fa"


@pytest.mark.parametrize("text", PERSIAN)
def test_persian_is_told_without_zwnj(text):
    assert detect_language(text.replace("\u200c", " ")) == "fa"


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_is_told(text):
    assert detect_language(text) == "ar"


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_is_told_on_a_persian_keyboard(text):
    assert detect_language(text.translate(OTHER_KEYBOARD)) == "ar"


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_is_told_without_hamza(text):
    assert detect_language(text.translate(WITHOUT_HAMZA)) == "ar"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told(text):
    assert detect_language(text) == "en"


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_and_no_language_are_undetermined(text):
    assert detect_language(text) == "und"


def test_an_empty_text_is_undetermined():
    assert detect_language("") == "und"


def test_diacritics_and_tatweel_hide_nothing():
    assert detect_language("يَصْنَعُ الحِـــرَفِيُّ سَلَّةً مِنَ القَصَبِ") == "ar"


def test_presentation_forms_hide_nothing():
    assert detect_language("ﺍﻓﺘﺘﺢ ﺍﻟﻤﻌﺮﺽ ﻓﻲ ﺍﻟﻘﺮﻳﺔ") == "ar"


def test_arabic_that_quotes_english_names_is_arabic():
    text = "وصلت شركة Blue Harbor Robotics إلى مدينة Green Valley في أول جولة لها"

    assert detect_language(text) == "ar"


def test_persian_that_quotes_an_arabic_verse_is_persian():
    text = (
        "خطاط جوان این سطر را بر دیوار مدرسه نوشت: «الصبر مفتاح الفرج» و گفت که آن را از "
        "پدربزرگ خود آموخته است و هر روز می‌خواند."
    )

    assert detect_language(text) == "fa"


def test_arabic_that_names_a_persian_town_is_arabic():
    assert detect_language("وصل القطار من چمران إلى گرگان مساء أمس في موعده") == "ar"


def test_english_that_quotes_a_persian_word_is_english():
    text = "The bakers call it «سنگک» and bake it on hot stones in the old town every morning"

    assert detect_language(text) == "en"


def test_a_long_text_is_judged_by_more_than_its_beginning():
    text = "Blue Harbor Robotics " * 5 + PERSIAN[4] * 200

    assert detect_language(text) == "fa"


@given(st.text())
def test_any_text_has_one_of_the_four_answers(text):
    assert detect_language(text) in {"fa", "ar", "en", "und"}
