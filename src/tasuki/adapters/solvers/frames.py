"""How a program and its solution travel between two processes: a length, then arrays.

Nothing that can run code travels: numbers only, in numpy's own file form without pickles.
"""

import io
import struct
from typing import IO, Any

import numpy as np

from tasuki.core.market.solvers.program import Basis, Program, Solution, SolveStatus

FRAME_BYTES_MAX = 1 << 36
_LENGTH = struct.Struct(">Q")
_PROGRAM = (
    "cost", "lower", "upper", "integral", "row_start", "row_column", "row_value", "row_lower",
    "row_upper",
)  # fmt: skip

type Arrays = dict[str, np.ndarray[Any, Any]]


def write_frame(stream: IO[bytes], arrays: Arrays) -> None:
    """Write named arrays as one frame."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    body = buffer.getbuffer()
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Arrays | None:
    """Return the arrays of the next frame; None at the end of the stream.

    Raises:
        EOFError: the stream ends inside a frame.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size or (length := _LENGTH.unpack(head)[0]) > FRAME_BYTES_MAX:
        raise EOFError("the stream is no frame")
    body = stream.read(length)
    if len(body) < length:
        raise EOFError("the stream ends inside a frame")
    with np.load(io.BytesIO(body), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}


def pack_program(program: Program) -> Arrays:
    """Return a program as named arrays."""
    return {name: getattr(program, name) for name in _PROGRAM}


def unpack_program(arrays: Arrays) -> Program:
    """Return the program of named arrays."""
    return Program(*(arrays[name] for name in _PROGRAM))


def pack_solution(solution: Solution) -> Arrays:
    """Return a solution as named arrays; what is unknown is left out."""
    arrays: Arrays = {
        "status": np.array(solution.status.value),
        "seconds": np.array(solution.seconds),
        "cpu_seconds": np.array(solution.cpu_seconds),
        "peak_mb": np.array(solution.peak_mb),
    }
    for name in ("values", "duals", "value", "bound"):
        if (found := getattr(solution, name)) is not None:
            arrays[name] = np.asarray(found)
    if solution.basis is not None:
        arrays |= {"basis_columns": solution.basis.columns, "basis_rows": solution.basis.rows}
    return arrays


def unpack_solution(arrays: Arrays) -> Solution:
    """Return the solution of named arrays."""
    return Solution(
        status=SolveStatus(str(arrays["status"])),
        values=arrays.get("values"),
        duals=arrays.get("duals"),
        value=float(arrays["value"]) if "value" in arrays else None,
        bound=float(arrays["bound"]) if "bound" in arrays else None,
        basis=unpack_basis(arrays),
        seconds=float(arrays["seconds"]),
        cpu_seconds=float(arrays["cpu_seconds"]),
        peak_mb=float(arrays["peak_mb"]),
    )


def unpack_basis(arrays: Arrays) -> Basis | None:
    """Return the basis among named arrays; None when there is none."""
    if "basis_columns" not in arrays:
        return None
    return Basis(arrays["basis_columns"], arrays["basis_rows"])
