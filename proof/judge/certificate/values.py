"""Texts of a request and their parts: the account or region of an ARN, or the name after its last slash."""

from . import Refused
from .patterns import ANYTHING, Characters, accepts, component, exists, last_segment, literal

twelve_digits = ((Characters(range(ord("0"), ord("9") + 1)), False),) * 12

_COMPONENTS = {"region": 3, "account": 4}


def _containing(part, pattern):
    """A pattern for texts that have this part, if the part fits the given pattern."""
    if part == "name":
        return last_segment(pattern)
    if part not in _COMPONENTS:
        raise Refused(f"a text has no part {part}")
    return component(_COMPONENTS[part], pattern)


def _is_in(part, pattern):
    """The ways in which the part can fit the pattern. Each way has patterns for the text to be in, and to be outside of.

    A text without such a part counts as one whose part is empty.
    """
    if part is None:
        return [({pattern}, set())]
    ways = [({_containing(part, pattern)}, set())]
    if accepts(pattern, ""):
        ways.append((set(), {_containing(part, ANYTHING)}))
    return ways


def _is_not_in(part, pattern):
    if part is None:
        return [(set(), {pattern})]
    present = {_containing(part, ANYTHING)} if accepts(pattern, "") else set()
    return [(present, {_containing(part, pattern)})]


class Supposed:
    """What is supposed of the texts of one request: which patterns each fits, and which not."""

    def __init__(self, domains):
        self.domains = domains
        self.inside = {}
        self.outside = {}

    def suppose(self, text, pattern, is_inside):
        side = self.inside if is_inside else self.outside
        side.setdefault(text, set()).add(pattern)

    def texts(self):
        return {*self.inside, *self.outside}

    def is_possible(self, text, inside=(), outside=()):
        return exists(
            self.domains[text],
            frozenset(self.inside.get(text, ())) | frozenset(inside),
            frozenset(self.outside.get(text, ())) | frozenset(outside),
        )

    def may_be_in(self, value, pattern):
        """Whether the value may fit the pattern."""
        if "known" in value:
            return accepts(pattern, value["known"])
        return self._any(value, _is_in(value.get("part"), pattern))

    def may_be_outside(self, value, *patterns):
        """Whether the value may fit none of the patterns."""
        if "known" in value:
            return not any(accepts(pattern, value["known"]) for pattern in patterns)
        inside, outside = set(), set()
        for pattern in patterns:
            ((more_inside, more_outside),) = _is_not_in(value.get("part"), pattern)
            inside |= more_inside
            outside |= more_outside
        return self.is_possible(value["text"], inside, outside)

    def is_certainly(self, value, text):
        return not self.may_be_outside(value, literal(text))

    def _any(self, value, ways):
        return any(self.is_possible(value["text"], *way) for way in ways)
