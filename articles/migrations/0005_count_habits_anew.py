"""Labels, days and heads are counted now: the captures are counted again from the first.

Only counts and proposals go, which the worker makes again; what people have decided stays.
"""

from typing import Any

from django.db import migrations


def _forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("articles", "SourceEvidence").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_feeds")]

    operations = [migrations.RunPython(_forget, migrations.RunPython.noop)]
