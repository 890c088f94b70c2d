"""The vault in an S3-compatible store: a real server on this machine, and everything that can be wrong with it."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import botocore.session
import pytest
from moto.server import ThreadedMotoServer

from fairpanel.engines.s3_files import PART_BYTES, Bucket, S3Files
from fairpanel.vault import keys
from fairpanel.vault.problems import DamagedInVault, NotInVault, StoreFault, VaultUnavailable
from fairpanel.vault.sealed import Sealed
from fairpanel.website.environment import BadEnvironment, Environment

ALICE = uuid4()
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(address: str) -> object:
    session = botocore.session.Session()
    session.set_credentials("us", "secret")
    return session.create_client("s3", region_name="us-east-1", endpoint_url=address)


@pytest.fixture
def bucket(address: str, client: object) -> Bucket:
    name = f"panel-{uuid4().hex}"
    client.create_bucket(Bucket=name)  # type: ignore[attr-defined]  # botocore ships no types
    return Bucket(address, name, "us-east-1", "us", "secret", prefix="our/panel", read_seconds_max=5)


@pytest.fixture
def vault(bucket: Bucket) -> Sealed:
    return Sealed(S3Files(bucket, "vault"))


def test_what_is_sealed_opens_as_it_was_and_nobody_reads_it_there(
    vault: Sealed, bucket: Bucket, client: object
) -> None:
    name = vault.seal(b"4111 1111 1111 1111", owner=ALICE)

    assert vault.open(name) == b"4111 1111 1111 1111"
    [kept] = client.list_objects_v2(Bucket=bucket.name)["Contents"]  # type: ignore[attr-defined]
    assert kept["Key"] == f"our/panel/vault/{name[:2]}/{name}"
    body = client.get_object(Bucket=bucket.name, Key=kept["Key"])["Body"].read()  # type: ignore[attr-defined]
    assert b"4111" not in body


def test_what_was_dropped_is_gone_and_dropping_it_again_is_no_fault(vault: Sealed) -> None:
    name = vault.seal(b"receipt", owner=ALICE)

    vault.drop(name)
    vault.drop(name)

    with pytest.raises(NotInVault):
        vault.open(name)
    with pytest.raises(NotInVault):
        vault.open("../another/bucket")


@pytest.mark.parametrize("length", [0, 1, PART_BYTES - 200, 2 * PART_BYTES + 5])
def test_pieces_come_out_whole_however_many_requests_they_take(vault: Sealed, length: int) -> None:
    keys.made_for(ALICE)
    data = bytes(range(256)) * (length // 256 + 1)

    name = vault.seal_pieces((data[begin : begin + 100_000] for begin in range(0, length, 100_000)), owner=ALICE)

    whole = b"".join(data[begin : begin + 100_000] for begin in range(0, length, 100_000))
    assert b"".join(vault.open_pieces(name)) == whole


def test_pieces_that_fail_on_the_way_leave_nothing(vault: Sealed) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"r" * (3 * PART_BYTES)
        raise ValueError("no more")

    keys.made_for(ALICE)
    with pytest.raises(ValueError, match="no more"):
        vault.seal_pieces(pieces(), owner=ALICE)

    assert list(vault.stored()) == []


def test_what_a_crash_left_half_written_is_listed_and_can_be_dropped(
    vault: Sealed, bucket: Bucket, client: object
) -> None:
    names = sorted(vault.seal(b"receipt", owner=ALICE) for _ in range(3))
    half = "80" + "0" * 30
    client.create_multipart_upload(Bucket=bucket.name, Key=f"our/panel/vault/80/{half}")  # type: ignore[attr-defined]

    listed = list(vault.stored())

    assert [stored.name for stored in listed] == sorted([*names, half])
    assert [stored.name for stored in listed if stored.half] == [half]
    vault.drop(half)
    assert [stored.name for stored in vault.stored()] == names


def test_another_folder_of_the_bucket_is_another_vault(vault: Sealed, bucket: Bucket) -> None:
    name = vault.seal(b"receipt", owner=ALICE)

    copies = Sealed(S3Files(bucket, "copies"))

    assert list(copies.stored()) == []
    with pytest.raises(NotInVault):
        copies.open(name)


def test_a_changed_byte_is_damage(vault: Sealed, bucket: Bucket, client: object) -> None:
    name = vault.seal(b"receipt", owner=ALICE)
    place = {"Bucket": bucket.name, "Key": f"our/panel/vault/{name[:2]}/{name}"}
    whole = client.get_object(**place)["Body"].read()  # type: ignore[attr-defined]

    client.put_object(**place, Body=whole[:-1] + bytes([whole[-1] ^ 1]))  # type: ignore[attr-defined]

    with pytest.raises(DamagedInVault):
        vault.open(name)


def test_a_bucket_that_is_not_there_is_told_to_the_operator_and_not_to_a_panelist(bucket: Bucket) -> None:
    files = S3Files(replace(bucket, name="nowhere-to-be-found"), "vault")

    with pytest.raises(StoreFault, match="There is no bucket nowhere-to-be-found at http:"):
        files.require()
    with pytest.raises(VaultUnavailable) as told:
        Sealed(files).seal(b"receipt", owner=ALICE)
    assert "nowhere" not in str(told.value)


def test_a_store_that_refuses_our_key_is_told(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    # The server checks signatures from here on, and nobody of this name was ever made known to it.
    monkeypatch.setattr("moto.core.responses.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0)
    files = S3Files(replace(bucket, key_id="AKIANOBODY", key="hunter2"), "vault")

    with pytest.raises(StoreFault, match=r"refuses our key for panel-\w+ \(InvalidAccessKeyId\)") as told:
        files.require()

    assert "hunter2" not in str(told.value) + repr(files)


def test_a_store_that_is_not_there_is_told(bucket: Bucket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    files = S3Files(replace(bucket, address=f"http://127.0.0.1:{port}"), "vault")

    with pytest.raises(StoreFault, match="does not answer"):
        files.require()


def test_a_store_that_says_nothing_is_not_waited_for_long(bucket: Bucket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        files = S3Files(replace(bucket, address=address, read_seconds_max=0.2), "vault")

        with pytest.raises(StoreFault, match="does not answer"):
            files.require()


@pytest.mark.parametrize(
    "address",
    [
        "https://us:secret@s3.example.org/bucket", "s3://s3.example.org/bucket", "s3://us:secret@s3.example.org",
        "s3+http://us:secret@s3.example.org/bucket", "s3://us:secret@s3.example.org/bucket?rgion=x", "s3://us:secret@[",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_told_without_its_key(address: str, tmp_path: object) -> None:
    with pytest.raises(BadEnvironment, match="is not the address of a store") as told:
        Environment.read({"FAIRPANEL_HOME": str(tmp_path), "FAIRPANEL_VAULT_URL": address})

    assert "secret" not in str(told.value)


def test_an_address_says_where_the_store_is_and_who_we_are(tmp_path: object) -> None:
    said = "s3://us:a%2Fsecret@s3.example.org:9000/panel/our/files?region=eu-central-1"

    read = Environment.read({"FAIRPANEL_HOME": str(tmp_path), "FAIRPANEL_VAULT_URL": said})

    assert read.bucket == Bucket(
        "https://s3.example.org:9000", "panel", "eu-central-1", "us", "a/secret", prefix="our/files"
    )
    assert "a/secret" not in repr(read)
