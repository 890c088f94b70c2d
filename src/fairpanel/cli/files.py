"""Files that somebody names on the command line."""

import errno
import os
from pathlib import Path


def name_of(path: Path) -> str:
    """The file's name as text, also where it is not written in this machine's encoding."""
    return os.fsencode(path).decode(errors="replace")


def bytes_of(path: Path, *, most: int) -> bytes:
    """At most `most` bytes of the file: enough to see that it is too large, without taking it all into memory.

    Raises `OSError` with a reason for what cannot be opened and for what is no file: a pipe would be waited for, and a
    device never ends.
    """
    if not path.is_dir() and path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file")
    with path.open("rb") as file:
        return file.read(most)
