from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discussions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("fr", "français"), ("de", "allemand"), ("en", "anglais")],
                default="",
                max_length=2,
                verbose_name="langue des sujets",
            ),
        ),
    ]
