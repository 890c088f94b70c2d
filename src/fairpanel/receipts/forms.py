"""What somebody sends."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from fairpanel.kit.problems import Invalid, TooLarge

BYTES_A_MEGABYTE = 1024 * 1024


class NothingChosen(Invalid):
    """There was no picture with it. Choose a photo or a file, then send it."""


class LargerThanWeTake(TooLarge):
    """This file is larger than the {megabytes} MB that we take. Take a photo of the receipt instead."""


class PictureForm(forms.Form):
    """A photo or a file of a receipt. An empty file is the reader's to refuse."""

    picture = forms.FileField(allow_empty_file=True)

    def picture_bytes(self) -> bytes:
        """The file as it came. Raises `NothingChosen` or `LargerThanWeTake`."""
        if not self.is_valid():
            raise NothingChosen
        sent = cast("UploadedFile[Any]", self.cleaned_data["picture"])
        if (sent.size or 0) > settings.UPLOAD_BYTES_MAX:
            raise LargerThanWeTake(megabytes=megabytes_taken())
        return bytes(sent.read())


def megabytes_taken() -> int:
    """How large a file may be, in whole megabytes."""
    return int(settings.UPLOAD_BYTES_MAX // BYTES_A_MEGABYTE)
