"""`tasuki` as its users start it: a process of its own, with a data folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasuki.adapters.postgres.settings import embedded_server

SOURCE = Path(__file__).resolve().parents[2] / "src"
_MAIN = "from tasuki.cli.main import main; main()"
_OURS = ("TASUKI_", "DJANGO_", "DATABASE_URL")


@dataclass(frozen=True)
class Installation:
    """A data folder with an embedded server of its own."""

    data: Path

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``tasuki`` and return how it ended and what it said."""
        return self._start([sys.executable, "-c", _MAIN, *arguments], environment)

    def python(self, program: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a few lines of Python inside the product, with its real settings."""
        return self._start([sys.executable, "-c", program], environment)

    def json(self, *arguments: str) -> Any:
        """Run ``tasuki`` and read the JSON that it prints."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def serve_demo(self) -> Iterator[str]:
        """Serve the demo on a free port; its address. It must end well when told to."""
        address = f"http://127.0.0.1:{(port := free_port())}"
        words = [sys.executable, "-c", _MAIN, "demo", "--port", str(port)]
        environment = self._environment({"TASUKI_BASE_URL": address})
        with subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as program:
            assert program.stdout is not None
            said = []
            for line in program.stdout:  # the banner comes when the pages answer
                said.append(line)
                if "Ctrl+C" in line:
                    break
            else:
                raise AssertionError("".join(said))
            yield address
            program.send_signal(signal.SIGTERM)
            rest, _ = program.communicate(timeout=60)
        assert program.returncode == 0, rest

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith(_OURS)}
        ours = {
            "TASUKI_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "tasuki.conf.settings",
            "PYTHONPATH": str(SOURCE),
        }
        return kept | ours | more

    def _start(
        self, words: list[str], environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            env=self._environment(environment),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def new_installation() -> Iterator[Installation]:
    """An empty data folder under a short path, for socket names are limited; removed at the end."""
    data = Path(tempfile.mkdtemp(prefix="tsk"))
    data.chmod(0o755)  # the server has an account of its own when root runs the tests
    try:
        yield Installation(data)
    finally:
        embedded_server(data).stop()
        shutil.rmtree(data)
