"""Solvers of linear and integer programs, each in a process of its own."""

from tasuki.adapters.solvers.child import SolverKind, open_solver

__all__ = ["SolverKind", "open_solver"]
