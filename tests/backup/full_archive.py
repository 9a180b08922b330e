"""An archive that has something in every table, for tests of exports; all of it is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from articles import roles
from articles.backup.tables import EXPORTED
from articles.backup.unloading import export_lines
from articles.curation.article_merging import merge as merge_articles
from articles.curation.bulk_changes import change_all
from articles.curation.source_merging import merge as merge_sources
from articles.importing.erasing import erase
from articles.models import (
    Article,
    Dismissal,
    EventDecision,
    Feed,
    ImportBatch,
    ImportMapping,
    NameSet,
    ReaderReport,
    Source,
    SourceProfile,
)
from articles.transparency.heads import sign
from articles.transparency.log import append
from tests.dump_texts import BAKERY, dump, run, write
from tests.factories import make_article, make_figure, make_related, make_source


def fill(folder: Path) -> None:
    """Import, correct, erase, undo, report: rows in every table, of every kind of value."""
    make_roles()
    editor = get_user_model().objects.create_user("sahar", "sahar@archive.example", "a long secret")
    desk = Group.objects.create(name="editors of the desk")
    editor.groups.add(desk, Group.objects.get(name=roles.IMPORTERS))
    desk.permissions.add(permission("change_source"))
    editor.user_permissions.add(permission("delete_nameset"))
    Group.objects.get(name=roles.EDITORS).permissions.remove(permission("add_figure"))
    batch = run(*write(folder, dump(related=["نان تازه"]), dump("نان تازه", BAKERY))).batch
    ImportBatch.objects.filter(pk=batch).update(user=editor, label="آذر «نخست»")
    corrected = Article.objects.get(title="نان تازه")
    corrected.correct(
        {"title": "نان‌های تازه", "published_time": time(7, 5)}, by=editor, reason="\u200fغلط"
    )
    source = Source.objects.get(articles=corrected)
    source.name_ar = "بيت الأخبار"
    source.save()
    merged = make_source("خبرخانهٔ ساحلی")
    merged.aliases.create(folded_name="خبرخانه ساحلی")
    make_article("خبر ساحل", source=merged)
    merge_sources(merged, source, by=editor, reason="یک خبرخانه")
    first = make_article(
        "نسخهٔ نخست", day=date(622, 3, 22), views=2**40, published_time=time(23, 59)
    )
    make_article("نسخهٔ دوم", day=None, duplicate_of=first, status="hidden", url="https://a.example")
    # Refers to a row of its own table that comes after it.
    Article.objects.filter(pk=first.pk).update(duplicate_of=Article.objects.last())
    make_figure(first, alt="نقشه", caption='"با نقل‌قول"\n\\و خط', credit="[عکس]")
    make_related(first, "نان‌های تازه", corrected)
    pair = [make_article(f"خبر دوقلو {number}") for number in range(2)]
    merge_articles(*pair, by=editor, reason="یک خبر")
    some = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:2])
    change_all(some, {"review": "done"}, action="reviewed", by=None, reason="دیده شد")
    Dismissal.objects.dismiss(
        Dismissal.Kind.ARTICLES, "1", article=corrected, original=first, by=editor, reason="دو خبر"
    )
    reader_report = ReaderReport.objects.create(
        article=corrected,
        kind="text",
        message="سطر دوم\tغلط دارد 🙂",
        contact="reader@example.org",
        state="done",
        handled_by=editor,
        handled_at=datetime(2025, 12, 28, 1, 2, 3, 456789, UTC),
    )
    NameSet.objects.create(names="تهران\nTehran")
    Feed.objects.create(name="خبرخانه", url="https://news.example/feed", pages_seen={"a": -1})
    ImportMapping.objects.create(name="جدول", version=1, maps=[], created_by=editor)
    SourceProfile.objects.create(folded_name="خبرخانه ساحل", version=1)
    EventDecision.objects.create(kind="name", key=first.key, name="جشن نان", decided_by=editor)
    erase(Article.objects.get(title__startswith="فانوس"), reason="درخواست", by=editor)
    append()
    sign(datetime(2025, 12, 29, tzinfo=UTC))
    log(editor, editor, desk, source, first, reader_report)
    for model in EXPORTED:
        assert model._base_manager.exists(), model


def permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="articles", codename=codename)


def log(user, *records) -> None:
    """Entries of the admin's log, as its forms make them."""
    for record in records:
        LogEntry.objects.log_actions(user.pk, [record], CHANGE, "نام تازه", single_object=True)


def exported() -> list[bytes]:
    """The rows and the end of an export, without its first line, which tells the time."""
    return list(export_lines())[1:]


def empty() -> None:
    """Remove all rows, those that others name last; then the roles are as in a fresh archive."""
    for model in reversed(EXPORTED):
        model._base_manager.all()._raw_delete("default")  # without rows of the history
    get_user_model().objects.all().delete()
    Group.objects.all().delete()
    make_roles()


def make_roles() -> None:
    """As migrations do; a test with transactions of its own leaves none behind."""
    for name in roles.NAMED:
        Group.objects.get_or_create(name=name)
    roles.grant(using="default")
