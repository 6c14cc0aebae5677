"""Tasks for the tests of the queue; they note that they ran."""

from django.tasks import task

RAN: list[tuple[object, ...]] = []


@task
def note(number: int, *, word: str = "") -> None:
    RAN.append((number, word))


@task
def fail(number: int) -> None:
    RAN.append(("fail", number))
    raise RuntimeError("meant to fail")


def with_context(context: object, number: int) -> None:
    RAN.append((context, number))


def no_task(number: int) -> None:
    RAN.append(("no task", number))
