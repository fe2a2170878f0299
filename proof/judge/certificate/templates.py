"""Patterns that contain texts of the request, such as `${aws:PrincipalTag/team}` in a condition."""

from . import Refused
from .patterns import ANY, ANYTHING, COLON, NOTHING, literal


def filled(template, texts):
    """The pattern, with these texts in place of its variables."""
    rest = list(texts)
    folded = template["comparing"] == "ignoringCase"
    return _joined(template, lambda: literal(rest.pop(0), folded))


def any_filling(template):
    """A pattern that accepts everything that the template may match."""
    return _joined(template, lambda: ANYTHING)


def _joined(template, fill):
    groups = [_steps(group, fill, template["comparing"]) for group in template["groups"]]
    if template["comparing"] != "arn":
        return tuple(step for group in groups for step in group)
    if len(groups) != 6:
        return NOTHING
    *components, resource = groups
    steps = []
    for component in components:
        steps.extend((characters.without(COLON), many) for characters, many in component)
        steps.extend(literal(":"))
    return (*steps, *resource)


def _steps(tokens, fill, comparing):
    steps = []
    for token in tokens:
        if token is None:
            steps.extend(fill())
        elif token == "*":
            steps.extend(ANYTHING)
        elif token == "?":
            steps.append((ANY, False))
        elif isinstance(token, dict):
            steps.extend(literal(token["text"], comparing == "ignoringCase"))
        else:
            raise Refused(f"a template has no part {token!r}")
    return tuple(steps)
