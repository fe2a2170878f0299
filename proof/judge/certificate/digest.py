"""The digest of documents. It is taken of their JSON without whitespace, with the keys of each object in order."""

import hashlib
import json
import re


def digest_of(value):
    text = json.dumps(_in_order(value), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _in_order(value):
    if isinstance(value, list):
        return [_in_order(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _in_order(value[key]) for key in sorted(value, key=_place)}


def _place(key):
    """Orders keys as JavaScript does: first array indexes by number, then the others by UTF-16 code units."""
    is_index = re.fullmatch(r"0|[1-9][0-9]{0,9}", key) and int(key) < 2**32 - 1
    return (0, int(key), b"") if is_index else (1, 0, key.encode("utf-16-be", "surrogatepass"))
