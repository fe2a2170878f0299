"""Texts that a pattern of a policy accepts, and texts at its borders."""

from ipaddress import ip_network

from ..text import matches, pieces
from .domains import principal_arns
from .patterns import accepts

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: "multivalued"
_LISTS = ("aws:tagkeys", "kms:encryptioncontextkeys", "aws:principalorgpaths", "aws:resourceorgpaths", "aws:calledvia",
          "aws:sourceorgpaths", "aws:vpceorgpaths", "aws:principalservicenameslist", "kms:grantoperations",
          "kms:resourcealiases", "sts:transitivetagkeys")
_KNOWN_SERVICES = ("aws", "secretsmanager", "kms", "sts", "ssm")
_ARNS = [pattern for patterns in principal_arns().values() for pattern in patterns]


def is_list(key):
    """Whether a request may have several values of the condition key. It may for keys of unknown services."""
    return key in _LISTS or key.partition(":")[0] not in _KNOWN_SERVICES


def is_principal(arn):
    return any(accepts(pattern, arn) for pattern in _ARNS)


def principal_like(pattern, known, accounts, random):
    """The ARN of a principal that the pattern accepts: a known one, or one that is made from the pattern."""
    fitting = [arn for arn in known if matches(pieces(pattern), arn)]
    if fitting and random.random() < 0.5:
        return random.choice(fitting)
    fields = pattern.split(":", 5) if pattern.count(":") >= 5 else ["arn", "*", "*", "", "*", "role/*"]
    for place, usual in ((1, "aws"), (2, "iam")):
        fields[place] = usual if set(fields[place]) & set("*?") else fields[place]
    if set(fields[4]) & set("*?"):
        fields[4] = random.choice([one for one in accounts if matches(pieces(fields[4]), one)] or accounts)
    if fields[5] in ("*", "role*", "user*"):
        fields[5] = (fields[5].rstrip("*") or "role") + "/*"
    return ":".join(fields).replace("*", random.choice(("x", "x/y", "anyone"))).replace("?", "x")


def address_near(network, random):
    """An address at an end of the network, or just beyond it."""
    try:
        found = ip_network(network, strict=False)
        return str(random.choice((found[0], found[-1], found[-1], found[0] - 1, found[-1] + 1)))
    except ValueError:
        return network
