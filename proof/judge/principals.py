"""The Principal and NotPrincipal elements.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

import re
from dataclasses import dataclass

# How a statement names the caller, from the closest to the farthest.
DIRECT = "direct"  # its user, session, service or provider
ROLE = "role"  # the role of its session
EVERYONE = "everyone"  # a wildcard
ACCOUNT = "account"  # its account

_ACCOUNT = re.compile(r"\d{12}")


@dataclass(frozen=True)
class Caller:
    """The caller of a request. The session of a role has its own `arn`, and that of its role in `role`."""

    kind: str  # session, user, root, service, federated, anonymous
    arn: str = ""  # of the session, user or root; the service's name; the provider
    role: str = ""  # the ARN of the session's role
    account: str = ""  # none for services, providers and strangers
    partition: str = "aws"
    service_linked: bool = False

    @property
    def in_account(self):
        return bool(self.account)

    @property
    def account_arn(self):
        return f"arn:{self.partition}:iam::{self.account}:root"


def _entries(element):
    if element == "*":
        return [("*", "*")]
    pairs = []
    for kind, names in element.items():
        for name in names if isinstance(names, list) else [names]:
            pairs.append((kind, name))
    return pairs


def ways_named(element, caller):
    """The ways in which a Principal element names a caller, {way: True or None}."""
    ways = {}
    for kind, name in _entries(element):
        way, sure = _way(kind, name, caller)
        if way:
            ways[way] = ways.get(way) or sure
    return ways


def _way(kind, name, caller):
    if kind == "*":
        return EVERYONE, True
    if kind == "Service":
        return (DIRECT, True) if caller.kind == "service" and name == caller.arn else (None, None)
    if kind == "Federated":
        named = caller.kind == "federated" and name == caller.arn
        return (DIRECT, True) if named else (None, None)
    if kind != "AWS":
        return None, None
    if name == "*":
        # "For anonymous users, the following elements are equivalent". The guide does not
        # mention services.
        return EVERYONE, None if caller.kind in ("service", "federated") else True
    if not caller.in_account:
        return None, None
    if name == caller.account_arn or (_ACCOUNT.fullmatch(name) and name == caller.account):
        return (DIRECT if caller.kind == "root" else ACCOUNT), True
    # "You cannot use a wildcard to match part of a principal name or ARN."
    if name == caller.arn:
        return DIRECT, True
    if caller.role and name == caller.role:
        return ROLE, True
    return None, None


def is_excepted(element, caller):
    """Whether a NotPrincipal element spares a caller.

    "you must also specify the account ARN of the not-denied principal. Otherwise, the policy might
    deny access to the entire account containing the principal."
    """
    ways = ways_named(element, caller)
    if not ways:
        return False
    if not caller.in_account or any(kind == "*" for kind, _ in _entries(element)):
        return True if True in ways.values() else None
    names = {DIRECT, ROLE, ACCOUNT} if caller.kind == "session" else {DIRECT, ACCOUNT}
    if caller.kind == "root":
        names = {DIRECT}
    return True if names <= set(ways) else None
