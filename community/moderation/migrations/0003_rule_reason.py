from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_masked_log")]

    operations = [
        migrations.AddField(
            model_name="rule",
            name="reason",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="raison donnée à l’auteur"
            ),
        ),
    ]
