import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

ASK = """
UPDATE discussions_thread t SET kind = 'question'
FROM discussions_category c WHERE c.id = t.category_id AND c.kind = 'questions'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0002_category_language"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="category",
            name="kind",
            field=models.CharField(
                choices=[
                    ("talk", "sujets"),
                    ("questions", "questions, avec une meilleure réponse"),
                    ("both", "sujets et questions"),
                    ("news", "annonces\u00a0: la maison ouvre les sujets"),
                ],
                default="talk",
                max_length=10,
                verbose_name="genre",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="is_open",
            field=models.BooleanField(db_default=False, default=False, verbose_name="dit d’où il parle"),
        ),
        migrations.AddField(
            model_name="thread",
            name="kind",
            field=models.CharField(
                choices=[("talk", "sujet"), ("question", "question")],
                db_default="talk",
                default="talk",
                max_length=8,
                verbose_name="genre",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="asked",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="posée aussi par"),
        ),
        migrations.RunSQL(ASK, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="thread", name="thread_one_a_subject"),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.UniqueConstraint(
                condition=Q(kind="talk") & ~Q(subject=""),
                fields=["subject", "subject_id"],
                name="thread_one_a_subject",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                "subject", "subject_id", condition=Q(kind="question") & ~Q(subject=""), name="thread_questions_under"
            ),
        ),
        migrations.CreateModel(
            name="SharedQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=Now(), verbose_name="depuis")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_questions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="membre",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared",
                        to="discussions.thread",
                        verbose_name="question",
                    ),
                ),
            ],
            options={"verbose_name": "question partagée", "verbose_name_plural": "questions partagées"},
        ),
        migrations.AddConstraint(
            model_name="sharedquestion",
            constraint=models.UniqueConstraint(fields=("thread", "member"), name="question_shared_once"),
        ),
    ]
