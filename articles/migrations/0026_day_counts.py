from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0025_token_quotas'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='article',
            name='article_newest',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_on', '-key', 'status', 'source', 'language'], name='article_newest'),
        ),
    ]
