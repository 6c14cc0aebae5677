"""Simulated company-months per second of processor time, beside a plain loop of the same rules.

python -m bench.economy                 1,000 runs of 5 years of 200 companies
python -m bench.economy --small         a smoke test
"""

import argparse
import random
import resource
import time
from math import exp

from tasuki.core.economy.assumptions import DEFAULTS
from tasuki.core.economy.engine import simulate
from tasuki.core.economy.world import Policy, Region

MONTHS = 12
PLAIN_COMPANY_MONTHS = 60_000


def plain_loop(company_months: int) -> float:
    """Draw one company's month after the other, slots only; return seconds."""
    chance = random.Random(1)
    rate, ratio = DEFAULTS["registration_rate"].mid, Policy().ratio
    waiting = slots = 0

    def poisson(mean: float) -> int:
        limit, drawn, product = exp(-mean), 0, chance.random()
        while product > limit:
            drawn += 1
            product *= chance.random()
        return drawn

    started = time.process_time()
    for _month in range(company_months):
        not_hired = max(poisson(3.7) - poisson(0.54), 0)
        waiting += sum(chance.random() < rate for _one in range(not_hired))
        slots += waiting // ratio
        waiting %= ratio
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true")
    options = parser.parse_args()
    region = Region(companies=20, years=1, runs=10) if options.small else Region(runs=1_000)
    count = region.companies * region.years * MONTHS * region.runs
    started = time.process_time()
    simulate(Policy(), region)
    spent = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{region.runs:,} runs, {region.years} years, {region.companies} companies")
    print(
        f"engine      {spent:8.2f} s CPU  {count / spent:14,.0f} company-months/s  {memory:.0f} MB"
    )
    plain_count = min(count, PLAIN_COMPANY_MONTHS)
    plain = plain_loop(plain_count)
    print(f"plain loop  {plain:8.2f} s CPU  {plain_count / plain:14,.0f} /s, slots only")


if __name__ == "__main__":
    main()
