"""Checks certificates of `prove --certificate DIR`: `python3 -m judge.certificate DIR DOCUMENTS.json`.

A certificate is a set of clauses that contradict each other, with the steps that show it. The checker takes each
step again, decides each fact about texts, numbers, dates, addresses and principals by its own automata, adds what
breaks the claim from its own statement of it, and compares what the named gates say of requests with the judge.
docs/understanding/certificates.md says what is certified, and what is sampled.
"""


class Refused(Exception):
    """The certificate does not hold, and why."""
