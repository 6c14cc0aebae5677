"""The one place where Tasuki reads its environment."""

import secrets
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from tasuki.adapters.key_files import write_private
from tasuki.adapters.postgres.settings import default_data_dir

SECRET_BYTES: Final = 48
KEY_BYTES: Final = 32


class Environment(BaseSettings):
    """Every setting an operator can make, with its default.

    Attributes:
        data: folder for the embedded database, secrets and uploads (``TASUKI_DATA``).
        keys: folder of the master keys and secrets; empty = ``keys`` in the data folder.
        database_url: an external PostgreSQL, read without prefix (``DATABASE_URL``).
        demo: persona sign-in and sample strip; never on for real data.
        base_url: how the outside reaches this server, without a slash at the end.
        import_mb: size of a file that may come in.
        import_rows: rows of such a file.
        import_columns: columns of such a file.
        import_cells: cells of one of its sheets, empty ones between filled ones included.
        mail_host: SMTP server; empty = mails are kept in the outbox folder as files.
    """

    model_config = SettingsConfigDict(env_prefix="TASUKI_", extra="ignore")

    data: Path = Field(default_factory=default_data_dir)
    keys: Path | None = None
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    demo: bool = False
    debug: bool = False
    base_url: str = "http://127.0.0.1:8000"
    hosts: str = "127.0.0.1,localhost,[::1]"
    secret_key: SecretStr | None = None
    mail_host: str = ""
    mail_port: int = 25
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_use_tls: bool = False
    mail_from: str = "Tasuki <no-reply@example.invalid>"
    mail_delay_seconds: int = 600
    legal_form: Literal["system", "job_information"] = "system"
    notification_number: str = ""
    https: bool = False
    import_mb: int = Field(default=50, ge=1, le=500)
    import_rows: int = Field(default=200_000, ge=1)
    import_columns: int = Field(default=500, ge=1)
    import_cells: int = Field(default=10_000_000, ge=1)

    @property
    def key_folder(self) -> Path:
        """Where secrets and master keys are; never in the database."""
        return self.keys or self.data / "keys"

    @cached_property
    def secret(self) -> str:
        """The signing secret: given, or made once and kept in the data folder."""
        if self.secret_key:
            return self.secret_key.get_secret_value()
        return self._kept("secret.key", lambda: secrets.token_urlsafe(SECRET_BYTES))

    @cached_property
    def index_key(self) -> bytes:
        """The key of the blind indexes; lives outside the database."""
        return bytes.fromhex(self._kept("index.key", lambda: secrets.token_hex(KEY_BYTES)))

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        folder = self.key_folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / name
        if not path.exists():
            write_private(path, make())
        return path.read_text(encoding="ascii")
