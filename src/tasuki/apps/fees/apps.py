"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeesConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.fees"
    label = "fees"
    verbose_name = _("fees")

    def ready(self) -> None:
        """Draft the fee of a hire; models may be read only from here on."""
        from tasuki.apps.fees.actions.drafts import draft_for_hire
        from tasuki.apps.introductions.hires import register_after_hire

        register_after_hire(self.label, draft_for_hire)
