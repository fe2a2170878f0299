"""The Condition element.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from .operators import OPERATORS
from .text import pieces
from .truth import NOT_SAID, all_of, any_of, negate
from .variables import resolve


class Invalid(Exception):
    """A policy that AWS does not accept."""


class Unresolved(Exception):
    """A variable without a value, which "causes the statement to be invalid"."""


def read_operator(name):
    """Splits an operator's name into the set qualifier, the operator, and whether it ends in IfExists."""
    qualifier, _, rest = name.lower().rpartition(":")
    if qualifier not in ("", "forallvalues", "foranyvalue"):
        raise Invalid(f"no such set operator: {name}")
    if rest == "null":
        return qualifier, rest, False
    if_exists = rest.endswith("ifexists")
    operator = rest[: -len("ifexists")] if if_exists else rest
    if operator not in OPERATORS:
        raise Invalid(f"no such condition operator: {name}")
    return qualifier, operator, if_exists


def compile_conditions(element):
    """One (qualifier, operator, if_exists, key, values) for each key. All of them must hold."""
    compiled = []
    for name, keys in (element or {}).items():
        for key, values in keys.items():
            values = values if isinstance(values, list) else [values]
            texts = tuple(_text(v) for v in values)
            compiled.append((*read_operator(name), key.lower(), texts))
    return compiled


def demands_key(compiled, key):
    """Whether a condition compares the key, and not by negation."""
    return any(
        name == key and operator != "null" and not OPERATORS[operator][1]
        for _, operator, _, name, _ in compiled
    )


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def conditions_hold(compiled, context, version):
    """Whether all conditions hold. AND joins several operators, and several keys of an operator."""
    return all_of([_holds(condition, context, version) for condition in compiled])


def _holds(condition, context, version):
    qualifier, operator, if_exists, key, texts = condition
    values = context.get(key)
    if values is NOT_SAID:
        return None
    if operator == "null" and qualifier:
        return None  # The guide gives Null no set operator.
    if operator == "null":
        return _is_null(values, texts)
    if values is None:
        if if_exists:
            return True  # "If the key is not present, evaluate the condition element as true"
        # ForAllValues "also returns true if there are no context keys".
        held = qualifier == "forallvalues" if qualifier else OPERATORS[operator][1]
        return _uncompared(held, operator, texts, context, version)
    if qualifier and not any(values):
        # "resolves to a null dataset, such as an empty string"
        held = qualifier == "forallvalues"
        return held if if_exists else _uncompared(held, operator, texts, context, version)
    return _compare(qualifier, operator, values, texts, context, version)


def _uncompared(held, operator, texts, context, version):
    """The result if nothing is compared. The guide does not say whether a variable without a value spoils it."""
    lacks = OPERATORS[operator][2] and any(resolve(text, context, version) is None for text in texts)
    return None if held and lacks else held


def _compare(qualifier, operator, values, texts, context, version):
    test, negated, with_variables = OPERATORS[operator]
    patterns, missing = [], False
    for text in texts:
        pattern = resolve(text, context, version) if with_variables else pieces(text)
        missing = missing or pattern is None
        if pattern is not None:
            patterns.append(pattern)

    def answer(value):
        # "evaluated using a logical OR", and "a logical NOR" for negated operators
        found = any_of([test(value, pattern) for pattern in patterns])
        return negate(found) if negated else found

    answers = [answer(value) for value in values]
    result = _join(qualifier, answers)
    if missing:
        # "any attempt to match it fails and causes the statement to be invalid". The guide does not
        # say whether a match with another value of the same key helps.
        if result is False:
            return False
        if not patterns:
            raise Unresolved
        return None
    return result


def _join(qualifier, answers):
    if qualifier == "forallvalues":
        return all_of(answers)
    if qualifier == "foranyvalue":
        return any_of(answers)
    if len(answers) == 1:
        return answers[0]
    # "Multivalued context keys require a condition set operator": without one the guide is silent.
    if not answers:
        return None
    return answers[0] if all(a == answers[0] for a in answers) else None


def _is_null(values, texts):
    """"either true (the key doesn't exist — it is null) or false (the key exists and its value is
    not null)". The guide does not say whether an empty text is null outside set operators."""
    if values is None or not values:
        null = True
    else:
        null = False if any(values) else None
    answers = []
    for text in texts:
        asked = text.lower()
        if asked not in ("true", "false"):
            raise Invalid(f"Null takes true or false, not {text}")
        answers.append(null if asked == "true" else negate(null))
    return any_of(answers)
