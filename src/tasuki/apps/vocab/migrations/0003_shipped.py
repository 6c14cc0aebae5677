"""Store the vocabularies that come with the program."""

from typing import Any, ClassVar

from django.db import migrations

from tasuki.apps.vocab.shipped import read_shipped, write_edition


def store(apps: Any, schema_editor: Any) -> None:
    edition, term = apps.get_model("vocab", "Edition"), apps.get_model("vocab", "Term")
    using = schema_editor.connection.alias
    for facts in read_shipped():
        if not edition.objects.using(using).filter(source=facts.source, name=facts.name).exists():
            write_edition(edition, term, facts, now=None, using=using)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vocab", "0002_fences")]
    operations: ClassVar = [migrations.RunPython(store, migrations.RunPython.noop)]
