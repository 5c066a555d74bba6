"""Bytes to text: gzip, encodings, limits; what cannot be text is refused with a reason."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib

import charset_normalizer

__all__ = ["LIMIT", "Refused", "decode", "inflate"]

LIMIT = 20_000_000
"""The most bytes of text that one document may have (after unpacking)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_INVISIBLE = re.compile("[\ufeff\u00ad\u200b\u2060]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*"
    rb"((?:iso-?8859|windows|cp|koi8|gb|big5|euc|shift|latin|mac|ks_c|utf-?16)[\w.:-]{0,20})",
    re.I,
)


class Refused(Exception):
    """These bytes cannot be read as text; the message says why and what to do."""


def inflate(data: bytes, limit: int = LIMIT) -> bytes:
    """Unpack gzip data, never beyond `limit` bytes.

    Raises Refused where the data are damaged or unpack to more than `limit`.

    >>> inflate(gzip.compress(b"text"))
    b'text'
    """
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            out = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(f"damaged gzip file: {error}") from None
    if len(out) > limit:
        raise Refused(too_long(limit))
    return out


def too_long(limit: int) -> str:
    """What a user is told of a document over the limit."""
    return (
        f"more than {limit / 1e6:g} MB of text, which is the limit for one document: split the file into its articles"
    )


def decode(data: bytes, *, html: bool = False) -> tuple[str, str | None]:
    """The text that `data` hold, and a note on what was lost on the way (None: nothing).

    Tried in turn: a byte order mark, UTF-8, the charset an HTML page declares, UTF-16 without a mark, UTF-8 with a
    few broken bytes, Windows-1252, what charset-normalizer finds. Line ends become `\\n`; invisible characters (soft
    hyphens, zero-width spaces, byte order marks) are left out. Raises Refused for data that are no text.

    >>> decode("Türkiye’s “yes”".encode("cp1252"))
    ('Türkiye’s “yes”', None)
    >>> decode("Kim met Putin in Vladivostok.".encode("utf-16"))[0]
    'Kim met Putin in Vladivostok.'
    """
    text, note = _decode(data, html)
    if len(data) and _control_share(text) > 0.02:
        raise Refused("a binary file, or text in an encoding that is not known: save it as UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text)), note


def _control_share(text: str) -> float:
    sample = text[:200_000]
    return len(_CONTROL.findall(sample)) / max(1, len(sample))


def _decode(data: bytes, html: bool) -> tuple[str, str | None]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _count_losses(data[len(mark) :].decode(encoding, "replace"), encoding)
    text = _strictly(data, "utf-8")
    if text is not None and "\0" not in text[:4096]:
        return text, None
    declared = _META_CHARSET.search(data[:4096]) if html else None
    if declared and (as_declared := _strictly(data, declared[1].decode("ascii"))):
        return as_declared, None
    if (wide := _wide(data)) is not None:
        return _count_losses(data.decode(wide, "replace"), wide)
    if b"\0" in data[:200_000]:
        raise Refused("a binary file (it holds NUL bytes)")
    return _best_effort(data)


def _best_effort(data: bytes) -> tuple[str, str | None]:
    loose = data.decode("utf-8", "replace")
    lost, high = loose.count("\ufffd"), sum(1 for c in loose[:200_000] if c > "\x7f")
    if lost and high - min(lost, high) > 3 * lost:  # mostly good UTF-8
        return _count_losses(loose, "utf-8")
    return _one_byte(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of English text is then zero."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if len(sample) >= 8 and len(data) % 2 == 0:
        if odd > 0.6 * half and even < 0.1 * half:
            return "utf-16-le"
        if even > 0.6 * half and odd < 0.1 * half:
            return "utf-16-be"
    return None


def _one_byte(data: bytes) -> tuple[str, str | None]:
    """Text in an older encoding. English with typographic quotes is Windows-1252; else let the counts decide."""
    high = sum(1 for b in data[:200_000] if b > 0x7F) / max(1, len(data[:200_000]))
    text = _strictly(data, "cp1252")
    if text is not None and (high < 0.12 or len(data) < 200):
        return text, None
    best = charset_normalizer.from_bytes(data[:100_000]).best()
    if best is not None and (guess := _strictly(data, best.encoding)) is not None:
        return guess, f"encoding not declared, read as {best.encoding}"
    if high > 0.3:
        raise Refused("a binary file, or text in an encoding that is not known: save it as UTF-8")
    return data.decode("cp1252", "replace"), "encoding not known, read as Windows-1252: some characters may be wrong"


def _count_losses(text: str, encoding: str) -> tuple[str, str | None]:
    lost = text.count("\ufffd")
    return text, f"{lost} broken characters in {encoding} replaced by \ufffd" if lost else None
