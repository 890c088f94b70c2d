"""The vault's files in an S3-compatible store: Amazon's, MinIO, Ceph, Garage, ..."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import IO, Any, Self, cast

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from fairpanel.vault.problems import NotInVault, StoreFault
from fairpanel.vault.values import Stored

# What goes in one request; the store wants at least 5 MiB of each part but the last.
PART_BYTES = 8 * 1024 * 1024
CONNECT_SECONDS_MAX, READ_SECONDS_MAX, TRIES_MAX = 5, 30, 3
_GONE = {"NoSuchKey", "404", "NotFound", "NoSuchUpload"}
_REFUSED = {
    "AccessDenied", "403", "Forbidden", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken",
    "AuthorizationHeaderMalformed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where an S3-compatible store is, and who we are there. Files go under `prefix`."""

    address: str
    name: str
    region: str
    key_id: str
    key: str = field(repr=False)
    prefix: str = ""
    connect_seconds_max: float = CONNECT_SECONDS_MAX
    read_seconds_max: float = READ_SECONDS_MAX


class S3Files:
    """Keeps files as objects of one bucket. An object appears as a whole or not at all."""

    def __init__(self, bucket: Bucket, folder: str) -> None:
        self._bucket = bucket
        self._prefix = "".join(f"{part}/" for part in (bucket.prefix, folder) if part)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        parts = _parts(pieces)
        first, second = next(parts, b""), next(parts, None)
        if second is None:
            self._asked("put_object", Key=self._key(name), Body=first, ContentMD5=_md5(first))
        else:
            self._put_parts(name, chain([first, second], parts))

    def _put_parts(self, name: str, parts: Iterable[bytes]) -> None:
        upload = {"Key": self._key(name)}
        upload["UploadId"] = self._asked("create_multipart_upload", **upload)["UploadId"]
        try:
            done = []
            for number, part in enumerate(parts, start=1):
                told = self._asked("upload_part", **upload, PartNumber=number, Body=part, ContentMD5=_md5(part))
                done.append({"PartNumber": number, "ETag": told["ETag"]})
            self._asked("complete_multipart_upload", **upload, MultipartUpload={"Parts": done})
        except BaseException:
            self._asked("abort_multipart_upload", **upload)
            raise

    def read(self, name: str) -> IO[bytes]:
        return cast("IO[bytes]", _Body(self._asked("get_object", Key=self._key(name))["Body"], self._fault))

    def drop(self, name: str) -> None:
        key = self._key(name)
        self._asked("delete_object", Key=key)
        for upload in self._asked("list_multipart_uploads", Prefix=key).get("Uploads", ()):
            self._asked("abort_multipart_upload", Key=upload["Key"], UploadId=upload["UploadId"])

    def stored(self) -> Iterator[Stored]:
        half = {upload.name: upload for upload in self._uploads()}
        for whole in self._objects():
            half.pop(whole.name, None)
            # What was begun and never ended stands where its name would.
            for name in sorted(name for name in half if name < whole.name):
                yield half.pop(name)
            yield whole
        yield from sorted(half.values(), key=lambda stored: stored.name)

    def require(self) -> None:
        self._asked("list_objects_v2", Prefix=self._prefix, MaxKeys=1)

    def _objects(self) -> Iterator[Stored]:
        for page in self._pages("list_objects_v2"):
            for found in page.get("Contents", ()):
                yield Stored(found["Key"].rpartition("/")[2], found["LastModified"])

    def _uploads(self) -> Iterator[Stored]:
        for page in self._pages("list_multipart_uploads"):
            for found in page.get("Uploads", ()):
                yield Stored(found["Key"].rpartition("/")[2], found["Initiated"], half=True)

    def _pages(self, request: str) -> Iterator[dict[str, Any]]:
        pages = iter(self._client.get_paginator(request).paginate(Bucket=self._bucket.name, Prefix=self._prefix))
        while True:
            try:
                page = next(pages, None)
            except (BotoCoreError, ClientError) as error:
                raise self._fault(error) from error
            if page is None:
                return
            yield page

    def _asked(self, request: str, **words: Any) -> dict[str, Any]:
        try:
            told: dict[str, Any] = getattr(self._client, request)(Bucket=self._bucket.name, **words)
        except (BotoCoreError, ClientError) as error:
            raise self._fault(error) from error
        return told

    def _key(self, name: str) -> str:
        if set(name) - set("0123456789abcdef"):
            # No name of ours: it must not lead anywhere.
            raise NotInVault
        return f"{self._prefix}{name[:2]}/{name}"

    def _fault(self, error: Exception) -> Exception:
        """What to raise for it: nothing of our key is in it."""
        where, bucket = self._bucket.address, self._bucket.name
        if isinstance(error, (ConnectTimeoutError, ReadTimeoutError, EndpointConnectionError)):
            return StoreFault(f"The store at {where} does not answer. Check FAIRPANEL_VAULT_URL and that it runs.")
        if not isinstance(error, ClientError):
            return StoreFault(f"The store at {where} cannot be used: {type(error).__name__}.")
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _GONE:
            return NotInVault()
        if code == "NoSuchBucket":
            return StoreFault(f"There is no bucket {bucket} at {where}. Make it there, or mend FAIRPANEL_VAULT_URL.")
        if code in _REFUSED:
            return StoreFault(f"The store at {where} refuses our key for {bucket} ({code}). Mend FAIRPANEL_VAULT_URL.")
        return StoreFault(f"The store at {where} did not do what we asked: {code or 'it gave no reason'}.")

    @cached_property
    def _client(self) -> Any:
        bucket = self._bucket
        # A session that reads no environment and no file of somebody else's: all it needs stands in our settings.
        session = botocore.session.Session(session_vars={"config_file": (None, None, "/dev/null", None)})
        session.set_credentials(bucket.key_id, bucket.key)
        return session.create_client(
            "s3", region_name=bucket.region, endpoint_url=bucket.address,
            config=Config(
                connect_timeout=bucket.connect_seconds_max, read_timeout=bucket.read_seconds_max,
                retries={"total_max_attempts": TRIES_MAX, "mode": "standard"},
                s3={"addressing_style": "path"}, proxies={},
                # Not every store knows the newer checksums; MD5 of what we send they all check.
                request_checksum_calculation="when_required", response_checksum_validation="when_required",
            ),
        )  # fmt: skip


class _Body:
    """What comes over the network, read as a file; a line that breaks is a fault of the store's."""

    def __init__(self, body: Any, fault: Callable[[Exception], Exception]) -> None:
        self._body, self._fault = body, fault

    def read(self, size: int | None = None) -> bytes:
        try:
            return bytes(self._body.read(size))
        except BotoCoreError as error:
            raise self._fault(error) from error

    def close(self) -> None:
        self._body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= PART_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
