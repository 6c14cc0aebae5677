import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='id')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created at')),
                ('subject_id', models.UUIDField(verbose_name='person or row')),
                ('master_version', models.PositiveIntegerField(verbose_name='version of the master key')),
                ('wrapped', models.BinaryField(max_length=60, verbose_name='wrapped key')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'data key',
                'verbose_name_plural': 'data keys',
                'indexes': [models.Index(fields=['organisation', 'master_version', 'id'], name='key_by_master')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'subject_id'), name='one_key_for_a_subject')],
            },
        ),
    ]
