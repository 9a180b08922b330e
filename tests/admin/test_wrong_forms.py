"""Every form of the admin with every field wrong: nothing is stored, what was typed stays in its
field, and each field says what to do, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core import serializers
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape

from articles.events.following import follow
from articles.models import ApiToken, Article, Feed, NameSet, ReaderReport, SourceAlias
from tests.admin.test_importing import previewed
from tests.dump_texts import dump
from tests.factories import make_article, make_capture, make_figure, make_related, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_in_process")]


FREE = {"articles_readerreport_change"}
"""Forms that take whatever is typed."""


@pytest.fixture
def client(client):
    client.force_login(User.objects.create_superuser("chief", password="lantern-harbour-77"))
    return client


@pytest.fixture
def archive(client):
    """A record of each model, and the pages that ask for something, by name."""
    article = make_article("فانوس‌ها", source=make_source("بامداد نو"))
    twin = make_article("فانوس‌ها و نان", source=make_source("نسیم شرق"))
    make_figure(article)
    make_related(article, "نان")
    make_capture(article, b"raw")
    SourceAlias.objects.create(folded_name="بامداد", source=article.source)
    NameSet.objects.create(names="سپیدار\nSepidar")
    ReaderReport.objects.create(article=article, kind="date", message="تاریخ")
    Feed.objects.create(name="خوراک", url="https://feed.example/rss")
    ApiToken.objects.issue(name="x", owner=User.objects.get(), scopes=["import"])
    follow()
    job = previewed(client, dump(), dump(title="تنور"))
    chosen = f"?ids={article.pk},{twin.pk}"

    def bulk(name):
        return reverse("admin:articles_article_bulk", args=[name]) + chosen

    return {
        **dict(record_pages()),
        "password": reverse("admin:password_change"),
        "password of another": reverse(
            "admin:auth_user_password_change", args=[User.objects.get().pk]
        ),
        "import": reverse("admin:articles_import"),
        "item": reverse("admin:articles_job_item", args=[job.pk, 1]),
        "choices": reverse("admin:notice_choices"),
        "merging": reverse("admin:sources_distinct", args=[article.source_id, twin.source_id]),
        "event": reverse("admin:event_editing", args=[article.key]),
        **{name: bulk(name) for name in ("source", "language", "day", "erase")},
    }


def record_pages() -> Iterator[tuple[str, str]]:
    """The page of a new record and of an old one, of each model."""
    for model in admin.site._registry:
        options, record = model._meta, model._default_manager.first()
        name = f"{options.app_label}_{options.model_name}"
        for page, args in (("add", []), ("change", [record.pk] if record else None)):
            if args is not None:
                try:
                    yield f"{name}_{page}", reverse(f"admin:{name}_{page}", args=args)
                except NoReverseMatch:  # this model has no such page
                    continue


def forms_of(response) -> list[forms.BaseForm]:
    """All forms of a page, those of its parts too."""
    context = response.context or {}  # none where it leads elsewhere
    found = [context[name] for name in ("form", "naming", "joining", "parting") if name in context]
    if "adminform" in context:
        found.append(context["adminform"].form)
        for inline in context["inline_admin_formsets"]:
            found += [inline.formset.management_form, *inline.formset.forms]
    return [form for form in found if isinstance(form, forms.BaseForm)]


def wrong(field: forms.Field) -> str:
    """What no such field takes."""
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return "nowhere"
    longest = getattr(field, "max_length", None)
    if isinstance(field, forms.EmailField):
        return "نه نشانی"
    if isinstance(field, forms.URLField):
        return "نه://نشانی"
    if type(field) is forms.CharField and longest and longest <= 1_000:
        return "ژ" * (longest + 1)
    return "هیچ‌گاه ژاژ"


def filled(found: list[forms.BaseForm]) -> dict[str, str]:
    """Values for all fields of forms: wrong ones, but for those that hold the form together."""
    data = {}
    for form in found:
        for bound in form:
            is_management = isinstance(form, forms.formsets.ManagementForm)
            if is_management or bound.is_hidden:
                value = bound.value()
                data[bound.html_name] = "" if value is None else str(value)
            elif not isinstance(bound.field, forms.FileField):
                data[bound.html_name] = wrong(bound.field)
    return data


def stored() -> str:
    """All that staff can store."""
    models = (Article, NameSet, ReaderReport, Feed, ApiToken, SourceAlias, Group, User)
    return serializers.serialize("json", (row for m in models for row in m.objects.order_by("pk")))


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client, archive, language, subtests):
    client.cookies["django_language"] = language
    tried = 0
    for name, address in archive.items():
        with subtests.test(name):
            shown = client.get(address)
            data = filled(forms_of(shown))
            if name in FREE or not any(value and not value.isdigit() for value in data.values()):
                continue
            before = stored()
            answer = client.post(address, data)
            assert answer.status_code == 200, answer
            assert stored() == before
            found = forms_of(answer)
            complaints = [
                str(error) for form in found for errors in form.errors.values() for error in errors
            ]
            assert complaints
            for complaint in complaints:
                assert not re.search(r"[A-Za-z]{4,} [A-Za-z]{2,}", complaint), complaint
            for form in found:
                for bound in form:
                    widget = bound.field.widget
                    is_typed = isinstance(widget, (forms.TextInput, forms.Textarea))
                    if is_typed and not isinstance(widget, forms.PasswordInput):
                        assert escape(data[bound.html_name]) in answer.text, bound.html_name
            tried += 1
    assert tried >= 20


def test_a_wrong_sign_in_keeps_the_name_and_says_what_to_do(db, client):
    client.logout()
    answer = client.post(reverse("admin:login"), {"username": "ژاله", "password": "a guess"})
    assert 'value="ژاله"' in answer.text
    assert "a guess" not in answer.text
    assert answer.context["form"].non_field_errors() == [
        "نام کاربری یا گذرواژه نادرست است. دوباره بنویسید؛ بزرگی و کوچکی حرف‌های لاتین مهم است."
    ]
