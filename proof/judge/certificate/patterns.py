"""Patterns are sets of texts. This module decides whether a text lies in some patterns and outside others.

A text is a sequence of UTF-16 code units, as in JSON. A pattern is a tuple of steps. Each step takes one
character of a set, or any number of them.
"""

from functools import lru_cache

from . import Refused

MOST_STATES = 200_000


class Characters:
    """A finite set of code units, or all code units outside such a set."""

    def __init__(self, codes, negated=False):
        self.codes = frozenset(codes)
        self.negated = negated

    def __contains__(self, code):
        return (code in self.codes) != self.negated

    def without(self, code):
        codes = self.codes | {code} if self.negated else self.codes - {code}
        return Characters(codes, self.negated)

    def __eq__(self, other):
        return (self.codes, self.negated) == (other.codes, other.negated)

    def __hash__(self):
        return hash((self.codes, self.negated))


ANY = Characters((), True)
ANYTHING = ((ANY, True),)
NOTHING = ((Characters(()), False),)
COLON = ord(":")
SLASH = ord("/")


def units(text):
    raw = text.encode("utf-16-le", "surrogatepass")
    return [raw[i] | raw[i + 1] << 8 for i in range(0, len(raw), 2)]


def other_case(code):
    letter = chr(code)
    other = letter.upper() if letter.lower() == letter else letter.lower()
    return ord(other) if len(other) == 1 and ord(other) < 0x10000 else code


def literal(text, folded=False):
    return tuple(
        (Characters({code, other_case(code)} if folded else {code}), False) for code in units(text)
    )


def parse(parts):
    """The pattern that a certificate writes as a list of texts, {"one": characters} and {"many": characters}."""
    steps = []
    for part in parts:
        if isinstance(part, str):
            steps.extend(literal(part))
        else:
            ((how, characters),) = part.items()
            if how not in ("one", "many"):
                raise Refused(f"a pattern has no part {part}")
            steps.append((_characters(characters), how == "many"))
    return tuple(steps)


def _characters(written):
    if written == "any":
        return ANY
    ((kind, text),) = written.items()
    codes = set(units(text))
    if kind == "of":
        return Characters(codes)
    if kind == "except":
        return Characters(codes, True)
    if kind == "folded":
        return Characters(codes | {other_case(code) for code in codes})
    raise Refused(f"there are no characters {written}")


def within(pattern, before, code, after):
    """Texts with a part that the pattern accepts, and that does not contain the code."""
    return before + tuple((characters.without(code), many) for characters, many in pattern) + after


def component(index, pattern):
    """Texts whose part at this index, between colons and counted from 0, fits the pattern."""
    before = ((ANY.without(COLON), True), *literal(":")) * index
    return within(pattern, before, COLON, (*literal(":"), *ANYTHING))


def last_segment(pattern):
    """Texts with a slash, whose part after the last slash fits the pattern."""
    return within(pattern, (*ANYTHING, *literal("/")), SLASH, ())


@lru_cache(maxsize=200_000)
def accepts(pattern, text):
    machine = _Machine(pattern)
    state = machine.start
    for code in units(text):
        state = machine.move(state, code)
    return machine.ends(state)


class _Machine:
    """An automaton for a pattern. Its state has one bit for each place of the pattern that is reached."""

    def __init__(self, pattern):
        self.pattern = pattern
        self.many = sum(1 << place for place, (_, many) in enumerate(pattern) if many)
        self.end = 1 << len(pattern)
        self.start = self._closed(1)
        self.accepting = {}

    def _closed(self, state):
        while True:
            more = state | (state & self.many) << 1
            if more == state:
                return state
            state = more

    def move(self, state, code):
        taken = self.accepting.get(code)
        if taken is None:
            taken = sum(1 << at for at, (characters, _) in enumerate(self.pattern) if code in characters)
            self.accepting[code] = taken
        read = state & taken
        return self._closed(read & self.many | (read & ~self.many) << 1)

    def ends(self, state):
        return bool(state & self.end)


@lru_cache(maxsize=200_000)
def exists(domain, inside, outside):
    """Whether some text is in one pattern of the domain, in all of `inside` and in none of `outside`.

    All three are frozensets of patterns.
    """
    for pattern in inside:
        text = only_text(pattern)
        if text is not None:
            return (
                any(accepts(one, text) for one in domain)
                and all(accepts(one, text) for one in inside)
                and not any(accepts(one, text) for one in outside)
            )
    return _search([_Machine(p) for p in domain], [_Machine(p) for p in inside], [_Machine(p) for p in outside])


def only_text(pattern):
    """The only text in the pattern, or None if the pattern has several or none."""
    codes = []
    for characters, many in pattern:
        if many or characters.negated or len(characters.codes) != 1:
            return None
        codes.extend(characters.codes)
    return b"".join(code.to_bytes(2, "little") for code in codes).decode("utf-16-le", "surrogatepass")


@lru_cache(maxsize=50_000)
def witness(domain, inside, outside):
    """A text in one pattern of the domain, in all of `inside` and in none of `outside`. None if there is no such text."""
    for pattern in inside:
        text = only_text(pattern)
        if text is not None:
            return text if exists(domain, inside, outside) else None
    return _find([_Machine(p) for p in domain], [_Machine(p) for p in inside], [_Machine(p) for p in outside])


def _search(domain, inside, outside):
    return _find(domain, inside, outside) is not None


def _find(domain, inside, outside):
    machines = domain + inside + outside
    first, second = len(domain), len(domain) + len(inside)
    start = tuple(machine.start for machine in machines)
    # For each state, the state and code unit by which it was first reached.
    seen, open_states = {start: None}, [start]
    letters = _letters(machines)
    while open_states:
        state = open_states.pop()
        ends = [machine.ends(one) for machine, one in zip(machines, state)]
        if any(ends[:first]) and all(ends[first:second]) and not any(ends[second:]):
            return _spelled(seen, state)
        for code in letters:
            moved = tuple(machine.move(one, code) for machine, one in zip(machines, state))
            if moved in seen or not any(moved[:first]) or not all(moved[first:second]):
                continue
            if len(seen) > MOST_STATES:
                raise Refused(f"a fact about {len(machines)} patterns is too hard to decide")
            seen[moved] = state, code
            open_states.append(moved)
    return None


def _spelled(seen, state):
    codes = []
    while seen[state]:
        state, code = seen[state]
        codes.append(code)
    raw = b"".join(code.to_bytes(2, "little") for code in reversed(codes))
    return raw.decode("utf-16-le", "surrogatepass")


def _letters(machines):
    """One code unit for each group of code units that no pattern tells apart."""
    sets = {characters for machine in machines for characters, _ in machine.pattern}
    named = set().union(*(characters.codes for characters in sets)) if sets else set()
    other = next(code for code in range(0x20, 0x10000) if code not in named)
    kinds = {}
    for code in sorted(named) + [other]:
        kinds.setdefault(tuple(code in characters for characters in sets), code)
    return list(kinds.values())
