"""One certificate: its clauses, its steps and their meaning."""

import re
from collections import Counter

from . import Refused, read_json, reason_of
from .definitions import check_definition, check_meanings, check_order
from .facts import Facts
from .patterns import parse
from .steps import check_steps, read_clauses
from .worlds import ISSUER_LIES, OWN_RIGHTS, UNDECLARED

# Each of these assumptions says that one unknown of a request is false. All other assumptions are tried on worlds.
_DENIED = {
    "owner-principals-closed": OWN_RIGHTS,
    "administrator-trust": UNDECLARED,
    "web-identity-truth": ISSUER_LIES,
}

# Parts of a question that are about one request.
_OF_REQUESTS = ("allowed", "session exists")

# Names of unknowns of the request itself, and of unknowns that say whether a part of it is present.
_OF_WHAT_IS_ASKED = re.compile(r'"?(request|decryption|action|resource)\b')


class Certificate:
    def __init__(self, cnf, lrat, meanings, stated):
        meant = read_json(meanings)
        self.claim = (meant["claim"], meant["subject"])
        self.stated = stated
        self.lrat = lrat
        self.count, self.clauses = read_clauses(cnf)
        self.origins = meant["origins"]
        self.variables = dict(enumerate(meant["variables"], 1))
        self.patterns = [parse(parts) for parts in meant["patterns"]]
        self.templates = meant["templates"]
        self.names = [text["name"] for text in meant["texts"]]
        self.places = meant["clauses"]
        self.gates = meant["gates"]
        # Clauses that follow from an assumption, with its name. Worlds have to agree with them.
        self.assumed = []

    def check(self):
        """Refuses clauses that do not follow. Returns the assumptions made, and the number of clauses of each origin."""
        if len(self.variables) != self.count:
            raise Refused(f"{self.count} variables have {len(self.variables)} meanings")
        if len(self.places) != len(self.clauses):
            raise Refused(f"{len(self.clauses)} clauses have {len(self.places)} origins")
        self._check_gates()
        check_meanings(self.variables)
        check_order(self.variables)
        facts = Facts(self)
        made, counts = set(), Counter()
        for number, (clause, place) in enumerate(zip(self.clauses, self.places), 1):
            try:
                counts[self._check_clause(clause, place, facts, made)] += 1
            except Exception as error:
                raise Refused(f"clause {number}: {reason_of(error)}") from None
        check_steps(self.clauses, self.lrat)
        return made, counts

    def _check_gates(self):
        for gate in self.gates:
            if ("part" in gate) == ("statement" in gate):
                raise Refused(f"a gate is a part of the claim or a statement, and not both: {gate}")
            if ("statement" in gate or "request" in gate) and self.stated.side(gate) is None:
                raise Refused(f"a gate is of no version of the documents: {gate}")
            known = _OF_REQUESTS if "request" in gate else (*self.stated.holding, *self.stated.failing)
            if "part" in gate and gate["part"] not in known:
                raise Refused(f"the claim has no part {gate['part']!r}")
            is_ = gate["is"]
            if not isinstance(is_, bool) and (not isinstance(is_, int) or abs(is_) not in self.variables):
                raise Refused(f"a gate is {is_!r}, which there is not")

    def parts(self, name):
        """The literals or constants of the gates for this part of the claim."""
        return [gate["is"] for gate in self.gates if gate.get("part") == name and "request" not in gate]

    def _check_clause(self, clause, place, facts, made):
        """Checks the clause, and returns the kind of its origin."""
        number = place["origin"]
        if not isinstance(number, int) or not 0 <= number < len(self.origins):
            raise Refused("it has no origin")
        origin = self.origins[number]
        kind = origin["kind"]
        if "defines" in place:
            check_definition(clause, place["defines"], self.variables)
            return "definition"
        if kind in ("fact", "request"):
            facts.check(clause, origin.get("about"))
        elif kind == "assumption":
            self._check_assumption(clause, origin["name"], made)
        elif kind == "violation":
            self._check_violation(clause)
        else:
            raise Refused(f"nothing is stated by an origin of kind {kind}")
        return kind

    def _check_violation(self, clause):
        """Refuses a clause that is no part of what breaks the claim. If a part is settled as impossible, a false clause is fine."""
        holding = [one for part in self.stated.holding for one in self.parts(part)]
        failing = [one for part in self.stated.failing for one in self.parts(part)]
        literals = [*(one for one in holding if not isinstance(one, bool)),
                    *(-one for one in failing if not isinstance(one, bool))]
        is_settled = False in holding or True in failing
        is_never = len(clause) == 1 and clause[0] < 0 and "constant" in self.variables[-clause[0]]
        if not (len(clause) == 1 and clause[0] in literals) and not (is_settled and is_never):
            raise Refused("it is no part of what breaks the claim")

    def _check_assumption(self, clause, name, made):
        """Refuses a clause that neither makes the assumption nor follows from it."""
        is_it = [self.variables[abs(literal)].get("assumption") == name for literal in clause]
        if not any(is_it):
            raise Refused(f"it does not speak of the assumption {name}")
        if name not in self.stated.assumptions:
            raise Refused(f"the claim makes no assumption {name}")
        if any(one and literal > 0 for one, literal in zip(is_it, clause)):
            if len(clause) > 1:
                raise Refused(f"it says more than that the assumption {name} is made")
            made.add(name)
            return
        rest = [literal for literal, one in zip(clause, is_it) if not one]
        self._check_speaks_of_sessions(rest, name)
        if name in _DENIED:
            if len(rest) != 1 or not self._denies(rest[0], _DENIED[name]):
                raise Refused(f"it is not what the assumption {name} says")
        self.assumed.append((name, rest))

    def _check_speaks_of_sessions(self, literals, name):
        """Refuses an assumption about what is asked for, or about the claim. Assumptions may only speak of callers and sessions."""
        parts = {abs(gate["is"]) for gate in self.gates if gate.get("part") and gate.get("request", "request") in ("request", "decryption")
                 and not isinstance(gate["is"], bool)}
        seen, todo = set(), [abs(one) for one in literals]
        while todo:
            one = todo.pop()
            if one in seen:
                continue
            seen.add(one)
            meaning = self.variables[one]
            todo.extend(map(abs, meaning.get("of", ())))
            if one in parts or any(_OF_WHAT_IS_ASKED.match(known) for known in self._names_in(meaning)):
                raise Refused(f"of what is asked for the assumption {name} says nothing")

    def _names_in(self, meaning):
        """The names of all texts and unknowns in the meaning of the variable."""
        template = self.templates[meaning["template"]] if "template" in meaning else {"left": {}, "holes": []}
        values = [meaning, meaning.get("value", {}), template["left"], *template["holes"]]
        return [*(self.names[one["text"]] for one in values if "text" in one), *([meaning["free"]] if "free" in meaning else [])]

    def _denies(self, literal, free):
        """Whether the literal says only that the unknown is false. It may say so more than once."""
        todo, seen = [literal], set()
        while todo:
            one = todo.pop()
            meaning = self.variables[abs(one)]
            if one > 0 and meaning.get("gate") == "and":
                todo.extend(meaning["of"] if one not in seen else ())
                seen.add(one)
            elif one > 0 or meaning.get("free") != free:
                return False
        return True
