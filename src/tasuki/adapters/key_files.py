"""Master keys as files outside the database: ``master-1.key``, ``master-2.key`` ...

Each holds 64 hexadecimal digits and is readable by the server's account only. The folder is
``TASUKI_KEYS``, else ``keys`` in the data folder. A new version is a new file; every process
sees it at its next use, without a restart.
"""

import contextlib
import re
import secrets
import stat
from pathlib import Path
from typing import Final

from tasuki.core.sealing import KEY_BYTES, KeyRing, SealingError

_NAME: Final = re.compile(r"master-([1-9][0-9]{0,5})\.key")
_PRIVATE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO

_rings: dict[Path, tuple[int, KeyRing]] = {}


def load_ring(folder: Path) -> KeyRing:
    """Return the master keys of a folder.

    Raises:
        SealingError: there is none, or a file cannot be read as a key.
    """
    try:
        changed_at = folder.stat().st_mtime_ns
    except OSError as error:
        raise SealingError(_missing(folder)) from error
    known = _rings.get(folder)
    if known and known[0] == changed_at:
        return known[1]
    files = list_masters(folder)
    if not files:
        raise SealingError(_missing(folder))
    ring = KeyRing({version: _read(path) for version, path in files.items()})
    _rings[folder] = (changed_at, ring)
    return ring


def _missing(folder: Path) -> str:
    return (
        f"no master key in {folder}: put the files master-*.key back from where the keys are "
        "kept, or run tasuki migrate on a new installation"
    )


def list_masters(folder: Path) -> dict[int, Path]:
    """Return the files by version, oldest first."""
    if not folder.is_dir():
        return {}
    found = {
        int(match[1]): path for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))
    }
    return dict(sorted(found.items()))


def make_master(folder: Path) -> int:
    """Make the next version and return its number; an existing file is never written over."""
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    version = max(list_masters(folder), default=0) + 1
    write_private(folder / f"master-{version}.key", secrets.token_hex(KEY_BYTES))
    return version


def remove_master(folder: Path, version: int) -> None:
    """Destroy a master key that wraps nothing any more; the caller has made sure of that."""
    (folder / f"master-{version}.key").unlink()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; the first of several writers wins."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    new.touch(mode=_PRIVATE)
    new.write_text(text, encoding="ascii")
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(new)
    new.unlink()


def list_open_files(folder: Path) -> list[Path]:
    """Return the folder and the key files that others than their owner may reach."""
    if not folder.is_dir():
        return []
    files = [path for path in sorted(folder.iterdir()) if path.suffix == ".key"]
    return [path for path in (folder, *files) if path.stat().st_mode & _OTHERS]


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise SealingError(
            f"the master key {path} cannot be read: {type(error).__name__}"
        ) from error
    if len(key) != KEY_BYTES:
        raise SealingError(f"the master key {path} has {len(key)} bytes instead of {KEY_BYTES}")
    return key
