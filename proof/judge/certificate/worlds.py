"""A world: one request with all that a question speaks of. Its parts have the names of unknowns in certificates.

`principal` is the caller. If it is a session, `principal's maker` made it, by the request `principal's making`. Only
this module says what a name stands for: an unknown of a certificate is the part of the request with its name.
"""

import json
import re

from .domains import KINDS, kind_of
from .readers import source_in

OWN_RIGHTS = "principals of the owner's account read by their own rights"
UNDECLARED = "somebody who was not declared becomes a role of unknown trust"
ISSUER_LIES = "an issuer gives tokens of a reader to somebody else"
FLAGS = (OWN_RIGHTS, UNDECLARED, ISSUER_LIES)

_NUMBERED = re.compile(r"(.*) ([1-9][0-9]*)", re.DOTALL)
_PRESENT = re.compile(r"(\".*\") is present", re.DOTALL)
_KIND = re.compile(rf"([a-z]+(?:'s maker)*) is ({'|'.join(KINDS)})")
_SENT = re.compile(r"([a-z]+(?:'s maker)*)'s making tag (\".*\") is present", re.DOTALL)


class World:
    def __init__(self):
        # By caller.
        self.kinds = {}
        # By name. A key with several values has a tuple. A text that is not here is missing in the request.
        self.texts = {}
        # (caller, tag in lower case), for tags that were sent when the caller's session was made.
        self.sent = set()
        self.flags = set()
        # A cache of what follows from the finished world. None while the world still changes.
        self.known_of = None

    def drawn(self):
        self.known_of = {}
        return self

    def once(self, key, make):
        if self.known_of is None:
            return make()
        if key not in self.known_of:
            self.known_of[key] = make()
        return self.known_of[key]

    def copy(self):
        other = World()
        other.kinds, other.texts = dict(self.kinds), dict(self.texts)
        other.sent, other.flags = set(self.sent), set(self.flags)
        return other

    def arn(self, caller):
        """The caller's ARN. For a session, the ARN of its role."""
        return self.texts.get(f"{caller} ARN")

    def session_of(self, caller):
        return self.arn(caller) if self.kinds.get(caller) == "session" else None

    def tags(self, caller):
        return self.keys(f"{caller} tag")

    def keys(self, prefix):
        """All texts whose names begin with the prefix and a blank, by the rest of their names."""
        return self.once(("keys", prefix), lambda: self._keys(prefix + " "))

    def _keys(self, start):
        return {name[len(start):]: text for name, text in self.texts.items() if name.startswith(start)}

    def known(self, name):
        """The text with this name, or None. If a key has several values, `key 1` is the first of them."""
        found = self.texts.get(name)
        if found is None and (numbered := _NUMBERED.fullmatch(name)) and " tag " not in name:
            values = _list(self.texts.get(numbered.group(1)))
            place = int(numbered.group(2))
            return values[place - 1] if place <= len(values) else None
        return _list(found)[0] if found else found

    def text(self, name):
        """The text with this name. If the world has none, any text of its kind."""
        found = self.known(name)
        return _ANYONE.get(kind_of(name), "") if found is None else found


def _list(value):
    return () if value is None else value if isinstance(value, tuple) else (value,)


# Texts that a caller of another kind would have. No answer depends on them.
_ANYONE = {"ARN": "arn:aws:iam::999999999999:role/anyone", "service": "ec2.amazonaws.com", "session name": "session",
           "source": source_in("999999999999"), "owner": "999999999999", "resource": "*",
           "moment": "1700000000"}


def kind_named(free):
    """The caller and the kind, if the unknown says that a caller is of a kind."""
    found = _KIND.fullmatch(free)
    return found and found.groups()


def sent_named(free):
    """The caller and the tag, if the unknown says that the tag was sent when the caller's session was made."""
    found = _SENT.fullmatch(free)
    return found and (found.group(1), json.loads(found.group(2)))


def present_named(free):
    """The name of the text, if the unknown says that the text is present."""
    found = _PRESENT.fullmatch(free)
    return found and json.loads(found.group(1))


def reading_of(free):
    """A function that says whether the unknown with this name is true in a world. None if the name has no meaning."""
    if free in FLAGS:
        return lambda world: free in world.flags
    if found := kind_named(free):
        caller, kind = found
        return lambda world: world.kinds.get(caller, "anonymous") == kind
    if sent := sent_named(free):
        return lambda world: sent in world.sent
    if name := present_named(free):
        return lambda world: world.known(name) is not None
    return None
