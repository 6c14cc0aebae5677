"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntroductionsConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.introductions"
    label = "introductions"
    verbose_name = _("introductions")

    def ready(self) -> None:
        """Follow the person's answers; models may be read only from here on."""
        from tasuki.apps.introductions.following import follow_release, page_of_release
        from tasuki.apps.relay.followers import Follower, register_follower

        register_follower(self.label, Follower(follow=follow_release, page_of=page_of_release))
