"""The simulator: all runs and companies of a month at once.

Each kind of chance has its own stream of numbers, so that two policies see the same applicants
and openings (common random numbers), and a difference between them is the policy's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from tasuki.core.economy.assumptions import DEFAULTS, Assumption, Floats
from tasuki.core.economy.slots import SlotBook
from tasuki.core.economy.world import Column, Counts, Outcome, Policy, Region

MONTHS: Final = 12
RUNS_AT_ONCE: Final = 50
_STREAMS: Final = (
    "openings",
    "internal",
    "applications",
    "registered",
    "confirmed",
    "placed",
    "used",
    "failed",
    "leavers",
    "joined",
    "silent",
    "rehired",
    "referred",
    "agency",
    "base",
)


def simulate(
    policy: Policy, region: Region, assumptions: Mapping[str, Assumption] = DEFAULTS
) -> Outcome:
    """Return a region's figures under a policy.

    Args:
        policy: what is decided.
        region: what is simulated; its seed decides every number.
        assumptions: the world outside, by code; all codes of `DEFAULTS`.
    """
    drawn = _draw_values(region, assumptions)
    parts = [
        _Part(policy, region, drawn, first).run() for first in range(0, region.runs, RUNS_AT_ONCE)
    ]
    return Outcome(policy, region, dict(assumptions), drawn, np.concatenate(parts))


def _draw_values(region: Region, assumptions: Mapping[str, Assumption]) -> dict[str, Floats]:
    """Return each run's values; a code's numbers depend on the seed and its place only."""
    drawn = {}
    for place, code in enumerate(DEFAULTS):
        stream = Generator(PCG64(SeedSequence(region.seed, spawn_key=(0, place))))
        drawn[code] = assumptions[code].draw(stream.random(region.runs))
    return drawn


@dataclass
class _Hires:
    """The hires of one month; every array has the shape (runs, companies)."""

    slot: Counts
    alumni: Counts
    referral: Counts
    paid: Counts


class _Part:
    """A handful of runs, together from the first month to the last."""

    def __init__(
        self, policy: Policy, region: Region, drawn: dict[str, Floats], first: int
    ) -> None:
        self.policy, self.region = policy, region
        last = min(first + RUNS_AT_ONCE, region.runs)
        self.value = {code: values[first:last, None] for code, values in drawn.items()}
        self.by_class = region.companies_by_class()
        self.shape = (last - first, region.companies)
        self.streams = {
            name: Generator(PCG64(SeedSequence(region.seed, spawn_key=(1, first, place))))
            for place, name in enumerate(_STREAMS)
        }
        classes = region.size_classes
        self.staff = self._each([float(one.staff) for one in classes])
        self.openings = self._each([one.hires / MONTHS for one in classes])
        self.applications = self._each([one.applications / MONTHS for one in classes])
        self.book = SlotBook(policy, self.shape)
        self.ahead, self.refill, self.members = self._none(), self._none(), self._none()
        self.figures = np.zeros(
            (self.shape[0], region.years, len(classes), len(Column)), dtype=np.int64
        )

    def run(self) -> Counts:
        """Live through all months; return (runs, years, classes, columns)."""
        for month in range(self.region.years * MONTHS):
            self._live(month)
        return self.figures

    def _none(self) -> Counts:
        return np.zeros(self.shape, dtype=np.int64)

    def _each(self, values: list[float]) -> Floats:
        """Return a value for each company from a value for each class."""
        return np.repeat(np.array(values), self.by_class)

    def _binomial(self, stream: str, trials: Counts, chance: Floats) -> Counts:
        """Draw only where there is something to draw; most months are empty."""
        drawn = np.zeros_like(trials)
        where = trials > 0
        chances = np.broadcast_to(chance, trials.shape)[where]
        drawn[where] = self.streams[stream].binomial(trials[where], chances)
        return drawn

    def _poisson(self, stream: str, mean: Floats) -> Counts:
        drawn: Counts = self.streams[stream].poisson(np.broadcast_to(mean, self.shape))
        return drawn

    def _live(self, month: int) -> None:
        value, year = self.value, month // MONTHS
        openings = self._poisson("openings", self.openings) + self.refill
        internal = self._binomial(
            "internal", openings, value["internal_share"] * self.policy.internal
        )
        applications = self._poisson("applications", self.applications)
        not_hired = np.maximum(applications - (openings - internal), 0)
        expired = self.book.expire(month)
        hires = self._hire(openings - internal, month)
        self.refill = self._binomial("failed", hires.slot, value["early_leave"])
        agency = self._binomial("agency", hires.paid, value["agency_share"])
        circulated = hires.slot + hires.alumni + hires.referral
        base_agency = agency + self._binomial("base", circulated, value["agency_share"])
        chance = np.minimum(value["registration_rate"] / value["acceptance_rate"], 1.0)
        registered = self._binomial("registered", not_hired, chance * self.policy.slots)
        confirmed = self._binomial("confirmed", registered, value["acceptance_rate"])
        granted = self.book.grant(month, confirmed)
        self._add(
            year,
            {
                Column.APPLICATIONS: applications,
                Column.OPENINGS: openings,
                Column.NOT_HIRED: not_hired,
                Column.REGISTERED: registered,
                Column.CONFIRMED: confirmed,
                Column.PLACED: self._binomial("placed", confirmed, value["placement_rate"]),
                Column.SLOTS_GRANTED: granted,
                Column.SLOTS_EXPIRED: expired,
                Column.HIRES_SLOT: hires.slot,
                Column.SLOT_FAILED: self.refill,
                Column.HIRES_ALUMNI: hires.alumni,
                Column.HIRES_REFERRAL: hires.referral,
                Column.HIRES_AGENCY: agency,
                Column.HIRES_ADVERT: hires.paid - agency,
                Column.INTERNAL_MOVES: internal,
                Column.BASE_AGENCY: base_agency,
                Column.MONTHS_OF_COMPANIES: np.ones(self.shape, dtype=np.int64),
            },
        )
        if (month + 1) % MONTHS == 0:
            self._add(
                year,
                {
                    Column.SLOTS_OPEN: self.book.open(),
                    Column.CREDITS_WAITING: self.book.waiting(),
                    Column.ALUMNI_MEMBERS: self.members,
                },
            )

    def _hire(self, need: Counts, month: int) -> _Hires:
        """Fill the need: slots first, then who comes back or is referred, then who is paid for.

        A slot may bring the next hire forward by one; what is brought forward is not hired again.
        """
        book, value = self.book, self.value
        room = np.maximum(need + 1 - self.ahead, 0)
        life = 1 / self.policy.expiry_months
        hazard = 1 - (1 - value["slot_conversion"]) ** life
        wanted = self._binomial("used", book.open(), hazard)
        slot = book.use(month, np.minimum(wanted, room))
        covered = np.minimum(need, self.ahead + slot)
        self.ahead = self.ahead + slot - covered
        left = need - covered
        alumni = np.minimum(self._rehire(), left)
        self.members -= alumni
        rate = self.staff * value["referral_rate"] / MONTHS * self.policy.referral
        referral = np.minimum(self._poisson("referred", rate), left - alumni)
        return _Hires(slot, alumni, referral, left - alumni - referral)

    def _rehire(self) -> Counts:
        """Let people leave, join and fall silent; return the members who would come back."""
        value = self.value
        leavers = self._poisson("leavers", self.staff * value["leaving_rate"] / MONTHS)
        joined = self._binomial("joined", leavers, value["alumni_join"] * self.policy.alumni)
        silent = self._binomial("silent", self.members, value["alumni_silent"] / MONTHS)
        self.members = self.members - silent + joined
        self._leavers = leavers
        return self._binomial("rehired", self.members, value["rehire_rate"] / MONTHS)

    def _add(self, year: int, columns: Mapping[Column, NDArray[np.int64]]) -> None:
        """Add a month to the year, company by company into its class."""
        ends = np.cumsum((0, *self.by_class))
        if Column.APPLICATIONS in columns:
            columns = {**columns, Column.LEAVERS: self._leavers}
        for column, counts in columns.items():
            sums = np.concatenate(
                (np.zeros((self.shape[0], 1), dtype=np.int64), counts.cumsum(axis=1)), axis=1
            )
            self.figures[:, year, :, column] += sums[:, ends[1:]] - sums[:, ends[:-1]]
