"""From the bytes of an original to what may be kept of it: read, then everything sensitive taken out."""

from collections.abc import Collection, Sequence

from fairpanel import reading, redaction
from fairpanel.receipts.laid_out import is_laid_out
from fairpanel.receipts.looking_at_documents import look_at_order
from fairpanel.receipts.signs import signs_of
from fairpanel.receipts.values import BlackBox, Seen


def look(pictures: Sequence[bytes], *, region: str, currency: str, left_on: Collection[str] = ()) -> Seen:
    """Read a picture, or several of one long receipt, and take out of words and pixels what nobody else should see.

    Each picture is turned upright and several are joined; boxes lie on the picture that comes of it (law 5). `region`
    (ISO 3166) and `currency` (ISO 4217) say where it comes from, `left_on` which special kinds the programme leaves on
    (`programme.receipts.SpecialKind`). Raises what `reading.open_picture` and `reading.join`
    raise.
    """
    kinds = [redaction.Kind(kind) for kind in left_on]
    if is_laid_out(pictures[0]):
        return look_at_order(pictures[0], region=region, currency=currency, left_on=kinds)
    picture, page = reading.join(
        [reading.see(reading.open_picture(data), reading.script_of(region)) for data in pictures]
    )
    marks = (*redaction.find(page, regions=[region], left_on=kinds), *redaction.find_codes(picture.pixels))
    # Only from here on: what is read from the masked page cannot hold what was masked.
    masked = redaction.mask(page, marks)
    read = reading.extract(masked, reading.Hints(region=region, currency=currency))
    return Seen(
        reading=read,
        black_boxes=tuple(BlackBox(mark.kind.value, mark.box) for mark in marks),
        jpeg=redaction.encode_jpeg(redaction.black_out(picture.pixels, marks)),
        signs=signs_of(pictures, picture, read),
    )
