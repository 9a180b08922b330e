"""Harvesters take articles in the order of their changes, and ask for them by original address."""

from django.contrib.postgres.indexes import HashIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_shared_texts")]

    operations = [
        migrations.AddIndex("article", models.Index(fields=["updated_at"], name="article_changed")),
        migrations.AddIndex("article", HashIndex(fields=["url"], name="article_address")),
    ]
