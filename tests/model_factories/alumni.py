"""The alumni network."""

from tests.factories import TODAY
from tests.model_factories.parts import add

from tasuki.apps.alumni.models import AlumniMember

add(AlumniMember, person_name="架空 一郎", left_on=TODAY, kept_since=TODAY)
