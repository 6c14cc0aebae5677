"""The proofs at the figures of a change request; the long figures run by ``tests.proofs.run``."""

from contextlib import nullcontext

import pytest
from tests.proofs.cluster import private_cluster
from tests.proofs.registry import Order
from tests.proofs.run import is_as_expected, load_proofs

PROOFS = load_proofs()


@pytest.fixture(scope="session")
def proof_cluster():
    with private_cluster() as cluster:
        yield cluster


@pytest.mark.proof
@pytest.mark.timeout(900)  # T8 asks at every address in every role
@pytest.mark.parametrize("name", PROOFS)
def test_promise_is_kept(name, proof_cluster, random_seed):
    proof = PROOFS[name]
    order = Order(size=proof.size, seed=random_seed, cluster=lambda: nullcontext(proof_cluster))

    outcome = proof.run(order)

    print(f"{name}: {outcome}")
    assert is_as_expected(proof, order, outcome), f"seed {order.seed}: {outcome}"


@pytest.fixture
def random_seed(request):
    """Return the seed of the run (pytest-randomly prints it), so that a failure repeats."""
    return int(request.config.getoption("randomly_seed", 0) or 0)


def test_every_proof_has_a_sabotage():
    without = [proof.name for proof in PROOFS.values() if not proof.sabotages]

    assert without == []
