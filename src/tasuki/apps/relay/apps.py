"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelayConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.relay"
    label = "relay"
    verbose_name = _("relay")

    def ready(self) -> None:
        """Tell the area of consents how releases end; models may be read only from here on."""
        from tasuki.apps.consent.releases import Keeper, register_keeper
        from tasuki.apps.relay.release_steps import end_releases, expire_release_consent

        register_keeper(self.label, Keeper(end_all=end_releases, end_one=expire_release_consent))
