"""What an organisation said once about files with the same header row, for the next such file."""

from datetime import datetime
from pathlib import PurePath

from tasuki.apps.actor import Actor
from tasuki.apps.imports import engine
from tasuki.apps.imports.models import ImportProfile, ImportRun


def find_profile(run: ImportRun) -> ImportProfile | None:
    """Return the profile of the header row of a draft; None for headers never seen here."""
    signature = engine.signature_of(run.headers)
    return ImportProfile.objects.filter(kind=run.kind, signature=signature).first()


def apply_profile(run: ImportRun) -> None:
    """Take over what was said about this header row; what the law drops stays dropped."""
    known = find_profile(run)
    if known is None:
        preset = engine.find_preset(run.headers, kind=run.kind)
        run.profile_name = preset[:80]
        return
    run.profile_id, run.profile_name = known.pk, known.name
    run.profile_version = known.version
    run.mapping = {
        header: proposed if proposed.startswith("drop:") else known.mapping.get(header, "")
        for header, proposed in run.mapping.items()
    }
    run.answers = list(known.answers)


def save_profile(*, actor: Actor, run: ImportRun, name: str, now: datetime) -> ImportProfile:
    """Remember columns and words of a draft; another content is the next version."""
    known = find_profile(run)
    wanted = name.strip()[:80] or run.profile_name or PurePath(run.file_name).stem[:80]
    if known is None:
        known = ImportProfile(
            organisation_id=run.organisation_id,
            kind=run.kind,
            signature=engine.signature_of(run.headers),
            version=0,
        )
    is_new = (known.name, known.mapping, known.answers) != (wanted, run.mapping, run.answers)
    if is_new or not known.version:
        known.name, known.mapping, known.answers = wanted, run.mapping, list(run.answers)
        known.version += 1
        known.saved_by_id, known.saved_at = actor.account_id, now
        known.save()
    run.profile_id, run.profile_name = known.pk, known.name
    run.profile_version = known.version
    return known
