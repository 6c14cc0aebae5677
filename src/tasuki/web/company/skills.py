"""The company's own table of skills: spellings, likely doubles, merging with its undoing."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.people.actions import skill_merging as merging
from tasuki.apps.people.queries.people import count_skilled
from tasuki.apps.vocab import actions, queries
from tasuki.apps.vocab import skills as table
from tasuki.apps.vocab.models import Skill
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components.columns import Column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView
from tasuki.web.components.views import ActView, FormPage, PageView
from tasuki.web.moves.fields import text_field


class SkillList(TableView):
    """All skills."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "company/skills.html"
    heading = gettext_lazy("Skills")
    lead = gettext_lazy("Which words for skills your company uses, and which mean the same.")
    default_sort = "name"
    search_label = gettext_lazy("Name of a skill")
    empty_text = gettext_lazy("Skills appear here when you give them to people.")
    columns = (
        name_column(
            gettext_lazy("Skill"),
            lambda row: row.name,
            lambda row: f"{reverse('company:people')}?skill={row.pk}",
            sort="name",
        ),
        Column(
            name="kind",
            label=gettext_lazy("Kind"),
            value=lambda row: str(Skill.Kind(row.kind).label),
        ),
        text_column(
            "aliases",
            gettext_lazy("Other names"),
            lambda row: "、".join(one.name for one in row.skillalias_set.all()),
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the skills with their other names."""
        return table.list_skills().prefetch_related("skillalias_set")

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by part of the name or of another name."""
        return rows.filter(pk__in=table.search_skills(text=text).order_by().values("pk"))

    def get_context(self) -> dict[str, Any]:
        """Return the list with what may be a double."""
        context = super().get_context()
        context["double_count"] = len(table.list_likely_doubles())
        context["attributions"] = queries.list_attributions(sources=["jobtag", "skills"])
        context["may_edit"] = self.actor.can(Permission.APPLICATION_DECIDE)
        return context


class AliasForm(Form):
    """Another word for a skill."""

    submit_label = gettext_lazy("Save the other name")
    skill = forms.ChoiceField(label=gettext_lazy("Skill"))
    name = text_field(gettext_lazy("Other name"), size=120, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].choices = [(str(s.pk), s.name) for s in table.list_skills()]


class AddAlias(FormPage):
    """Let another word mean a skill."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    form_class = AliasForm
    heading = gettext_lazy("Add other name")
    back_label = gettext_lazy("Back to skills")

    def act(self, form: Form) -> str:
        """Add it."""
        values = form.cleaned_data
        actions.add_alias(
            actor=self.actor, skill_id=values["skill"], name=values["name"], now=timezone.now()
        )
        return _("The other name was saved.")

    def get_success_url(self) -> str:
        """Go to the skills."""
        return reverse("company:skills")

    def get_back_url(self) -> str:
        """Go back to the skills."""
        return self.get_success_url()


class DoublesPage(PageView):
    """Pairs that may mean the same, and the merges that can be undone."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    template_name: ClassVar[str] = "company/skill_doubles.html"
    pairs_shown: ClassVar[int] = 50

    def get_context(self) -> dict[str, Any]:
        """Read the pairs with how many people each has."""
        pairs = table.list_likely_doubles()
        shown = pairs[: self.pairs_shown]
        counts = count_skilled(skill_ids=[s.pk for pair in shown for s in (pair.kept, pair.other)])
        return {
            "heading": _("Likely doubles"),
            "lead": _("A person decides; a merge can be undone."),
            "back_url": reverse("company:skills"),
            "back_label": _("Back to skills"),
            "pairs": [
                (pair, counts.get(pair.kept.pk, 0), counts.get(pair.other.pk, 0)) for pair in shown
            ],
            "pair_count": len(pairs),
            "merges": table.list_decisions(),
        }


class _DecideSkills(ActView):
    """An act on two skills."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def get_success_url(self) -> str:
        """Stay with the doubles."""
        return reverse("company:skill_doubles")


class MergeSkills(_DecideSkills):
    """Join two skills."""

    def act(self) -> str:
        """Join them."""
        self.decision = merging.merge_skills(
            actor=self.actor,
            kept_id=self.kwargs["skill_id"],
            other_id=self.kwargs["other_skill_id"],
            now=timezone.now(),
        )
        return _("The skills were merged.")

    def get_undo_url(self) -> str:
        """Part them again."""
        return reverse("company:skill_part", args=[self.decision.pk])


class KeepSkillsApart(_DecideSkills):
    """Remember that they differ."""

    def act(self) -> str:
        """Remember it."""
        merging.keep_skills_apart(
            actor=self.actor,
            first_id=self.kwargs["skill_id"],
            second_id=self.kwargs["other_skill_id"],
            now=timezone.now(),
        )
        return _("Recorded: they are different skills.")


class PartSkills(_DecideSkills):
    """Undo a merge."""

    def act(self) -> str:
        """Part them."""
        merging.undo_skill_merge(
            actor=self.actor, decision_id=self.kwargs["skill_decision_id"], now=timezone.now()
        )
        return _("The merge was undone.")
