from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0026_day_counts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='articlechange',
            name='kind',
            field=models.CharField(choices=[('created', 'created'), ('updated', 'updated'), ('removed', 'removed'), ('indexed', 'to be indexed anew'), ('pruned', 'entries before this one were removed')], max_length=7),
        ),
    ]
