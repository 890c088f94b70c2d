"""The empty, the huge, the malformed and the locked, at each of the three doors: one sentence, and nothing is kept."""

import json
import struct
import zlib
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from fairpanel.cli import main
from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member
from fairpanel.receipts.models import Receipt
from tests.reading.test_opening_a_picture import LOCKED_PDF

SignedIn = Callable[[Member], Client]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb() -> bytes:
    """A whole and valid PNG of 30,000 by 30,000 pixels in less than a megabyte; decoded it would be 2.7 GB."""
    packer = zlib.compressobj(9)
    row = bytes(1 + 30_000 // 8)
    rows = b"".join(packer.compress(row) for _ in range(30_000)) + packer.flush()
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def truncated() -> bytes:
    buffer = BytesIO()
    Image.effect_noise((600, 900), 60).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()[:9_000]


BAD = {
    "empty": (b"", 422, "is empty"),
    "text named .jpg": (b"this is a letter to my aunt\n" * 9, 415, "not a picture that we can read"),
    "truncated": (truncated(), 422, "damaged"),
    "bomb": (bomb(), 413, "pixels"),
    "locked PDF": (LOCKED_PDF, 415, "password"),
    "too many bytes": (b"\xff\xd8" + bytes(20 * 1024 * 1024), 413, "20 M"),
}
every_bad_file = pytest.mark.parametrize("bad", BAD.values(), ids=list(BAD))
Bad = tuple[bytes, int, str]


@pytest.fixture
def panelist(alice: Member, now: datetime) -> Member:
    version = current_version(Purpose.RECEIPTS)
    answer(member=alice, purpose=Purpose.RECEIPTS, version=version, granted=True, now=now)
    return alice


def kept_in_vault(settings: object) -> list[Path]:
    vault = settings.ENVIRONMENT.home / "vault"  # type: ignore[attr-defined]  # our own setting
    return [file for file in vault.rglob("*") if file.is_file()] if vault.exists() else []


@every_bad_file
def test_the_page_says_it_with_its_status(bad: Bad, panelist: Member, signed_in: SignedIn, settings: object) -> None:
    data, status, sentence = bad
    before = kept_in_vault(settings)

    told = signed_in(panelist).post(
        "/receipts/add/", {"picture": SimpleUploadedFile("r.jpg", data)}, headers={"Accept": "application/json"}
    )

    assert (told.status_code, told["Content-Type"]) == (status, "application/problem+json")
    assert sentence in told.json()["detail"]
    assert not Receipt.objects.exists()
    assert kept_in_vault(settings) == before


@every_bad_file
def test_the_command_that_sends_says_it_and_ends_with_1(bad: Bad, panelist: Member, tmp_path: Path) -> None:
    data, _status, sentence = bad
    file = tmp_path / "r.jpg"
    file.write_bytes(data)

    done = CliRunner().invoke(main, ["submit", "--member", panelist.email, str(file)])

    assert done.exit_code == 1
    assert sentence in done.output
    assert done.output.count("\n") == 1
    assert not Receipt.objects.exists()


@every_bad_file
def test_the_command_that_reads_says_it_in_its_line(bad: Bad, tmp_path: Path) -> None:
    data, _status, sentence = bad
    file = tmp_path / "r.jpg"
    file.write_bytes(data)

    done = CliRunner().invoke(main, ["read", "--json", str(file)])

    assert done.exit_code == 1
    [line] = done.stdout.splitlines()
    assert sentence in json.loads(line)["error"]


def test_the_largest_upload_that_we_take_never_touches_the_disk(
    panelist: Member, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[object] = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *said, **_: touched.append(said))
    monkeypatch.setattr("tempfile.mkstemp", lambda *said, **_: touched.append(said))
    data = b"\xff\xd8" + bytes(20 * 1024 * 1024 - 2)

    told = signed_in(panelist).post("/receipts/add/", {"picture": SimpleUploadedFile("r.jpg", data)})

    assert told.status_code in {415, 422}
    assert touched == []
