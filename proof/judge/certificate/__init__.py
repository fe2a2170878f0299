"""Checks certificates of `prove --certificate DIR`: `python3 -m judge.certificate DIR DOCUMENTS.json`.

A certificate is a set of clauses that contradict each other, with the steps that show it. The checker takes each
step again, decides each fact about texts, numbers, dates, addresses and principals by its own automata, adds what
breaks the claim from its own statement of it, and compares what the named gates say of requests with the judge.
docs/understanding/certificates.md says what is certified, and what is sampled.
"""

import json


class Refused(Exception):
    """Says why a certificate does not hold."""


def reason_of(error):
    """Why something was refused. An unforeseen error, such as that of JSON that is too deep, is given with its type."""
    return str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"


def read_json(text):
    """Reads JSON that all parsers read alike. It refuses a key that stands twice, and numbers such as NaN that JSON lacks."""
    return json.loads(text, object_pairs_hook=_without_repeated, parse_constant=_no_number)


def _without_repeated(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused(f"a key stands twice: {', '.join(key for key, _ in pairs)}")
    return found


def _no_number(text):
    raise Refused(f"{text} is no number")
