"""What nobody else should see on a receipt: finding it, masking the words, blacking out the picture."""

from fairpanel.redaction.codes import find_codes
from fairpanel.redaction.finding import find
from fairpanel.redaction.marks import SPECIAL, Kind, Mark, Span
from fairpanel.redaction.masking import mask, mask_text
from fairpanel.redaction.picture import black_out, encode_jpeg, widened

__all__ = [
    "SPECIAL",
    "Kind",
    "Mark",
    "Span",
    "black_out",
    "encode_jpeg",
    "find",
    "find_codes",
    "mask",
    "mask_text",
    "widened",
]
