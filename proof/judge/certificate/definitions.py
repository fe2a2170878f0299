"""Checks that each variable stands for one thing, and that definitions say no more than that.

If every variable stands for one thing, and no gate contains itself, then definitions exclude no
request: G. Tseitin, "On the Complexity of Derivation in Propositional Calculus" (1968).
"""

from . import Refused


# The fields of each kind of thing that a variable may stand for.
_MEANINGS = ({"gate", "of"}, {"constant"}, {"text", "matches"}, {"text", "digit"}, {"value", "isTyped"},
             {"value", "as", "lessThan"}, {"value", "as", "atMost"}, {"template"}, {"assumption"}, {"free"})


def check_meanings(variables):
    """Refuses a variable that does not stand for one thing, or a gate of something else than variables."""
    for variable, meaning in variables.items():
        if set(meaning) not in _MEANINGS:
            raise Refused(f"variable {variable} does not stand for one thing: {meaning}")
        if any(type(part) is not int for part in meaning.get("of", ())):
            raise Refused(f"variable {variable} is made of what is no variable: {meaning}")


def check_order(variables):
    """Refuses a gate that contains itself."""
    done = set()
    for start in variables:
        open_gates = [(start, False)]
        entered = set()
        while open_gates:
            one, is_left = open_gates.pop()
            if is_left:
                entered.discard(one)
                done.add(one)
                continue
            if one in done:
                continue
            if one in entered:
                raise Refused(f"variable {one} is defined by itself")
            entered.add(one)
            open_gates.append((one, True))
            for part in variables[one].get("of", ()):
                if abs(part) not in variables:
                    raise Refused(f"variable {one} is made of {part}, which there is not")
                open_gates.append((abs(part), False))


def check_definition(clause, defined, variables):
    """Refuses a clause that does not follow from what the variable stands for."""
    meaning = variables.get(defined, {})
    literals = set(clause)
    if "constant" in meaning:
        if literals == {defined}:
            return
    elif "gate" in meaning:
        parts = meaning["of"]
        # An `or` is the negation of an `and` of the negated parts.
        sign = 1 if meaning["gate"] == "and" else -1
        gate = sign * defined
        if literals == {gate, *(-sign * part for part in parts)}:
            return
        if any(literals == {-gate, sign * part} for part in parts):
            return
    raise Refused(f"it does not define variable {defined}")
