"""Which records of which organisations are the person who proved an address.

Families share mail addresses. Records that plainly speak of different people are never joined
by the address alone: the person says the birth date first, and one account stays one person.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Account, AccountLink, Organisation
from tasuki.apps.orgs.queries import list_own_records
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import OrganisationKind
from tasuki.core.identity.normalise import name_key


@dataclass(frozen=True, slots=True, repr=False)
class FoundRecord:
    """One record under an address, with what tells people apart."""

    organisation_id: int
    talent_record_id: UUID
    birth_date: date | None
    name: str

    def contradicts(self, other: "FoundRecord") -> bool:
        """Return whether two records plainly speak of different people.

        Two birth dates decide alone: names change and are written in many ways. Without them
        two names decide.
        """
        if self.birth_date and other.birth_date:
            return self.birth_date != other.birth_date
        return bool(self.name and other.name and self.name != other.name)


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of looking.

    Attributes:
        linked: how many records were joined to the account now.
        held: how many wait for the birth date.
        foreign: how many stand under the address with another birth date than the account's own.
    """

    linked: int = 0
    held: int = 0
    foreign: int = 0


def link_records(*, account: Account, birth_date: date | None = None, now: datetime) -> Linked:
    """Join the records under the account's address to it, as far as they are plainly one person.

    Call it only right after the address proved itself by a code.

    Args:
        account: whose address was proved.
        birth_date: as the person typed it; None before being asked.
        now: when.
    """
    own = find_own(account_id=account.pk)
    fresh = _find_under(account)
    taken, held, foreign = sort_records(own=own, fresh=fresh, birth_date=birth_date)
    for one in taken:
        _join(account, one)
    return Linked(linked=len(taken), held=len(held), foreign=len(foreign))


def sort_records(
    *, own: Collection[FoundRecord], fresh: Collection[FoundRecord], birth_date: date | None
) -> tuple[list[FoundRecord], list[FoundRecord], list[FoundRecord]]:
    """Return which records are the person's, which wait for the birth date, which are another's.

    Args:
        own: joined before.
        fresh: under the same address, not joined yet.
        birth_date: as typed; None before being asked.
    """
    foreign = [one for one in fresh if any(_differs_in_birth(one, mine) for mine in own)]
    rest = [one for one in fresh if one not in foreign]
    everybody = [*own, *rest]
    is_plain = not any(a.contradicts(b) for a in everybody for b in rest)
    if is_plain:
        return rest, [], foreign
    if birth_date is not None:
        taken = [one for one in rest if one.birth_date == birth_date]
        others = [one for one in rest if one not in taken]
        if taken:
            # Now it is known who it is: what does not contradict it is the same person.
            sure = [*own, *taken]
            near = [one for one in others if not any(one.contradicts(mine) for mine in sure)]
            gone = [one for one in others if any(_differs_in_birth(one, mine) for mine in sure)]
            held = [one for one in others if one not in near and one not in gone]
            return [*taken, *near], held, [*foreign, *gone]
    calm = [one for one in rest if own and not any(one.contradicts(other) for other in everybody)]
    return calm, [one for one in rest if one not in calm], foreign


def is_plainly_another(*, account_id: int, record: TalentRecord) -> bool:
    """Return whether a record plainly speaks of somebody else than the account's own records."""
    found = _found(record)
    return any(found.contradicts(mine) for mine in find_own(account_id=account_id))


def find_own(*, account_id: int) -> list[FoundRecord]:
    """Return the records that are joined to an account, with what tells people apart."""
    found = []
    for own in list_own_records(account_id=account_id):
        with bound(own.organisation_id, account_id):
            record = TalentRecord.objects.filter(pk=own.talent_record_id).first()
        if record is not None:
            found.append(_found(record))
    return found


def _find_under(account: Account) -> list[FoundRecord]:
    """Look into every organisation, one after the other: the same work for every address."""
    fresh = []
    kinds = Organisation.objects.exclude(kind=OrganisationKind.PLATFORM)
    for organisation_id in kinds.order_by("id").values_list("id", flat=True):
        with bound(organisation_id, account.pk):
            records = list(TalentRecord.objects.filter(mail=account.email, merged_into_id=None))
            ids = [record.pk for record in records]
            joined = set(
                AccountLink.objects.filter(talent_record_id__in=ids).values_list(
                    "talent_record_id", flat=True
                )
            )
        fresh += [_found(record) for record in records if record.pk not in joined]
    return fresh


def _join(account: Account, one: FoundRecord) -> None:
    with bound(one.organisation_id, account.pk):
        AccountLink.objects.get_or_create(
            organisation_id=one.organisation_id,
            talent_record_id=one.talent_record_id,
            defaults={"account_id": account.pk},
        )


def _found(record: TalentRecord) -> FoundRecord:
    return FoundRecord(
        organisation_id=record.organisation_id,
        talent_record_id=record.pk,
        birth_date=record.birth_date,
        name=name_key(record.family_name + record.given_name),
    )


def _differs_in_birth(one: FoundRecord, other: FoundRecord) -> bool:
    return bool(one.birth_date and other.birth_date and one.birth_date != other.birth_date)
