"""Asks the judge about parts of a question: about a statement, a single document, or all documents together."""

import re
from dataclasses import replace

from ..conditions import Unresolved
from ..decision import Policies, Request, decide
from ..documents import ALLOW_EVERYTHING, Documents, _arn_field
from ..policy import Policy
from ..truth import NOT_SAID, NotSaid, all_of, any_of
from .asked import context, principal

_TITLES = re.compile(
    r"(resource policy|key policy|trust policy|permissions boundary|identity policy (\d+)) of (.*)", re.DOTALL)
_CONTROL = re.compile(r"(service|resource) control policy (\d+) at level (\d+) of account (.*)", re.DOTALL)
# Statements that the documents lack. They are judged only as part of the whole request.
_MADE = re.compile(r"RCPFullAWSAccess|(resource shares|policy of the AWS managed key|endpoint policy|grant \d+) of .*", re.DOTALL)


class Judged(Documents):
    """The documents. For principals that they lack, it supposes the worst case."""

    def __init__(self, file):
        super().__init__(file)
        self.whole = set(self.file.get("wholeAccounts") or [])
        # Whether principals that the documents do not mention have rights of their own.
        self.strangers_may = True

        self._names = {_name_of(arn): arn for name in ("roles", "users") for arn in self._lists[name]}

    def is_namesake(self, arn):
        """Whether the documents have another role or user with this name, in upper or lower case."""
        return self._names.get(_name_of(arn), arn) != arn

    def prepared(self, asked, session_policies=None):
        request, policies = super().prepared(asked, session_policies)
        return replace(request, context=_settled(request.context, request.caller.kind)), policies

    def _identity_policies(self, asked, caller, owner):
        if self._identity(asked):
            return super()._identity_policies(asked, caller, owner)
        return ([ALLOW_EVERYTHING] if self.strangers_may else []), None

    def allows(self, asked, strangers_may=True):
        self.strangers_may = strangers_may
        return self.is_allowed(asked)

    def policy_named(self, name):
        """The policy with this name. None if the documents lack it, and `made` if the judge makes it itself, as for grants."""
        if found := _CONTROL.fullmatch(name):
            kind, number, level, account = found.groups()
            lists = self.organization.get(f"{kind}ControlPolicies") or []
            levels = [level for one in lists if one["account"] == account for level in one["levels"]]
            return self._policy(levels[int(level) - 1][int(number) - 1])
        if found := _TITLES.fullmatch(name):
            return self._titled(*found.groups())
        return "made" if _MADE.fullmatch(name) else None

    def holders_of(self, name):
        """The principals that have the identity policy or boundary with this name. None for policies that apply to everyone."""
        found = _TITLES.fullmatch(name)
        if not found or not found.group(1).startswith(("identity policy", "permissions boundary")):
            return None
        arn = found.group(3)
        return {arn, *(one["arn"] for one in self._lists["users"].values() if arn in (one.get("groups") or []))}

    def _titled(self, title, number, arn):
        kinds = {"resource policy": ("secrets", "policy", False), "key policy": ("keys", "policy", False),
                 "trust policy": ("roles", "trust", False)}
        if title in kinds:
            name, field, identity_based = kinds[title]
            document = self._lists[name].get(arn, {}).get(field)
        else:
            identity_based = True
            holders = (self._lists[name].get(arn) for name in ("roles", "users", "groups"))
            holder = next((one for one in holders if one), {})
            document = holder["policies"][int(number) - 1] if number else holder.get("permissionsBoundary")
        return document and self._policy(document, identity_based)


def _settled(context, kind):
    """Sets keys of a caller without an account. AWS's pages say little of it: docs/understanding/proof.md, "For which requests".
    It lacks the keys of other kinds of principal."""
    unsaid = [key for key, values in context.items() if values is NOT_SAID and key.startswith(("aws:principal", "aws:userid"))]
    if not unsaid:
        return context
    own = {"federated": {"aws:principaltype": ["FederatedUser"], "aws:principalisawsservice": ["false"]},
           "anonymous": {"aws:principaltype": ["Anonymous"]}}
    return {**{key: values for key, values in context.items() if key not in unsaid}, **own.get(kind, {})}


def is_resource_open(statement, request):
    """Whether AWS's documentation does not say if the statement covers the resource. Each claim decides how it reads that."""
    try:
        return statement._covers_resource(request) is None
    except (NotSaid, Unresolved):
        return False


def _name_of(arn):
    resource = _arn_field(arn, 5)
    return _arn_field(arn, 4), resource.partition("/")[0], resource.rpartition("/")[2].lower()


def matches(statement, request):
    """Whether the statement matches: True, False, or None where AWS's documentation does not say."""
    covered = statement.covers(request)
    if covered is False:
        return False
    return all_of([covered, any_of(list(statement.ways(request).values()))])


def document_alone(judged, world, arn, kind, policy, grants=()):
    """What a document alone lets in if every identity policy allows everything. Returns the request too."""
    asked = {"principal": principal(world, "principal"), "action": world.text("action"), "resource": arn,
             "context": context(world, "request", "principal")}
    request, _ = judged.prepared(asked)
    policies = Policies(identity=[ALLOW_EVERYTHING], resource=[policy] if policy else [], grants=list(grants),
                        must_be_trusted=kind != "resource")
    return request, decide(request, policies)
