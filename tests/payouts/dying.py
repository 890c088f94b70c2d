"""A program that ends at a statement, as a kill would have it."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection


class Crash(Exception):
    """The program ends here."""


@contextlib.contextmanager
def dying(after_statements: int) -> Iterator[None]:
    """Let the program die at that statement."""
    left = after_statements

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal left
        left -= 1
        if left == -1:
            # Once: what the server takes back for the dead still runs.
            raise Crash
        return execute(*args)

    with connection.execute_wrapper(count):
        yield
