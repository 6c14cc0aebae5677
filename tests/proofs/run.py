"""Run proofs and sabotages from the command line.

    python -m tests.proofs.run T2 --size 20000 --seed 7
    python -m tests.proofs.run T2 --sabotage new-key
    python -m tests.proofs.run --sabotages            all of them
    python -m tests.proofs.run --list

Exit status: 0 as promised, 1 a finding (or a sabotage that found nothing), 2 wrong use.
A new proof is one module with a ``PROOF`` and one line in ``MODULES``.
"""

import argparse
import logging
import random
import sys
import time
from collections.abc import Sequence
from importlib import import_module

from tests.proofs.registry import Order, Outcome, Proof

MODULES = (
    "tests.proofs.crash_cycles",
    "tests.proofs.counting",
    "tests.proofs.schedules",
    "tests.proofs.ledger_model",
    "tests.proofs.pooling",
    "tests.proofs.verifier",
    "tests.proofs.tenant_fuzz",
    "tests.proofs.route_rights",
    "tests.proofs.export_cells",
    "tests.proofs.static_rules",
    "tests.proofs.outbox",
    "tests.proofs.erasure_canary",
    "tests.proofs.kpi_attacker",
)


def load_proofs() -> dict[str, Proof]:
    """Return all proofs by name, in the order of ``MODULES``."""
    proofs = [import_module(name).PROOF for name in MODULES]
    by_name = {proof.name: proof for proof in proofs}
    assert len(by_name) == len(proofs), "two proofs of one name"
    return by_name


def is_as_expected(proof: Proof, order: Order, outcome: Outcome) -> bool:
    """An honest run shows no damage; a sabotaged one shows at least what it must."""
    if order.sabotage is None:
        return outcome.damage_count == 0
    return outcome.damage_count >= proof.sabotages[order.sabotage]


def run_one(proof: Proof, order: Order) -> bool:
    """Run, print the figures, and say whether they are as expected."""
    label = f"{proof.name} {order.sabotage or 'proof'}"
    print(f"{label}: {order.size} {proof.unit}, seed {order.seed}", flush=True)
    started = time.monotonic()
    outcome = proof.run(order)
    is_fine = is_as_expected(proof, order, outcome)
    verdict = "as expected" if is_fine else "FAILED"
    print(f"    {outcome} | {time.monotonic() - started:.1f} s: {verdict}", flush=True)
    return is_fine


def run_all_sabotages(seed: int, proofs: Sequence[Proof]) -> list[str]:
    """Run every sabotage of the proofs; return the names of those that found nothing."""
    blind = []
    for proof in proofs:
        for sabotage in proof.sabotages:
            order = Order(size=proof.sabotage_size, seed=seed, sabotage=sabotage)
            if not run_one(proof, order):
                blind.append(f"{proof.name} {sabotage}")
    return blind


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.run")
    parser.add_argument("name", nargs="?", help="a proof, for example T2; without: all")
    parser.add_argument("--sabotage", help="break one mechanism; damage must be found")
    parser.add_argument("--sabotages", action="store_true", help="run every sabotage")
    parser.add_argument("--size", type=int, help="how much; see --list for the unit")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--night", action="store_true", help="the long figures")
    parser.add_argument("--list", action="store_true", help="print what there is")
    options = parser.parse_args(arguments)
    proofs = load_proofs()
    if options.name is not None and options.name not in proofs:
        parser.error(f"no proof {options.name}; there are {', '.join(proofs)}")
    chosen = [proofs[options.name]] if options.name else list(proofs.values())
    if options.sabotage and (len(chosen) > 1 or options.sabotage not in chosen[0].sabotages):
        parser.error("name one proof and one of its sabotages; see --list")
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # some proofs lose connections on purpose
    if options.list:
        for proof in chosen:
            print(f"{proof.name}  {proof.promise}")
            print(f"    sizes {proof.sizes} {proof.unit}; sabotages {', '.join(proof.sabotages)}")
        return 0
    if options.sabotages:
        blind = run_all_sabotages(options.seed, chosen)
        print(f"sabotages that found nothing: {', '.join(blind) or 'none'}")
        return 1 if blind else 0
    results = []
    for proof in chosen:
        usual = proof.night_size if options.night else proof.size
        usual = proof.sabotage_size if options.sabotage else usual
        order = Order(size=options.size or usual, seed=options.seed, sabotage=options.sabotage)
        results.append(run_one(proof, order))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
