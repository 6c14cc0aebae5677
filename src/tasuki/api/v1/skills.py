"""Operations on the organisation's skills and on the public vocabularies."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import cut
from tasuki.api.v1.schemas import people as forms
from tasuki.api.v1.schemas.common import Done, PageQuery
from tasuki.apps.people.actions import skill_merging as merging
from tasuki.apps.vocab import actions, queries
from tasuki.apps.vocab import skills as table
from tasuki.apps.vocab.models import Term
from tasuki.core.access import Permission

area = Area(tags=["skills"])
VIEW, EDIT = Permission.APPLICATION_VIEW, Permission.APPLICATION_DECIDE


@area.read("/skills", forms.SkillPage, needs=VIEW, kinds=COMPANY)
def list_skills(
    request: ApiRequest, wanted: Query[forms.SkillQuery], page: Query[PageQuery]
) -> forms.SkillPage:
    """List the skills, by name; merged ones are left out."""
    rows, next_after = cut(table.search_skills(text=wanted.text), page)
    items = [forms.SkillOut.from_orm(row) for row in rows]
    return forms.SkillPage(items=items, next_after=next_after)


@area.read("/skills/doubles", forms.DoublesOut, needs=EDIT, kinds=COMPANY)
def list_skill_doubles(request: ApiRequest) -> forms.DoublesOut:
    """List skills that may mean the same, likeliest first."""
    items = [
        forms.DoubleOut(
            kept=forms.SkillOut.from_orm(pair.kept),
            other=forms.SkillOut.from_orm(pair.other),
            score=round(pair.score, 3),
        )
        for pair in table.list_likely_doubles()
    ]
    return forms.DoublesOut(items=items)


@area.write("/skills/{uuid:skill_id}/aliases", Done, needs=EDIT, kinds=COMPANY)
def add_skill_alias(request: ApiRequest, skill_id: UUID, given: forms.AliasIn) -> Done:
    """Let another word mean a skill."""
    actions.add_alias(actor=request.auth, skill_id=skill_id, name=given.name, now=timezone.now())
    return Done(count=1)


@area.write("/skills/{uuid:skill_id}/merge", forms.DecisionOut, needs=EDIT, kinds=COMPANY)
def merge_skills(request: ApiRequest, skill_id: UUID, given: forms.PairIn) -> forms.DecisionOut:
    """Join another skill into this one."""
    decision = merging.merge_skills(
        actor=request.auth, kept_id=skill_id, other_id=given.other_id, now=timezone.now()
    )
    return forms.DecisionOut.from_orm(decision)


@area.write("/skills/{uuid:skill_id}/apart", forms.DecisionOut, needs=EDIT, kinds=COMPANY)
def keep_skills_apart(
    request: ApiRequest, skill_id: UUID, given: forms.PairIn
) -> forms.DecisionOut:
    """Remember that two skills differ."""
    decision = merging.keep_skills_apart(
        actor=request.auth, first_id=skill_id, second_id=given.other_id, now=timezone.now()
    )
    return forms.DecisionOut.from_orm(decision)


@area.write(
    "/skills/decisions/{uuid:decision_id}/undo", forms.DecisionOut, needs=EDIT, kinds=COMPANY
)
def undo_skill_merge(request: ApiRequest, decision_id: UUID) -> forms.DecisionOut:
    """Part two skills that were joined."""
    decision = merging.undo_skill_merge(
        actor=request.auth, decision_id=decision_id, now=timezone.now()
    )
    return forms.DecisionOut.from_orm(decision)


@area.read("/vocabulary", forms.TermsOut, needs=Permission.ORGANISATION_VIEW)
def search_vocabulary(request: ApiRequest, wanted: Query[forms.TermQuery]) -> forms.TermsOut:
    """Find occupations, certificates, municipalities or words for skills, with their source."""
    found = queries.search_terms(kind=wanted.kind, text=wanted.text)
    return forms.TermsOut(
        items=[forms.TermOut.from_orm(term) for term in found],
        attributions=queries.list_attributions(
            sources=[queries.SOURCE_OF_KIND[Term.Kind(wanted.kind)]]
        ),
    )
