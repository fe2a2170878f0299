"""Reads texts as numbers, dates and addresses, and tells in which range they lie."""

import ipaddress
import re
from fractions import Fraction

from ..operators import read_number, read_seconds
from . import Refused

# A number, milliseconds since 1970, or an address as a number. It has no more digits than the longest address.
_CUT = re.compile(r"-?\d{1,39}(\.\d{1,9})?")


def read(text, kind):
    """Reads the text as a number, date (in milliseconds) or address. None if it is none."""
    if kind == "number":
        number = read_number(text)
        return None if number is None else Fraction(float(number))
    if kind == "date":
        seconds = read_seconds(text)
        return None if seconds is None else Fraction(seconds) * 1000
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return Fraction(int(address)) if address.version == int(kind[2:]) else None


def read_cut(text, kind):
    try:
        if kind == "number":
            return Fraction(float(text))
        if _CUT.fullmatch(text):
            return Fraction(text)
    except (ValueError, OverflowError):
        pass
    raise Refused(f"{text} is no {kind}")


class Range:
    """The range of an unknown number, date or address."""

    def __init__(self, kind):
        self.is_whole = kind != "number"
        self.low, self.high = None, None
        if kind.startswith("ip"):
            self._raise(Fraction(0), False)
            self._lower(Fraction(2 ** (32 if kind == "ip4" else 128) - 1), False)

    def suppose(self, relation, cut, holds):
        if holds:
            self._lower(cut, relation == "lessThan")
        else:
            self._raise(cut, relation == "atMost")

    def _lower(self, cut, is_open):
        if self.is_whole and is_open and cut.denominator == 1:
            cut, is_open = cut - 1, False
        if self.high is None or (cut, not is_open) < (self.high[0], not self.high[1]):
            self.high = (cut, is_open)

    def _raise(self, cut, is_open):
        if self.is_whole and is_open and cut.denominator == 1:
            cut, is_open = cut + 1, False
        if self.low is None or (cut, is_open) > self.low:
            self.low = (cut, is_open)

    def is_empty(self):
        if self.low is None or self.high is None:
            return False
        (low, low_open), (high, high_open) = self.low, self.high
        return low > high or (low == high and (low_open or high_open))

    def holds(self, number):
        below = self.low is None or self.low[0] < number or (self.low[0] == number and not self.low[1])
        above = self.high is None or number < self.high[0] or (self.high[0] == number and not self.high[1])
        return below and above

    def point(self):
        """The only number in it, or None."""
        if self.low is None or self.high is None or self.is_empty():
            return None
        return self.low[0] if self.low[0] == self.high[0] else None
