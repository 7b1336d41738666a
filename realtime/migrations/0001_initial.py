import realtime.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('name', models.TextField(primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('kind', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('value', models.TextField(default=realtime.models.new_epoch)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='realtime_epoch_single')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.TextField()),
                ('seq', models.BigIntegerField()),
                ('kind', models.TextField()),
                ('data', models.JSONField()),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'seq'), name='realtime_event_number')],
            },
        ),
    ]
