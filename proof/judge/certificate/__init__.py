"""Checks certificates of `prove --certificate DIR`: `python3 -m judge.certificate DIR DOCUMENTS.json`.

A certificate is a set of clauses that contradict each other, with the steps that show it. The checker takes each
step again, decides each fact about texts, numbers, dates, addresses and principals by its own automata, adds what
breaks the claim from its own statement of it, and compares what the named gates say of requests with the judge.
docs/understanding/certificates.md says what is certified, and what is sampled.
"""


class Refused(Exception):
    """The certificate does not hold, and why."""


def reason_of(error):
    """Why something was refused; of what nobody foresaw, such as JSON that is too deep, which exception it is."""
    return str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
