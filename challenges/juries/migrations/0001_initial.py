import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '__first__'),
        ('qdefis', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Judging',
            fields=[
                ('qdefi', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='judging', serialize=False, to='qdefis.qdefi')),
                ('min_account_days', models.PositiveSmallIntegerField(default=0, help_text='En jours, à l’ouverture des votes.', verbose_name='âge du compte')),
                ('shortlist', models.PositiveSmallIntegerField(default=0, help_text='Combien passent un premier tour de oui et de non avant les étoiles du jury. 0 : pas de tour.', verbose_name='présélection')),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('eligible', models.PositiveIntegerField(editable=False, null=True)),
                ('voted', models.PositiveIntegerField(default=0, editable=False)),
                ('walked', models.PositiveIntegerField(default=0, editable=False)),
                ('sealed_at', models.DateTimeField(editable=False, null=True)),
                ('settled_at', models.DateTimeField(editable=False, null=True)),
                ('outcome', models.JSONField(editable=False, null=True)),
                ('digest', models.CharField(blank=True, default='', editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'jugement d’un Qdéfi',
                'verbose_name_plural': 'jugements des Qdéfis',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('eligible', None), ('opened_at', None), ('sealed_at', None), ('voted', 0)), models.Q(('eligible__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='judging_opened_whole'), models.CheckConstraint(condition=models.Q(('eligible', None), ('voted__lte', models.F('eligible')), _connector='OR'), name='judging_no_more_papers_than_the_roll'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('outcome', None), ('settled_at', None)), models.Q(('outcome__isnull', False), ('sealed_at__isnull', False), ('settled_at__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='judging_settled_whole')],
            },
        ),
        migrations.CreateModel(
            name='JudgingKey',
            fields=[
                ('judging', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='key', serialize=False, to='juries.judging')),
                ('secret', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': 'clé d’un jugement',
                'verbose_name_plural': 'clés des jugements',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RingPlace',
            fields=[
                ('pk', models.CompositePrimaryKey('judging_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('judging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ring', to='juries.judging')),
                ('n', models.PositiveIntegerField()),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ring_place', to='qdefis.entry')),
            ],
            options={
                'verbose_name': 'place sur l’anneau',
                'verbose_name_plural': 'places sur l’anneau',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('pk', models.CompositePrimaryKey('judging_id', 'member_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('judging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='juries.judging')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('start', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'départ dans l’ordre équitable',
                'verbose_name_plural': 'départs dans l’ordre équitable',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Published',
            fields=[
                ('judging', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='published', serialize=False, to='juries.judging')),
                ('text', models.TextField()),
            ],
            options={
                'verbose_name': 'résultat publié',
                'verbose_name_plural': 'résultats publiés',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RollEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('judging_id', 'member_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('judging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='roll', to='juries.judging')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'inscription au vote d’un Qdéfi',
                'verbose_name_plural': 'inscriptions au vote d’un Qdéfi',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('pk', models.CompositePrimaryKey('judging_id', 'voter', blank=True, editable=False, primary_key=True, serialize=False)),
                ('judging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='juries.judging')),
                ('voter', models.CharField(max_length=64)),
                ('choice', models.JSONField()),
                ('receipt', models.CharField(max_length=32, unique=True)),
                ('day', models.DateField()),
            ],
            options={
                'verbose_name': 'voix à un Qdéfi',
                'verbose_name_plural': 'voix à un Qdéfi',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('pk', models.CompositePrimaryKey('judging_id', 'member_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('judging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='juries.judging')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('day', models.DateField(verbose_name='jour')),
            ],
            options={
                'verbose_name': 'participation au vote d’un Qdéfi',
                'verbose_name_plural': 'participations au vote d’un Qdéfi',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('pk', models.CompositePrimaryKey('judging_id', 'receipt', blank=True, editable=False, primary_key=True, serialize=False)),
                ('judging', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='juries.judging')),
                ('receipt', models.CharField(max_length=32)),
                ('choice', models.JSONField()),
            ],
            options={
                'verbose_name': 'papier d’un Qdéfi',
                'verbose_name_plural': 'papiers d’un Qdéfi',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Juror',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('judging', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jurors', to='juries.judging', verbose_name='jugement')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='membre')),
                ('named_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='nommé le')),
                ('left_at', models.DateTimeField(editable=False, null=True, verbose_name='remplacé le')),
                ('successor', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='predecessors', to='juries.juror', verbose_name='remplaçant')),
            ],
            options={
                'verbose_name': 'juré',
                'verbose_name_plural': 'jurés',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('judging', 'member'), name='juror_once')],
            },
        ),
        migrations.CreateModel(
            name='JuryRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('judging', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='juries.judging', verbose_name='jugement')),
                ('n', models.PositiveSmallIntegerField(verbose_name='tour')),
                ('method', models.CharField(choices=[('yes_no', 'oui ou non'), ('stars', 'une à cinq étoiles')], max_length=6, verbose_name='méthode')),
                ('keeps', models.PositiveSmallIntegerField(default=0)),
                ('field', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None)),
                ('opened_at', models.DateTimeField(verbose_name='ouvert le')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='clos le')),
            ],
            options={
                'verbose_name': 'tour d’un jury',
                'verbose_name_plural': 'tours d’un jury',
                'ordering': ['judging', 'n'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('judging', 'n'), name='jury_round_once')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='juries.juryround', verbose_name='tour')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='juries.juror', verbose_name='juré')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='qdefis.entry', verbose_name='participation')),
                ('mark', models.PositiveSmallIntegerField(verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='donnée le')),
            ],
            options={
                'verbose_name': 'note d’un juré',
                'verbose_name_plural': 'notes des jurés',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('round', 'juror', 'entry'), name='jury_mark_once'), models.CheckConstraint(condition=models.Q(('mark__lte', 5)), name='jury_mark_of_five')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='juries.juror', verbose_name='juré')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='qdefis.entry', verbose_name='participation')),
                ('text', models.TextField(max_length=2000, verbose_name='note')),
            ],
            options={
                'verbose_name': 'mémo d’un juré',
                'verbose_name_plural': 'mémos des jurés',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('juror', 'entry'), name='jury_note_once')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='juries.juror', verbose_name='juré')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='qdefis.entry', verbose_name='participation')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='déclaré le')),
            ],
            options={
                'verbose_name': 'récusation',
                'verbose_name_plural': 'récusations',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('juror', 'entry'), name='jury_conflict_once')],
            },
        ),
    ]
