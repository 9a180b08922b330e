import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0027_indexed_anew'),
    ]

    operations = [
        migrations.AlterField(
            model_name='eventdecision',
            name='decided_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='decided'),
        ),
    ]
