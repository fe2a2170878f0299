"""Decides whether a clause holds for every request, whatever its texts, numbers, dates and addresses are."""

from . import Refused
from .case import Case
from .domains import caller_of

MOST_CASES = 20_000


class Facts:
    """Decides the facts of one certificate."""

    def __init__(self, certificate):
        self.variables = certificate.variables
        self.patterns = certificate.patterns
        self.templates = certificate.templates
        # What each text may be. Its name decides this, and what the certificate says of it does not count.
        domains = certificate.stated.domains
        self.arns = domains.arns
        self.domains = {text: domains.of(name) for text, name in enumerate(certificate.names)}
        self.places = {name: text for text, name in enumerate(certificate.names)}
        self.rules = certificate.stated.rules
        # The id of the documents' organization, and its accounts.
        self.organization = certificate.stated.organization
        self.callers = {text: caller for text, name in enumerate(certificate.names) if (caller := caller_of(name))}
        # Binary digits of the numbers that tell constants apart, by text, constant and position.
        self.digits = {}
        self.cases, self.most = 0, MOST_CASES

    def check(self, clause, about):
        """Refuses a clause whose literals may all be false."""
        self.cases = 0
        if not self._is_impossible([-one for one in clause], [], {}, about):
            raise Refused("it need not hold")

    def _is_impossible(self, todo, choices, supposed, about):
        """Whether no request satisfies all literals to do, one literal of each choice, and all that is supposed."""
        todo, choices, supposed = list(todo), list(choices), dict(supposed)
        while todo:
            one = todo.pop()
            variable, is_true = abs(one), one > 0
            if variable in supposed:
                if supposed[variable] != is_true:
                    return True
                continue
            supposed[variable] = is_true
            meaning = self.variables[variable]
            if "constant" in meaning and not is_true:
                return True
            if "gate" in meaning:
                parts = [part if is_true else -part for part in meaning["of"]]
                if (meaning["gate"] == "and") == is_true:
                    todo.extend(parts)
                else:
                    choices.append(parts)
        if Case(self, supposed).is_impossible(about):
            return True
        if not choices:
            return False
        self.cases += len(choices[0])
        if self.cases > self.most:
            raise Refused("it has too many cases to decide")
        first, *others = choices
        return all(self._is_impossible([part], others, supposed, about) for part in first)
