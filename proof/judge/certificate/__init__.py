"""Checks certificates of `prove --certificate DIR`: `python3 -m judge.certificate DIR`.

A certificate is a set of clauses that contradict each other, with the steps that show it, and for each
clause why it holds. The checker takes each step again; decides each fact about texts, numbers, dates and
addresses by its own automata; and checks that definitions are no more than that. What it cannot check,
and counts instead, is what documents and AWS's documentation were read as: assumptions, what is true of
every request, what must not be possible, and which statement a definition is of.
"""


class Refused(Exception):
    """The certificate does not hold, and why."""
