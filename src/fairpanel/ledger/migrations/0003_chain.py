"""The audit chain, and its guard: read it in `0003_chain.sql`."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Link',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('pending', 'pending'), ('posted', 'posted'), ('void', 'void')], max_length=7)),
                ('digest', models.CharField(max_length=64)),
                ('linked_at', models.DateTimeField()),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='ledger.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'state'), name='ledger_link_fact_once'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='ledger_link_number_legal'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='ledger_link_digest_legal'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'posted', 'void'])), name='ledger_link_state_legal')],
            },
        ),
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            "DROP TRIGGER ledger_link_only_grows ON ledger_link;",
        ),
    ]
