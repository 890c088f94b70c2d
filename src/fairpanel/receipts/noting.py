"""What people write to each other about a receipt: taken without what would say who they are (law 5)."""

import re

from fairpanel.redaction import mask_text

NUMBER, NAME = "[number]", "[name]"
# Numbers of so many digits are those of accounts, cards, telephones and papers, not of prices and days.
_NUMBER = re.compile(r"(?<![\d.,/-])\d(?:[ -]?\d){4,}(?![\d/])")
# A name is known by what people write before it, in a sentence or under a letter.
_NAME = re.compile(
    r"(?P<before>\b(?i:my name is|i am called|mein name ist|ich hei(?:ß|ss)e|je m['\u2019]appelle|mon nom est|me llamo"
    r"|mi nombre es|(?:kind |best )?regards|yours|sincerely|gr(?:ü|ue)(?:ß|ss)en?|cordialement|saludos|mr|mrs|ms|herrn?"
    r"|frau|mme|señora?)\b[.,]?\s+)"
    r"[^\W\d_a-zß-öø-ÿ][\w'\u2019-]*(?: [^\W\d_a-zß-öø-ÿ][\w'\u2019-]*)?"
)


def cleaned(note: str, *, region: str) -> str:
    """The note without numbers, addresses of mail, and names where they can be told by the words around them."""
    masked = mask_text(note.strip().replace("\r\n", "\n"), [region])
    return _NAME.sub(rf"\g<before>{NAME}", _NUMBER.sub(NUMBER, masked))
