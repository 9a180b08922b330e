"""The names that scrapers give the fields of an article: English, Persian and Arabic, also spelt in
Latin letters. The first name of a field that a record has is proposed; order is preference.

A name is compared without case, spaces, strokes, dots and underscores, so that ``publishedAt``,
``published_at`` and ``published-at`` are one.
"""

from __future__ import annotations

from articles.expressions import regex

NAMES: dict[str, str] = {
    "title": """
        title headline titr titre titel onvan onwan name_of_article article_title news_title
        post_title entry_title titre_news titr_asli heading head subject name h1 og:title
        عنوان تیتر تيتر سرتیتر عنوان_خبر عنوان_مطلب تیتر_خبر
        العنوان عنوان_الخبر عنوان_المقال الموضوع
    """,
    "body": """
        body articleBody article_body text content maintext main_text fulltext full_text matn
        body_text bodytext content_text content_html body_html html_content article_text
        article_content news_text news_body newsbody post_content contenttext story paragraphs
        texte corps matne_khabar matn_khabar mohtava article description_full
        متن متن_خبر متن_کامل محتوا محتوای_خبر بدنه شرح_خبر شرح
        النص نص نص_الخبر نص_المقال المحتوى محتوى المضمون المتن content:encoded
    """,
    "lead": """
        lead lede lid leed intro introduction standfirst subtitle_lead kholase
        لید لیید خلاصه چکیده مقدمه المقدمة الملخص
    """,
    "source": """
        source source_name sourcename site site_name sitename publisher outlet agency newspaper
        news_agency newsagency provider feed_title channel media domain_name khabargozari manba
        manbaa resane og:site_name
        منبع نام_منبع خبرگزاری رسانه ناشر سایت روزنامه
        المصدر مصدر اسم_المصدر الوكالة الناشر الصحيفة الموقع
    """,
    "author": """
        author authors byline creator writer reporter journalist dc:creator author_name
        khabarnegar nevisande nevisandeh ghalam by
        نویسنده خبرنگار نگارنده پدیدآور گزارشگر
        الكاتب كاتب المؤلف المحرر المراسل الصحفي بقلم
    """,
    "date": """
        date datePublished date_published published published_at publishedat publish_date
        publishdate pubDate pub_date publication_date published_date published_on date_publish
        publish_time published_time datetime date_time timestamp created created_at post_date
        news_date tarikh tarikh_enteshar zaman time day article:published_time issued epoch
        تاریخ تاریخ_انتشار زمان_انتشار زمان انتشار تاریخ_خبر
        التاريخ تاريخ تاريخ_النشر وقت_النشر النشر
    """,
    "clock": "publish_clock hour saat clock ساعت الساعة",
    "views": """
        views view view_count viewcount views_count num_views hits hit reads read_count visits
        visit_count visitcount pageviews page_views bazdid tedad_bazdid stats.views
        interactionStatistic.userInteractionCount
        بازدید تعداد_بازدید مشاهده بازدیدها
        المشاهدات مشاهدات عدد_المشاهدات القراءات عدد_القراءات الزيارات
    """,
    "url": """
        url link href page_url pageurl article_url news_url canonical canonical_url canonicallink
        permalink source_url original_url guid address uri loc mainEntityOfPage mainEntityOfPage.@id
        لینک نشانی آدرس پیوند الرابط رابط العنوان_الإلكتروني
    """,
    "external_id": """
        external_id code news_code newscode news_id newsid article_id articleid post_id postid
        item_id itemid nid kod code_khabar kod_khabar
        کد کد_خبر شناسه شناسه_خبر رقم_الخبر كود_الخبر معرف_الخبر
    """,
    "related": """
        related related_news related_articles relatedarticles related_links related_titles
        relatednews see_also seealso read_more readmore recommended recommendations more_links
        mortabet akhbar_mortabet
        مرتبط اخبار_مرتبط مطالب_مرتبط خبرهای_مرتبط
        ذات_صلة أخبار_ذات_صلة مواضيع_ذات_صلة اقرأ_أيضا
    """,
    "images": """
        images image photos photo pictures picture figures figure media_images gallery img imgs
        image_urls imageurl image_url thumbnail top_image main_image featured_image lead_image aks
        تصویر تصاویر عکس عکس‌ها الصورة الصور صور صورة
    """,
}
"""Field → names as scrapers write them; a dot leads into an object."""

INSIDE: dict[str, tuple[str, ...]] = {
    "name": ("name", "title", "fa", "ar", "text", "value", "@value", "label", "full_name", "نام"),
    "title": ("title", "headline", "titr", "name", "text", "caption", "عنوان", "تیتر", "العنوان"),
    "address": ("url", "href", "src", "link", "@id", "contentUrl", "نشانی", "الرابط"),
    "text": ("text", "value", "content", "html", "body", "rendered", "plain", "#text", "$t"),
    "alt": ("alt", "alternative", "alt_text", "title", "description"),
    "caption": ("caption", "description", "legend", "شرح", "توضیح", "زیرنویس", "التعليق", "وصف"),
    "credit": ("credit", "copyright", "photographer", "author", "source", "عکاس", "المصور"),
}
"""Names inside an object that stands for a name, a title, an address, a text or a picture."""

_STROKES = regex(r"[\s_\-./:@‌]+")


def name_key(name: str) -> str:
    """A field's name as it is compared."""
    return _STROKES.sub("", name).casefold().replace("ي", "ی").replace("ك", "ک")


def _names() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for field, names in NAMES.items():
        for rank, name in enumerate(names.split()):
            found.setdefault(name_key(name), (field, rank))
    return found


FIELD_OF = _names()
"""Compared name → the field that it is for, and its rank there."""
