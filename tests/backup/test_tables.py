"""An export holds every table of the app, or says why not; a backup does so for every setting."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import ForeignKey

from articles.backup.backups import KEPT_SETTINGS, SETTINGS_LEFT_OUT
from articles.backup.tables import BY_NAME, EXPORTED, LEFT_OUT


@pytest.mark.django_db
def test_every_table_is_exported_or_left_out_with_a_reason():
    told = [*EXPORTED, *BY_NAME, *LEFT_OUT]
    assert len(set(told)) == len(told)
    assert all(LEFT_OUT.values())
    assert {model._meta.db_table for model in told} == set(connection.introspection.table_names())
    assert set(apps.get_models(include_auto_created=True)) == set(told) - {
        MigrationRecorder.Migration
    }


def test_the_description_of_the_format_names_every_table():
    text = (Path(settings.BASE_DIR) / "docs/export-format.md").read_text(encoding="utf-8")
    for label in {
        *(model._meta.label_lower for model in (*EXPORTED, *LEFT_OUT)),
        *BY_NAME.values(),
    }:
        assert f"`{label}`" in text, label


def test_rows_name_only_rows_of_exported_tables_that_come_before():
    before = set()
    for model in EXPORTED:
        before.add(model)
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model._meta.app_label == "articles":
                assert field.related_model in before or not field.db_constraint, field


def test_every_setting_of_the_environment_is_kept_or_left_out_with_a_reason():
    source = (Path(settings.BASE_DIR) / "newsarchive/settings.py").read_text(encoding="utf-8")
    variables = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert variables == {*KEPT_SETTINGS, *SETTINGS_LEFT_OUT}
    assert all(SETTINGS_LEFT_OUT.values())
