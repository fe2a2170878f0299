"""One certificate: its clauses, steps and what they mean."""

import json
from collections import Counter

from . import Refused
from .definitions import check_definition, check_order
from .facts import Facts
from .patterns import parse
from .steps import check_steps, read_clauses


class Certificate:
    def __init__(self, cnf, lrat, meanings):
        meant = json.loads(meanings)
        self.claim = (meant["claim"], meant["subject"])
        self.lrat = lrat
        self.count, self.clauses = read_clauses(cnf)
        self.origins = meant["origins"]
        self.variables = dict(enumerate(meant["variables"], 1))
        self.patterns = [parse(parts) for parts in meant["patterns"]]
        self.templates = meant["templates"]
        self.domains = [frozenset(self.patterns[p] for p in text["domain"]) for text in meant["texts"]]
        self.places = meant["clauses"]

    def check(self):
        """Refuses what does not hold. Answers with the assumptions made, and how many clauses have which origin."""
        if len(self.variables) != self.count:
            raise Refused(f"{self.count} variables have {len(self.variables)} meanings")
        if len(self.places) != len(self.clauses):
            raise Refused(f"{len(self.clauses)} clauses have {len(self.places)} origins")
        check_order(self.variables)
        facts = Facts(self)
        made, counts = set(), Counter()
        for number, (clause, place) in enumerate(zip(self.clauses, self.places), 1):
            try:
                counts[self._check_clause(clause, place, facts, made)] += 1
            except (Refused, LookupError, TypeError, ValueError) as error:
                raise Refused(f"clause {number}: {_reason(error)}") from None
        check_steps(self.clauses, self.lrat)
        return made, counts

    def _check_clause(self, clause, place, facts, made):
        """The kind of its origin."""
        number = place["origin"]
        if not isinstance(number, int) or not 0 <= number < len(self.origins):
            raise Refused("it has no origin")
        origin = self.origins[number]
        kind = origin["kind"]
        if "defines" in place:
            check_definition(clause, place["defines"], self.variables)
            return "definition"
        if kind == "fact":
            facts.check(clause, origin.get("about"))
        elif kind == "assumption":
            self._check_assumption(clause, origin["name"], made)
        elif kind not in ("request", "violation"):
            raise Refused(f"nothing is stated by an origin of kind {kind}")
        return kind

    def _check_assumption(self, clause, name, made):
        """Either that the assumption is made, or something that holds where it is."""
        is_it = [self.variables[abs(literal)].get("assumption") == name for literal in clause]
        if not any(is_it):
            raise Refused(f"it does not speak of the assumption {name}")
        if any(one and literal > 0 for one, literal in zip(is_it, clause)):
            if len(clause) > 1:
                raise Refused(f"it says more than that the assumption {name} is made")
            made.add(name)


def _reason(error):
    return str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
