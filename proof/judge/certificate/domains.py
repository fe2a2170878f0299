"""What a text of a request may be. Its name in a certificate decides this, and not what the certificate says.

IAM, CreateRole and CreateUser (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html): a name is
of letters, digits and `_+=,.@-`; a path begins and ends with a slash, and has ASCII from `!` on between.
"""

import re

from .patterns import ANY, ANYTHING, Characters, literal
from .readers import SOURCE_SERVICE

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_NAME = _LOWER + _LOWER.upper() + _DIGITS + "_+=,.@-"
_PATH = "".join(chr(code) for code in range(0x21, 0x7F))

KINDS = ("session", "user", "root", "federatedUser", "federated", "service", "anonymous")


def _one(characters):
    return (Characters(map(ord, characters)), False)


def _many(characters):
    return (Characters(map(ord, characters)), True)


_ACCOUNT = (_one(_DIGITS),) * 12
_ANY_PARTITION = (*literal("aws"), _many(_LOWER + "-"))


def principal_arns(partition=None):
    """Patterns of ARNs for each kind of principal. A session has its role's ARN. Partitions do not know each other's principals."""
    where = literal(partition) if partition else _ANY_PARTITION

    def arn(service, *resource):
        return (*literal("arn:"), *where, *literal(f":{service}::"), *_ACCOUNT, *literal(":"), *resource)

    def named(kind):
        paths = ((), (_one(_PATH), _many(_PATH), *literal("/")))
        return frozenset(arn("iam", *literal(f"{kind}/"), *path, _one(_NAME), _many(_NAME)) for path in paths)

    return {
        "session": named("role"),
        "user": named("user"),
        "root": frozenset([arn("iam", *literal("root"))]),
        "federatedUser": frozenset([arn("sts", *literal("federated-user/"), _many(_NAME), _one(_NAME))]),
    }


_ANYTHING = frozenset([ANYTHING])
_SERVICES = frozenset([(
    _one(_LOWER + _DIGITS + "-"), _many(_LOWER + _DIGITS + ".-"), *literal("."),
    _one(_LOWER + _DIGITS + "-"), _many(_LOWER + _DIGITS + "-"),
)])
_SESSION_NAMES = frozenset([(_one(_NAME), _one(_NAME), _many(_NAME))])
_ACCOUNTS = frozenset([(_one(_LOWER + _DIGITS), _many(_LOWER + _DIGITS + "-"))])
_WORD = (_one(_LOWER), _many(_LOWER + _DIGITS + "-"))
_PLACE = _many(_LOWER + _DIGITS + "-")
_RESOURCES = frozenset([
    (*literal("arn:"), *_ANY_PARTITION, *literal(":"), *_WORD, *literal(":"), _PLACE, *literal(":"), _PLACE,
     *literal(":"), (ANY, True)),
    literal("*"),
])
_CLUSTER_NAME = _LOWER + _DIGITS + _LOWER.upper()
_CLUSTERS = frozenset([(
    *literal("arn:"), *_ANY_PARTITION, *literal(f":{SOURCE_SERVICE}:"), *_WORD, *literal(":"), *_ACCOUNT,
    *literal(":cluster/"), _one(_CLUSTER_NAME), _many(_CLUSTER_NAME + "-_"),
)])


# Names such as `principal ARN` or `principal's maker service`. Tags and condition keys have names of other forms.
_OF_CALLER = re.compile(r"([a-z]+(?:'s maker)*) (ARN|service|session name|provider)")
_SOURCE = re.compile(r"[a-z]+(?:'s maker)*'s making source")


def _actions(service=None):
    first = literal(service) if service else _WORD
    return frozenset([(*first, *literal(":"), _one(_LOWER), _many(_LOWER + _DIGITS))])


def kind_of(name):
    """The kind of the text with this name: `ARN`, `service`, `session name` or `provider` of a caller, `source`, `moment`,
    `action`, `resource`, or its `owner`. None for all others."""
    if found := _OF_CALLER.fullmatch(name):
        return found.group(2)
    if _SOURCE.fullmatch(name):
        return "source"
    if name.endswith(" moment"):
        return "moment"
    return {"action": "action", "resource": "resource", "resource owner": "owner"}.get(name)


_DOMAINS = {"service": _SERVICES, "session name": _SESSION_NAMES, "source": _CLUSTERS,
            "resource": _RESOURCES, "owner": _ACCOUNTS}


class Domains:
    """What texts may be. `partition` is that of the documents, or None for several. The actions are those of `service`."""

    def __init__(self, partition=None, service=None):
        self.arns = principal_arns(partition)
        self._domains = {**_DOMAINS, "ARN": frozenset().union(*self.arns.values()), "action": _actions(service)}

    def of(self, name):
        """Patterns. The text with this name matches at least one of them."""
        return self._domains.get(kind_of(name), _ANYTHING)


def caller_of(name):
    """The caller whose ARN the text with this name is. None if the text is something else."""
    return name.removesuffix(" ARN") if kind_of(name) == "ARN" else None
