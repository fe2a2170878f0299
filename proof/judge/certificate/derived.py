"""Finds gates of statements that agree with the document for every request. Automata decide this, so no request is drawn for it.

It works for statements without conditions and variables, whose principals, actions and resources are literal or everything.
"""

import re
from types import SimpleNamespace

from ..conditions import Unresolved
from ..text import ANY as MANY
from ..text import matches
from ..truth import NotSaid
from . import Refused
from .facts import Facts
from .patterns import ANY, component, literal

# A gate with more cases is compared on drawn requests only.
_MOST_CASES = 300
_ACCOUNT = re.compile(r"arn:([^:]*):iam::(\d{12}):root|(\d{12})", re.ASCII)
_NAMED = (("session", ":role/"), ("user", ":user/"), ("federatedUser", ":federated-user/"))


class _Unknown(Exception):
    """The document alone does not decide it, or the checker cannot derive it."""


def count_derived(certificate):
    """How many gates of statements are derived, and how many are compared on drawn requests only."""
    derive = _Derive(certificate)
    gates = [gate for gate in certificate.gates if "statement" in gate]
    derived = sum(derive.is_derived(gate) for gate in gates)
    return derived, len(gates) - derived


class _Derive:
    def __init__(self, certificate):
        self.certificate, self.stated = certificate, certificate.stated
        self.facts = Facts(certificate)
        self.facts.most = _MOST_CASES
        self.facts.variables, self.facts.patterns = dict(certificate.variables), list(certificate.patterns)
        self.free = {meaning["free"]: one for one, meaning in certificate.variables.items() if "free" in meaning}

    def is_derived(self, gate):
        policy = self.stated.side(gate).policy_named(gate["document"])
        if policy in (None, "made") or not 0 <= gate["statement"] < len(policy.statements):
            return False
        try:
            formula = self._formula(policy.statements[gate["statement"]], gate)
            return self._implies(gate["is"], formula) and self._implies(formula, gate["is"])
        except (_Unknown, Refused, Unresolved, NotSaid):
            return False

    def _implies(self, one, other):
        if one is False or other is True:
            return True
        clause = [*([] if one is True else [-one]), *([] if other is False else [other])]
        if not clause:
            return False
        self.facts.check(clause, None)
        return True

    def _formula(self, statement, gate):
        """When the statement matches: a truth value, or a new variable."""
        if statement.conditions or statement.not_principal is not None:
            raise _Unknown
        parts = [self._action(statement, gate), self._resource(statement, gate), self._principal(statement, gate)]
        if False in parts:
            return False
        return self._variable({"gate": "and", "of": [one for one in parts if one is not True]})

    def _action(self, statement, gate):
        if "action" in gate:
            return any(matches(one, gate["action"], ignore_case=True) for one in statement.actions) != statement.except_actions
        found = [self._text("action", _steps(one)) for one in statement.actions]
        some = self._variable({"gate": "or", "of": found})
        return -some if statement.except_actions else some

    def _resource(self, statement, gate):
        if statement.resources == ["*"]:
            return not statement.except_resources
        if any("${" in one for one in statement.resources) or ("resource" not in gate and gate["request"] == "request"):
            raise _Unknown
        found = statement._covers_resource(SimpleNamespace(resource=gate.get("resource", self.stated.arn), context={}))
        if found is None:
            raise _Unknown
        return found

    def _principal(self, statement, gate):
        if statement.principal is None or statement.principal == "*":
            return True
        caller = self.stated.caller_of(gate["request"])
        names = [(kind, one) for kind, some in statement.principal.items() for one in (some if isinstance(some, list) else [some])]
        return self._variable({"gate": "or", "of": [self._named(caller, *one) for one in names]})

    def _named(self, caller, kind, name):
        if kind == "Service":
            return self._both(caller, "service", self._text(f"{caller} service", literal(name)))
        if kind == "Federated":
            return self._both(caller, "federated", self._text(f"{caller} provider", literal(name)))
        if kind != "AWS":
            raise _Unknown
        if account := _ACCOUNT.fullmatch(name):
            partition, *ids = account.groups()
            own = [self._text(f"{caller} ARN", component(4, literal(next(filter(None, ids)))))]
            if partition is not None:
                own.append(self._text(f"{caller} ARN", component(1, literal(partition))))
            kinds = [self._free(f"{caller} is {one}") for one in self.facts.arns]
            return self._variable({"gate": "and", "of": [*own, self._variable({"gate": "or", "of": kinds})]})
        kind = next((kind for kind, part in _NAMED if part in name), None)
        if kind is None:
            raise _Unknown
        return self._both(caller, kind, self._text(f"{caller} ARN", literal(name)))

    def _both(self, caller, kind, text):
        return self._variable({"gate": "and", "of": [self._free(f"{caller} is {kind}"), text]})

    def _free(self, name):
        if name not in self.free:
            self.free[name] = self._variable({"free": name})
        return self.free[name]

    def _text(self, name, pattern):
        if name not in self.facts.places:
            raise _Unknown
        self.facts.patterns.append(pattern)
        return self._variable({"text": self.facts.places[name], "matches": len(self.facts.patterns) - 1})

    def _variable(self, meaning):
        number = len(self.facts.variables) + 1
        self.facts.variables[number] = meaning
        return number


def _steps(pieces):
    """The pattern of an action, in lower case as in requests."""
    steps = []
    for one in pieces:
        steps.extend(literal(one.lower()) if isinstance(one, str) else [(ANY, one is MANY)])
    return tuple(steps)
