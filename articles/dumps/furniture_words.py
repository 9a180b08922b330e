"""The words of a page's furniture that come with their place: one table per kind and language.

The forms are expressions over folded text (:func:`articles.text.folding.fold_key`) and are matched
against a whole line. Where a form has room for other words, a sentence can have its shape too:
:mod:`articles.dumps.furniture` then asks for a place or for company. The kinds are those of the
templates of news agencies, broadcasters, WordPress themes and Telegram archives in three languages.
"""

from __future__ import annotations

from articles.dumps.grammar import Table

COMMENT_OPENERS: Table = {
    "fa": (
        r"(?:ارسال|ثبت|درج|افزودن|نوشتن) (?:نظر|دیدگاه|پیام|پاسخ)(?: ?(?:شما|جدید|جدیدی))?",
        r"(?:نظر|دیدگاه)(?:تان| ?شما| خود| خودتان)(?: را)?(?: .{0,30}(?:بنویسید|وارد کنید|"
        r"ارسال کنید|ثبت کنید|بگذارید))?",
        r"دیدگاهتان را بنویسید.{0,30}",
        r"(?:لغو|انصراف از) (?:پاسخ|ارسال)",
        r"پاسخ دهید",
        r"یک (?:نظر|دیدگاه|پاسخ) بنویسید",
        r"تبادل نظر",
        r"(?:نظر|نظرات|دیدگاه|دیدگاهها|دیدگاه ها)(?: ?ی)? (?:کاربران|خوانندگان|بینندگان|مخاطبان)"
        r"(?: ?\(?\d{1,5}\)?)?",
        r"(?:نظرات|دیدگاه ?ها)(?: منتشر شده| خوانندگان)? ?:? ?\(?\d{1,5}\)?(?: (?:نظر|دیدگاه))?",
        r"\d{1,5} (?:نظر|دیدگاه)(?: برای .{1,120}| ارسال شده)?",
    ),
    "ar": (
        r"(?:اترک|اکتب|اضف|اضافه|ارسل|کتابه|شارکنا|نشر) (?:تعلیقا?|تعلیقک|ردا?|ردک|رایک|برایک)"
        r"(?: .{0,20})?",
        r"(?:الغاء|الغای) الرد",
        r"(?:شارک|شارکنا) (?:برایک|رایک|بتعلیقک)",
        r"(?:تعلیقات|اراء) (?:القراء|الزوار|المستخدمین|الفیسبوک|فیسبوک)(?: ?\(?\d{1,5}\)?)?",
        r"(?:التعلیقات|تعلیقات)(?: ?:? ?\(?\d{1,5}\)?)",
        r"\d{1,5} (?:تعلیق|تعلیقات|ردود)(?: (?:علی|علی ان) .{1,120})?",
    ),
    "en": (
        r"(?:leave|post|add|write|submit)(?: a| your)? (?:reply|comment|response)(?: .{0,40})?",
        r"cancel reply",
        r"(?:join|start) the (?:conversation|discussion)",
        r"(?:view|show|read)(?: all)? (?:\d{1,5} )?comments(?: ?\(?\d{1,5}\)?)?",
        r"comments ?:? ?\(?\d{1,5}\)?",
        r"\d{1,5} (?:comments?|responses?|replies|thoughts?)(?: (?:on|to) .{1,120})?",
        r"(?:reader|readers|user) comments",
    ),
}
"""What heads the comments of readers, or the form for one."""

COMMENT_CUES: Table = {
    "fa": (
        r"(?:پاسخ|پاسخ دادن|ارسال|ناشناس|کاربر مهمان|مهمان)",
        r"(?:نام|نام شما|نام و نام خانوادگی|ایمیل|ایمیل شما|وب ?سایت|نظر شما|متن نظر|دیدگاه|"
        r"کد امنیتی)"
        r"(?: ?\((?:اختیاری|اجباری|الزامی)\))?[ :*]*",
        r"(?:نشانی|ادرس) (?:ایمیل|پست الکترونیک).{1,90}",
        r".{0,40}(?:موردنیاز|الزامی|ضروری) (?:علامت ?گذاری|هستند|است).{0,30}",
        r".{0,50}(?:تایید|بررسی) .{0,40}منتشر (?:خواهد شد|می ?شود).{0,40}",
        r"ذخیره نام.{1,90}",
    ),
    "ar": (
        r"(?:رد|الرد|ارسال|ارسال التعلیق|زایر|غیر معروف|مجهول)",
        r"(?:الاسم|اسمک|البرید الالکترونی|بریدک الالکترونی|الموقع الالکترونی|"
        r"التعلیق|نص التعلیق)[ :*]*",
        r"لن یتم نشر (?:عنوان )?(?:بریدک|البرید).{0,60}",
        r"(?:الحقول|الخانات) (?:الالزامیه|المطلوبه).{0,50}",
        r"احفظ اسمی.{1,90}",
    ),
    "en": (
        r"(?:reply|submit|post comment|anonymous|guest)",
        r"(?:name|your name|email|e-mail|email address|website|comment|message)[ :*]*"
        r"(?:\(required\))?",
        r"your email address will not be published.{0,60}",
        r"required fields are marked.{0,20}",
        r"save my name.{1,110}",
    ),
}
"""Lines of a comment form and between comments, which tell that comments are what stands there."""

PLAYER_FORMS: Table = {
    "fa": (
        r"(?:پخش|توقف|بی ?صدا|پخش (?:ویدیو|ویدیوی|فیلم|صوت)|در حال پخش|هم ?اکنون در حال پخش)",
        r"(?:ویدیوی?|ویدیو|فیلم|پخش) بعدی",
    ),
    "ar": (
        r"(?:استمع|تشغیل|ایقاف|کتم الصوت|مشغل الفیدیو|تشغیل (?:الفیدیو|المقطع|الصوت))",
        r"(?:قید التشغیل|یعرض|یبث)(?: الان)?",
        r"(?:الان یعرض|یشاهد الان|الفیدیو التالی)",
    ),
    "en": (
        r"(?:play|pause|mute|unmute|play video|play audio|video player|audio player|watch video)",
        r"(?:now playing|up next|next video|playing now|loading)",
    ),
}
"""Words of a player; below them stand clocks and titles of other films."""

SKIP_LINK_FORMS: Table = {
    "fa": (
        r"از .{1,40} (?:رد شوید|عبور کنید|بگذرید)(?: و .{1,40})?",
        r"(?:پرش|رفتن|برو|بروید|جهش) به (?:محتوا|محتوای|نوشته|ناوبری|منو|فهرست|مطلب).{0,20}",
    ),
    "ar": (
        r"(?:تخط|تخطی|تجاوز) .{1,40}(?:واصل|وواصل|والانتقال|وانتقل|الی).{0,30}",
        r"(?:انتقل|الانتقال|اذهب|الذهاب) الی (?:المحتوی|القایمه|الموضوع|الصفحه).{0,20}",
    ),
    "en": (
        r"skip (?:to )?.{1,40}",
        r"(?:jump|go) to (?:main )?(?:content|navigation|menu|article)",
    ),
}
"""Links for screen readers around a block."""

BUTTON_FORMS: Table = {
    "fa": (
        r"(?:بله|اره)[،,] .{1,40}",
        r"(?:خیر|نه)[،,] (?:ممنون|متشکرم|سپاس).{0,20}",
        r"(?:عضویت|ثبت ?نام|مشترک شوید|عضو شوید|تایید|ادامه|بعدا|فعال ?سازی)",
    ),
    "ar": (
        r"نعم[،,] .{1,40}",
        r"(?:لا[،,]? شکرا|لیس الان)",
        r"(?:اشترک|اشترک الان|سجل|سجل الان|تفعیل|موافق)",
    ),
    "en": (
        r"yes, .{1,40}",
        r"no,? thanks|not now|maybe later",
        r"(?:sign up|subscribe|subscribe now|join now|allow|enable|register)",
    ),
}
"""What a reader can press below a prompt; an answer in an interview can have these words too."""

PROMPT_FORMS: Table = {
    "fa": (
        r"(?:هشدار|اعلان|خبر|تازه ?ترین|مهم ?ترین|اخرین|اخبار|به ?روز ?رسانی).{0,90}"
        r"دریافت کنید.{0,90}",
        r".{0,60}(?:خبرنامه|کانال|صفحه|گروه|اعلان|نوتیفیکیشن).{0,50}(?:فعال کنید|عضو شوید|بپیوندید|"
        r"مشترک شوید|ثبت ?نام کنید|دنبال کنید).{0,60}",
        r"(?:عضویت|ثبت نام|اشتراک) در (?:خبرنامه|کانال).{0,60}",
        r"(?:ما را|خبرهای ما را|اخبار ما را) (?:در|از) .{1,60} (?:دنبال|همراهی|بخوانید).{0,20}",
        r"به (?:کانال|گروه|صفحه|جمع) .{1,60} بپیوندید",
        r"عضو .{1,40} (?:شوید|ما شوید)",
        r"برای .{1,60} (?:اینجا )?(?:کلیک|لمس) کنید",
        r"مرورگر شما .{1,60}",
    ),
    "ar": (
        r"(?:احصل|احصلوا|احصلی) علی (?:اخر|اهم|احدث|تنبیهات|تحدیثات|اشعارات|الاشعارات|الاخبار|نشره|"
        r"نشرتنا).{0,160}",
        r"(?:اشترک|اشترکوا|اشترکی|سجل|سجلوا|الاشتراک|انضم|انضموا)(?: الان)? (?:فی|الی|ب).{0,30}"
        r"(?:النشره|نشره|نشرتنا|القناه|قناتنا|قناه|قایمتنا|خدمه|صفحتنا|مجموعتنا).{0,60}",
        r"(?:فعل|فعلوا|تفعیل) (?:الاشعارات|التنبیهات|خدمه).{0,60}",
        r"(?:تابعنا|تابعونا|تابع .{1,25})(?: (?:علی|عبر|فی) .{1,70})",
        r"(?:انقر|اضغط|انقروا|اضغطوا)(?: هنا| علی .{1,20})? ?(?:ل.{1,70})?",
        r"متصفحک لا یدعم.{0,60}",
    ),
    "en": (
        r"(?:get|receive|want) .{0,60}"
        r"(?:alerts?|updates?|newsletters?|notifications?|inbox).{0,160}",
        r"(?:sign up|subscribe|join|register)(?: now| here)? (?:for|to|here).{0,60}"
        r"(?:newsletters?|updates|channel|alerts|briefing|mailing list|emails?).{0,60}",
        r"(?:turn on|enable|allow) (?:push )?notifications.{0,60}",
        r"follow (?:us|our|.{1,25} on).{0,60}",
        r"(?:click|tap|press) (?:here|to)(?: .{0,70})?",
        r"your browser (?:does not|doesn't|cannot) .{1,60}",
    ),
}
"""Invitations to a newsletter, a channel, alerts or a click, which are whole sentences."""

RATING_FORMS: Table = {
    "fa": (
        r"(?:رتبه|امتیاز|رای|میانگین)(?: (?:از پنج|دهید|بدهید|شما|خبر|مطلب|کاربران|ها|این مطلب))*"
        r" ?:? ?(?:\d[\d.,٫/]*)?(?: از \d[\d.]*)?(?: ?\(?\d{1,7} (?:رای|نفر|امتیاز)\)?)?",
        r"(?:به این (?:مطلب|خبر|مقاله)|این مطلب را) امتیاز (?:دهید|بدهید)",
    ),
    "ar": (
        r"(?:قیم|قییم|تقییم|التقییم|معدل التقییم)"
        r"(?: (?:هذا|المقال|الخبر|الموضوع|القراء|المستخدمین))*"
        r" ?:? ?(?:\d[\d.,٫/]*)?(?: من \d[\d.]*)?(?: ?\(?\d{1,7} (?:صوت|اصوات|تقییم)\)?)?",
    ),
    "en": (
        r"(?:rate this (?:article|story|post|item|page)|(?:your |average |user )?rating)"
        r" ?:? ?(?:\d[\d.,/]*)?(?: (?:out )?of \d[\d.]*)?(?: ?\(?\d{1,7} votes?\)?)?",
    ),
}
"""Stars and votes."""

PLACEHOLDER_FORMS: Table = {
    "fa": (
        r"(?:در حال بار ?گذاری|بدون تصویر|تصویر شاخص|نماد|ایکون)",
        r"(?:الف|ا)[+\-]? (?:الف|ا)[+\-]?(?: (?:الف|ا)[+\-]?)?",
        r"پیام ?#\d{1,9}",
        r"بازگشت به (?:بالا|بالای صفحه|اول|صفحه [^ ]{1,20})",
        r"(?:ادامه|ادامه مطلب|مشاهده بیشتر|نمایش بیشتر|نمایش همه|اخرین اخبار)",
    ),
    "ar": (
        r"(?:جاری|جار) (?:التحمیل|تحمیل)|لا توجد صوره|الصوره البارزه|ایقونه",
        r"(?:ا|ع|خ)[+\-]? (?:ا|ع|خ)[+\-]?(?: (?:ا|ع|خ)[+\-]?)?",
        r"رساله ?#\d{1,9}",
        r"(?:عوده|العوده|ارجع) الی (?:الاعلی|اعلی|اعلی الصفحه|الصفحه [^ ]{1,20})",
        r"(?:عرض|مشاهده) (?:المزید|الکل)",
    ),
    "en": (
        r"(?:no image|image|featured image|thumbnail|photo|picture|icon|.{1,20} icon|avatar|logo)",
        r"(?:loading|please wait)",
        r"a[+\-]? a[+\-]?(?: a[+\-]?)?",
        r"message ?#\d{1,9}",
        r"back to (?:top|home|.{1,20} page|[a-z]{2,12})",
        r"(?:show|view|load|see) (?:more|all)",
        r"[a-z0-9]{1,40}(?:[-_][a-z0-9]{1,40}){1,8}(?:\.[a-z]{3,4})?",
        r"[^\s/]{1,80}\.(?:jpe?g|png|gif|webp|svg|mp4|mp3)",
    ),
}
"""What stands for a picture that is not there, buttons of type size, and other lines of a page."""

DISCLAIMER_FORMS: Table = {
    "fa": (
        r".{0,40}(?:مسیولیت|دیدگاه|نظر).{0,60}(?:نویسنده|نویسندگان).{0,60}(?:نیست|نمی ?باشد|است)",
        r".{0,60}(?:فقط|تنها) بخشی از .{0,80}(?:منتشر|مشترکان).{0,60}",
    ),
    "ar": (
        r"(?:الاخبار|المقالات|المواد) المنشوره .{0,160}",
        r"(?:جمیع )?(?:المقالات|الاراء).{0,60}(?:لا تعبر|تعبر).{0,80}",
    ),
    "en": (
        r".{0,80}views expressed .{0,100}(?:author|own|reflect).{0,100}",
        r".{0,60}(?:only|just) a portion of .{0,140}",
        r".{0,40}was (?:produced|translated|generated) by .{1,60}",
    ),
}
"""What an agency says of its own text."""
