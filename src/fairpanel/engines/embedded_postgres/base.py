"""Django's PostgreSQL backend, over a server that it starts itself on the first connection.

`DATABASES["default"]` names this package as its ENGINE and the server's folder as its HOST.
"""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from fairpanel.engines.embedded_postgres.server import Server


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server, which runs for as long as some program on this machine holds it."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, once the server is up."""
        server = Server.at(Path(self.settings_dict["HOST"]))
        server.hold()
        return super().get_connection_params() | {"host": str(server.sockets), "user": "postgres"}
