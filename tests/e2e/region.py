"""The sample story as a database of the tests: told once a day, copied as often as needed."""

from pathlib import Path

from django.utils import timezone

from tasuki.adapters.postgres.bootstrap import database_fingerprint
from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.template_database import TemplateDatabase, use_database
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Account, Membership, Organisation
from tasuki.apps.orgs.queries import list_memberships, list_own_records
from tasuki.cli.demo.story import tell
from tasuki.core.access import OrganisationKind, Role

OWNER, MANAGER = "kitamura@example.invalid", "tanaka@example.invalid"
VIEWER = "viewer@minato.example.invalid"
AGENCY, CLERK = "aizawa@example.invalid", "murai@example.invalid"
CITY, OPERATOR = "hamada@example.invalid", "operator@example.invalid"
PERSON = "hina@example.invalid"
_SOURCE = Path(__file__).resolve().parents[2] / "src" / "tasuki"
_FLOORS = ("core", "adapters", "apps", "cli")


def make_region_template(base: TemplateDatabase) -> TemplateDatabase:
    """Return the template beside the migrated one; its key changes with the product and the day."""
    files = [path for floor in _FLOORS for path in sorted((_SOURCE / floor).glob("**/*.*"))]
    parts = [path.read_bytes() for path in files if path.suffix in {".py", ".sql"}]
    key = database_fingerprint(
        *parts, Path(__file__).read_bytes(), str(timezone.localdate()).encode()
    )

    def fill(name: str) -> None:
        base.migrate(name)
        tell(now=timezone.now())
        _add_onlookers()
        use_database(name)

    return TemplateDatabase(server=base.server, key=key, migrate=fill, prefix="tasuki_told_")


def _add_onlookers() -> None:
    """A viewer at the main company and the operator of the platform: nobody in the story."""
    minato = Organisation.objects.get(slug="minato")
    platform = Organisation.objects.create(
        slug="platform", kind=OrganisationKind.PLATFORM, name="運営", is_synthetic=True
    )
    for organisation, role, mail, name in (
        (minato, Role.COMPANY_VIEWER, VIEWER, "大西 望"),
        (platform, Role.PLATFORM_ADMIN, OPERATOR, "運営 太郎"),
    ):
        account = Account.objects.create_user(mail, name=name)
        with bound(organisation.id, account.pk):
            Membership.objects.create(organisation=organisation, account=account, role=role)


def find_actor(mail: str) -> Actor:
    """Return the only side that an account of the story can take."""
    account = Account.objects.get(email=mail)
    [own] = [
        *list_memberships(account_id=account.pk),
        *list_own_records(account_id=account.pk),
    ]
    return Actor(
        organisation_id=own.organisation_id,
        kind=own.kind,
        role=getattr(own, "role", Role.PERSON),
        account_id=account.pk,
        name=account.name,
        talent_record_id=getattr(own, "talent_record_id", None),
    )
