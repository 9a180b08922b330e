"""Entries of feeds whose markup is damaged."""

from __future__ import annotations

from datetime import date

from articles.dumps import ErrorCode
from articles.dumps.formats import ParseOptions
from articles.dumps.formats.feed import FEED

ENTRY = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>روزنامه کوزه</title><item><title>کوره‌ها روشن شد</title>
<description>کارگاه سفالگری دوباره{end}<content:encoded><![CDATA[<p>خاک سرخ تپهٔ شرقی با ماسهٔ رود
آمیخته می‌شود.</p>]]></content:encoded></item></channel></rss>"""


def parsed(end):
    raw = ENTRY.format(end=end).encode()
    return FEED.parse(raw, "utf-8", ParseOptions(date(2026, 1, 1)))


def test_an_element_that_is_not_closed_is_rejected_and_does_not_raise():
    assert parsed("=/description>").error is ErrorCode.NO_CONTENT


def test_the_same_entry_undamaged_is_read():
    item = parsed("</description>")
    assert item.title == "کوره‌ها روشن شد"
    assert item.paragraphs == ("خاک سرخ تپهٔ شرقی با ماسهٔ رود آمیخته می‌شود.",)
