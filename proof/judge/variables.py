"""Policy variables.

IAM User Guide, "IAM policy elements: Variables and tags"
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from functools import lru_cache

from .text import pieces
from .truth import NOT_SAID, NotSaid

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
# "surround the default value with single quotes, and separate the variable text and the
# default value with a comma and space"
_WITH_DEFAULT = re.compile(r"^\s*(.*?)\s*,\s*'(.*)'\s*$", re.DOTALL)
# "a few special predefined policy variables that have fixed values"
_FIXED = ("*", "?", "$")


@lru_cache(maxsize=100_000)
def _parts(text):
    """Splits a text into plain parts and variables (name, default). None if it has no variable."""
    if "${" not in text:
        return None
    parts, end = [], 0
    for found in _VARIABLE.finditer(text):
        parts.append(text[end : found.start()])
        end = found.end()
        inside = found.group(1)
        if inside in _FIXED:
            parts.append((None, inside))
            continue
        default = _WITH_DEFAULT.match(inside)
        parts.append(default.groups() if default else (inside.strip(), None))
    parts.append(text[end:])
    return tuple(parts)


def resolve(text, context, version):
    """The pattern that a policy's text means for a request. None if a variable has no value.

    Without Version 2012-10-17 "variables like ${aws:username} are treated as literal strings".
    Wildcards in the value of a variable stand for themselves.
    """
    parts = _parts(text) if version == "2012-10-17" else None
    if parts is None:
        return pieces(text)
    result = []
    for part in parts:
        if isinstance(part, str):
            result.extend(pieces(part))
            continue
        name, value = part
        if name is not None:
            values = context.get(name.lower())
            if values is NOT_SAID:
                raise NotSaid
            # "You can use any available single-valued context key as a policy variable"
            if values is not None and len(values) == 1:
                value = values[0]
        if value is None:
            return None
        if value:
            result.append(value)
    return tuple(_joined(result))


def _joined(parts):
    """Joins neighbouring texts, so that ARNs are split at the same colons whichever parts they are made of."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        text = ""
        yield part
    if text:
        yield text
