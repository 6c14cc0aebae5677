"""Which models stand behind the fence, which are shared, and which stand outside and why."""

from django.apps import apps
from django.db import models

from tasuki.adapters.postgres.shared import SharedRows
from tasuki.apps.base import TenantModel, Viewer
from tasuki.apps.passport.models import OwnModel

# Tables without an organisation: each with the reason why no row of it is an organisation's own.
OUTSIDE = {
    "orgs_organisation": "the directory of organisations: names and contacts, nothing personal",
    "orgs_account": "a human's login before it is known for whom he acts",
    "orgs_account_groups": "of Django's user model; never filled",
    "orgs_account_user_permissions": "of Django's user model; never filled",
    "auth_group": "of Django's user model; never filled",
    "auth_group_permissions": "of Django's user model; never filled",
    "auth_permission": "of Django's user model; names of models only",
    "django_content_type": "names of models only",
    "django_session": "read before the organisation is known; holds ids only",
    "django_migrations": "state of the schema",
    "tasuki_cache": "texts under keys that name their organisation; nothing personal",
    "account_emailaddress": "sign-in: the account's own addresses",
    "account_emailconfirmation": "sign-in: keys under way",
    "mfa_authenticator": "sign-in: second factors of an account",
    "usersessions_usersession": "sign-in: where an account is signed in",
    "procrastinate_jobs": "queue: ids and names of tasks only",
    "procrastinate_events": "queue: times of jobs",
    "procrastinate_periodic_defers": "queue: times of nightly jobs",
    "procrastinate_workers": "queue: heartbeats",
    "vocab_edition": "public vocabularies: names and sources of their editions",
    "vocab_term": "public vocabularies: occupations, certificates, municipalities",
    "retention.clock": "names of columns and functions by which the guards count; no row data",
}


def our_models() -> list[type[models.Model]]:
    """Return every model of Tasuki's own apps."""
    found = [model for model in apps.get_models() if model.__module__.startswith("tasuki.")]
    return sorted(found, key=lambda model: model._meta.label)


def tenant_models() -> list[type[models.Model]]:
    """Return the models whose rows belong to one organisation each."""
    return [model for model in our_models() if issubclass(model, (TenantModel, Viewer))]


def own_models() -> list[type[models.Model]]:
    """Return the models whose rows belong to one account each: fenced by account."""
    return [model for model in our_models() if issubclass(model, OwnModel)]


def fenced_models() -> list[type[models.Model]]:
    """Return the models that only their own organisation sees."""
    return [model for model in tenant_models() if not issubclass(model, (SharedRows, Viewer))]


def shared_models() -> list[type[models.Model]]:
    """Return the models that several organisations see."""
    return [model for model in tenant_models() if issubclass(model, SharedRows)]


def viewer_models() -> list[type[models.Model]]:
    """Return the tables of who sees a shared object."""
    return [model for model in tenant_models() if issubclass(model, Viewer)]


def name_of(model: type[models.Model]) -> str:
    """Return the name of a parameter set."""
    return model._meta.label
