"""How each condition operator compares a single value of the request with a single value of the policy.

IAM User Guide, "IAM JSON policy elements: Condition operators"
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import base64
import binascii
import ipaddress
import re
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from .text import matches, plain_text, split_pattern


def _string_equals(value, pattern):
    return value == plain_text(pattern)


def _string_equals_ignoring_case(value, pattern):
    return value.lower() == plain_text(pattern).lower()


def _string_like(value, pattern):
    return matches(pattern, value)


def _arn_like(value, pattern):
    """"Each of the six colon-delimited components of the ARN is checked separately"."""
    patterns, parts = split_pattern(pattern), value.split(":", 5)
    if patterns is None or len(parts) < 6:
        # The guide describes only ARNs with six components.
        return None if matches(pattern, value) else False
    return all(matches(p, part) for p, part in zip(patterns, parts))


@lru_cache(maxsize=10_000)
def read_number(text):
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?"
)

_EPOCH = re.compile(r"-?\d{1,15}")


@lru_cache(maxsize=10_000)
def read_seconds(text):
    """Reads W3C's profile of ISO 8601, or epoch time, as seconds since 1970. Four digits are a year."""
    text = text.strip()
    found = _DATE.fullmatch(text)
    if not found:
        return Decimal(text) if _EPOCH.fullmatch(text) else None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        moment = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0),
            int(second or 0), tzinfo=timezone.utc,
        )
    except ValueError:
        return None
    seconds = Decimal(int(moment.timestamp())) + Decimal(fraction or 0)
    if zone and zone != "Z":
        offset = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds -= offset if zone[0] == "+" else -offset
    return seconds


def _compare(read, test):
    def operator(value, pattern):
        left, right = read(value), read(plain_text(pattern))
        return left is not None and right is not None and test(left, right)

    return operator


def _bool(value, pattern):
    left, right = value.lower(), plain_text(pattern).lower()
    return left in ("true", "false") and left == right


def _binary(value, pattern):
    """Reads both sides as base64, and compares them "byte for byte"."""
    try:
        return base64.b64decode(value, validate=True) == base64.b64decode(
            plain_text(pattern), validate=True
        )
    except (binascii.Error, ValueError):
        return False


@lru_cache(maxsize=10_000)
def _network(text):
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _ip_address(value, pattern):
    """Whether the address lies in a range in CIDR format. An address alone is a range of one address."""
    address, network = _network(value), _network(plain_text(pattern))
    if address is None or network is None or address.version != network.version:
        return False
    return address.subnet_of(network)


_ORDERS = {
    "Equals": lambda a, b: a == b,
    "LessThan": lambda a, b: a < b,
    "LessThanEquals": lambda a, b: a <= b,
    "GreaterThan": lambda a, b: a > b,
    "GreaterThanEquals": lambda a, b: a >= b,
}

# name in lower case: (test, whether the operator negates it, whether values may have variables)
OPERATORS = {
    "stringequals": (_string_equals, False, True),
    "stringnotequals": (_string_equals, True, True),
    "stringequalsignorecase": (_string_equals_ignoring_case, False, True),
    "stringnotequalsignorecase": (_string_equals_ignoring_case, True, True),
    "stringlike": (_string_like, False, True),
    "stringnotlike": (_string_like, True, True),
    "arnequals": (_arn_like, False, True),
    "arnlike": (_arn_like, False, True),
    "arnnotequals": (_arn_like, True, True),
    "arnnotlike": (_arn_like, True, True),
    "bool": (_bool, False, True),
    "binaryequals": (_binary, False, False),
    "ipaddress": (_ip_address, False, False),
    "notipaddress": (_ip_address, True, False),
}
for _kind, _read in (("numeric", read_number), ("date", read_seconds)):
    for _order, _test in _ORDERS.items():
        OPERATORS[_kind + _order.lower()] = (_compare(_read, _test), False, False)
    OPERATORS[_kind + "notequals"] = (_compare(_read, _ORDERS["Equals"]), True, False)
