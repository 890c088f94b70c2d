"""What people write to each other about a receipt: taken without what would say who they are (law 5)."""

import re

from fairpanel.redaction import mask_text

NUMBER, NAME, ADDRESS = "[number]", "[name]", "[address]"
# Numbers of so many digits are those of accounts, cards, telephones and papers, not of prices and days.
_NUMBER = re.compile(r"(?<![\d.,/-])\d(?:[ -]?\d){4,}(?![\d/])")
# A name is known by what people write before it, in a sentence or under a letter.
_NAME = re.compile(
    r"(?P<before>\b(?i:my name is|i am called|mein name ist|ich hei(?:ß|ss)e|je m['\u2019]appelle|mon nom est|me llamo"
    r"|mi nombre es|(?:kind |best )?regards|yours|sincerely|gr(?:ü|ue)(?:ß|ss)en?|cordialement|saludos|mr|mrs|ms|herrn?"
    r"|frau|mme|señora?)\b[.,]?\s+)"
    r"[^\W\d_a-zß-öø-ÿ][\w'\u2019-]*(?: [^\W\d_a-zß-öø-ÿ][\w'\u2019-]*)?"
)
# "I am" stands before much else, so only two such words after it are a name.
_FULL_NAME = re.compile(
    r"(?P<before>\b(?i:i am|i['\u2019]m|this is|ich bin|hier ist|je suis|soy)\s+)"
    r"[^\W\d_a-zß-öø-ÿ][\w'\u2019-]+ [^\W\d_a-zß-öø-ÿ][\w'\u2019-]+"
)
# A street with its number, in the order of each language, and a British postcode.
_ADDRESS = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[A-Z][\w'\u2019-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Close|Way|Court)\b\.?"
    r"|\b[A-ZÄÖÜ][\w-]*[ -]?(?i:straße|strasse|str\.|weg|platz|allee|gasse) \d{1,4}[a-z]?\b"
    r"|\b\d{1,4},? (?i:rue|avenue|boulevard|place|chemin) [\w'\u2019-]+(?: [\w'\u2019-]+){0,3}"
    r"|\b(?i:calle|avenida|plaza) [\w'\u2019 -]{2,40},? (?:n\.?º ?)?\d{1,4}\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)


def cleaned(note: str, *, region: str) -> str:
    """The note without numbers, addresses, and names where they can be told by the words around them."""
    masked = mask_text(note.strip().replace("\r\n", "\n"), [region])
    placeless = _NUMBER.sub(NUMBER, _ADDRESS.sub(ADDRESS, masked))
    return _FULL_NAME.sub(rf"\g<before>{NAME}", _NAME.sub(rf"\g<before>{NAME}", placeless))
