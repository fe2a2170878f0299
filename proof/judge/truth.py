"""Truth with a third value: None means that AWS's documentation does not say."""


def all_of(values):
    """False if a value is False, else None if a value is None, else True."""
    result = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def any_of(values):
    """True if a value is True, else None if a value is None, else False."""
    result = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def negate(value):
    return None if value is None else not value


class NotSaid(Exception):
    """The answer depends on something that AWS's documentation does not say."""


# The values of a condition key, if the documentation does not say what they are.
NOT_SAID = object()
