"""Take a person out of the pairs when everything about them is erased."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from tasuki.apps.same_person.models import Pair


def forget_pairs(*, record_ids: Collection[UUID]) -> int:
    """Delete the pairs and links that name a person's records; return how many pairs.

    Args:
        record_ids: of the organisation bound now, merged ones included.
    """
    ids = list(record_ids)
    named = Pair.objects.filter(Q(left_id__in=ids) | Q(right_id__in=ids))
    return int(named.delete()[1].get("same_person.Pair", 0))
