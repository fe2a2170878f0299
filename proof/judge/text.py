"""Wildcards and ARNs.

IAM User Guide, "IAM JSON policy elements: Resource"
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

import re
from functools import lru_cache

# A pattern is a tuple of pieces: a str stands for itself, ANY for `*`, ONE for `?`.
ANY = object()
ONE = object()


@lru_cache(maxsize=100_000)
def pieces(text):
    """The pattern that a text without variables stands for."""
    result = []
    for part in re.split(r"([*?])", text):
        if part:
            result.append({"*": ANY, "?": ONE}.get(part, part))
    return tuple(result)


def is_plain(pattern):
    return ANY not in pattern and ONE not in pattern


def plain_text(pattern):
    return "".join("*" if p is ANY else "?" if p is ONE else p for p in pattern)


@lru_cache(maxsize=100_000)
def _compiled(pattern, ignore_case):
    source = "".join(
        ".*" if p is ANY else "." if p is ONE else re.escape(p) for p in pattern
    )
    return re.compile(source, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def matches(pattern, text, ignore_case=False):
    """Whether the whole text matches. `*` stands for any characters, `?` for a single one."""
    return _compiled(pattern, ignore_case).fullmatch(text) is not None


def split_pattern(pattern):
    """The six parts of an ARN pattern, split at its first five colons. None if it has fewer parts."""
    parts = [[]]
    for piece in pattern:
        if piece is ANY or piece is ONE:
            parts[-1].append(piece)
            continue
        for index, text in enumerate(piece.split(":")):
            if index and len(parts) < 6:
                parts.append([])
            elif index:
                parts[-1].append(":")
            if text:
                parts[-1].append(text)
    return [tuple(part) for part in parts] if len(parts) == 6 else None


@lru_cache(maxsize=100_000)
def _within_segments(pattern):
    """A pattern for an ARN. Its wildcards do not cross colons, except a `*` at the end of a segment."""
    parts = split_pattern(pattern)
    if parts is None:
        return None
    segments = []
    for index, part in enumerate(parts):
        source = ""
        for place, piece in enumerate(part):
            if piece is ANY:
                last = index == 5 or place == len(part) - 1
                source += ".*" if last else "[^:]*"
            elif piece is ONE:
                source += "." if index == 5 else "[^:]"
            else:
                source += re.escape(piece)
        segments.append(source)
    return re.compile(":".join(segments), re.DOTALL)


def matches_resource(pattern, arn):
    """Whether a Resource element covers an ARN.

    "If the * wildcard is the last character of a resource ARN segment, it can expand to match
    beyond the colon boundaries." The guide does not say what other wildcards do at a colon.
    """
    if not matches(pattern, arn):
        return False
    strict = _within_segments(pattern)
    if strict is None or strict.fullmatch(arn):
        return True
    return None


@lru_cache(maxsize=10_000)
def missing_fields(text):
    """The pattern that completes an ARN with fewer than six fields.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    "specifying arn:aws:sqs is equivalent to arn:aws:sqs:*:*:*"
    """
    fields = re.sub(r"\$\{[^}]*\}", "", text).count(":") + 1
    return pieces(":*" * (6 - fields)) if text.startswith("arn:") else ()
