"""Which language a text is in. The only user of py3langid."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.language_codes import ISO_639_1
from pipelines.normalization import clean_text

_SAMPLE_CHARS = 1_000
_MIN_LETTERS = 20
_LETTER = re.compile(r"[^\W\d_]")
# Scripts without spaces say in one sign what others say in a few letters.
_DENSE_LETTER = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_DENSE_WEIGHT = 3
_MIN_CONFIDENCE = 0.5
_SUBTAG_BORDER = re.compile(r"[-_.@\s;,]")
# ISO 639-1 codes that were withdrawn, three-letter codes of ISO 639-2 that pages use, and
# spelled-out or mistaken ones (country codes) that are seen in ``lang`` attributes.
_OTHER_CODES = {
    "ara": "ar", "ces": "cs", "chi": "zh", "cmn": "zh", "cze": "cs", "dan": "da", "deu": "de",
    "dut": "nl", "ell": "el", "eng": "en", "english": "en", "fas": "fa", "fin": "fi", "fra": "fr",
    "fre": "fr", "french": "fr", "ger": "de", "german": "de", "gre": "el", "heb": "he", "hin": "hi",
    "hun": "hu", "in": "id", "ind": "id", "ita": "it", "italian": "it", "iw": "he", "ji": "yi",
    "jpn": "ja", "kor": "ko", "nld": "nl", "nor": "no", "per": "fa", "pol": "pl", "por": "pt",
    "ron": "ro", "rum": "ro", "rus": "ru", "russian": "ru", "spa": "es", "spanish": "es",
    "swe": "sv", "tur": "tr", "ukr": "uk", "vie": "vi", "zho": "zh",
}  # fmt: skip


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, from its first 1,000 characters.

    ``None`` when the text is too short to tell (under 20 letters), or no language stands out.
    """
    sample = clean_text(text[: 2 * _SAMPLE_CHARS])[:_SAMPLE_CHARS]
    letters = len(_LETTER.findall(sample))
    if letters < _MIN_LETTERS:
        letters += (_DENSE_WEIGHT - 1) * len(_DENSE_LETTER.findall(sample))
    if letters < _MIN_LETTERS:
        return None
    code, confidence = _identifier().classify(sample)
    return normalize_language(code) if confidence >= _MIN_CONFIDENCE else None


def normalize_language(tag: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag (``en-GB``, ``pt_BR``, ``ger``).

    ``None`` when the tag names no language that has such a code.
    """
    if tag is None:
        return None
    primary = _SUBTAG_BORDER.split(tag.strip(), maxsplit=1)[0].lower()
    code = _OTHER_CODES.get(primary, primary)
    return code if code in ISO_639_1 else None


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
