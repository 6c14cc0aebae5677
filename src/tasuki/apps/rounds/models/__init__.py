"""The tables of the area."""

from tasuki.apps.rounds.models.decisions import RoundDecision
from tasuki.apps.rounds.models.lists import RoundChoice, RoundPerson, RoundPlace, RoundScore
from tasuki.apps.rounds.models.rounds import Round

__all__ = [
    "Round",
    "RoundChoice",
    "RoundDecision",
    "RoundPerson",
    "RoundPlace",
    "RoundScore",
]
