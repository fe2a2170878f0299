"""Reads clauses in DIMACS, and checks the steps in LRAT that show that the clauses contradict each other.

LRAT: L. Cruz-Filipe, M. Heule, W. Hunt, M. Kaufmann, P. Schneider-Kamp, "Efficient Certified RAT
Verification" (2017), https://arxiv.org/abs/1612.02353. It accepts only steps by unit propagation.
"""

import re

from . import Refused

# A number that every parser reads alike. Python's own syntax also allows underscores and digits of other scripts.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")


def read_clauses(text):
    """The number of variables, and the clauses as lists of literals."""
    header, numbers = None, []
    for line in text.split("\n"):
        if line.startswith("c") or not line:
            continue
        if line.startswith("p"):
            if header is not None:
                raise Refused("the clauses have two headers")
            header = line.split()
        elif header is None:
            raise Refused("the clauses have no header")
        else:
            numbers.extend(_numbers(line))
    if header is None or header[:2] != ["p", "cnf"] or len(header) != 4:
        raise Refused("the clauses have no header")
    variables, count = _numbers(" ".join(header[2:]))
    clauses = _cut(numbers)
    if len(clauses) != count:
        raise Refused(f"the header says {count} clauses, there are {len(clauses)}")
    for clause in clauses:
        if any(abs(literal) > variables for literal in clause):
            raise Refused(f"a clause has a variable beyond {variables}")
    return variables, clauses


def _numbers(line):
    words = line.split()
    if not all(map(_NUMBER.fullmatch, words)):
        raise Refused(f"a line is not one of numbers: {line!r}")
    return [int(word) for word in words]


def _cut(numbers):
    parts, part = [], []
    for number in numbers:
        if number == 0:
            parts.append(part)
            part = []
        else:
            part.append(number)
    if part:
        raise Refused("a clause has no end")
    return parts


def check_steps(clauses, text):
    """Repeats each step. The last must give the empty clause."""
    known = {number: clause for number, clause in enumerate(clauses, 1)}
    last = None
    for line in filter(None, text.split("\n")):
        words = line.split()
        if len(words) > 1 and words[1] == "d":
            for number in _cut(_numbers(" ".join(words[2:])))[0]:
                if known.pop(number, None) is None:
                    raise Refused(f"a step deletes clause {number}, which there is not")
            continue
        number, *rest = _numbers(line)
        parts = _cut(rest)
        if len(parts) != 2:
            raise Refused(f"step {number} is not a clause and its sources")
        clause, sources = parts
        if number in known or number <= len(clauses):
            raise Refused(f"there are two clauses {number}")
        _check_step(number, clause, [(source, known.get(source)) for source in sources])
        known[number] = last = clause
    if last != []:
        raise Refused("the steps do not end in the empty clause")


def _check_step(number, clause, sources):
    true = {-literal for literal in clause}
    for source, literals in sources:
        if literals is None:
            raise Refused(f"step {number} follows from clause {source}, which there is not")
        open_literals = {literal for literal in literals if -literal not in true}
        if not open_literals:
            return
        if len(open_literals) > 1 or open_literals & true:
            raise Refused(f"step {number} does not follow: clause {source} is not unit")
        true |= open_literals
    raise Refused(f"step {number} does not follow from its sources")
