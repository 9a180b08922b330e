from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0025_token_quotas'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['published_on', 'status', 'source', 'language'], name='article_day_counts'),
        ),
    ]
