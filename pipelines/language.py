"""Which language a text is in. The only user of py3langid."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

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
    return code if code in _iso_639_1() else None


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _iso_639_1() -> frozenset[str]:
    return frozenset(_ISO_639_1.split())


# https://www.loc.gov/standards/iso639-2/php/code_list.php, column ISO 639-1.
_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to
tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
