"""The kinds, one module each; `KIND` of every module is found by its name."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from tasuki.core.cases.kind import AnyKind

KINDS: Final[dict[str, AnyKind]] = {
    name: import_module(f"{__name__}.{name}").KIND
    for name in sorted(one.name for one in iter_modules(__path__))
}
