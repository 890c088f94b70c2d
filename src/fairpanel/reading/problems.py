"""What can be wrong with a file that somebody wants read, each in one sentence."""

from __future__ import annotations

from fairpanel.kit.problems import Invalid, NotSupported, TooLarge, Unavailable


class EmptyFile(Invalid):
    """This file is empty. Choose the picture again."""


class DamagedFile(Invalid):
    """This file is damaged or was cut off on its way. Take the picture again, or send the file again."""


class NotAPicture(NotSupported):
    """This is not a picture that we can read. Send a JPEG, PNG, WebP, HEIC or PDF file."""


class LockedPdf(NotSupported):
    """This PDF is locked with a password. Save it without one and send it again."""


class PdfWithoutPages(Invalid):
    """This PDF has no pages. Send the receipt itself."""


class TooManyBytes(TooLarge):
    """This file has {mebibytes} MiB; we take {mebibytes_max} MiB. Send a smaller picture."""


class TooManyPixels(TooLarge):
    """This picture has {megapixels} megapixels; we take {megapixels_max}. Send a smaller picture."""


class TooManyPictures(TooLarge):
    """These are {pictures} pictures; we join {pictures_max}. Take fewer, from a little further away."""


class DoNotJoin(Invalid):
    """We see no print that pictures {before} and {after} share. Take one more, with a few lines of each on it."""


class TooLongASide(TooLarge):
    """This picture is {pixels} pixels long; we take {pixels_max}. Send a long receipt in several pictures."""


class TakesTooLong(TooLarge):
    """Reading this takes more than {seconds_max} seconds, as no receipt does. Send a picture of the receipt alone."""


class TakesTooMuchMemory(TooLarge):
    """Reading this takes more memory than we have. Send a smaller picture, or fewer at once."""


class WrongModel(Unavailable):
    """The recogniser's model {name} is not the one that this version was made for. Install the pinned rapidocr."""
