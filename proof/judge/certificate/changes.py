"""What `difference` says, in the checker's own words: nobody reads a value by one version of the documents who does not by the other."""

import json
from itertools import chain

from ..documents import _arn_field
from ..truth import all_of
from .claims import _grouped, _list, _reader
from .exclusive import ReadExclusive
from .statements import Stated
from .worlds import ISSUER_LIES

VERSIONS = ("before", "after")
_WAYS = ("roleArn", "targetRoleArn", "disableSessionTags", "policy", "webIdentity", "former")


class _Side(ReadExclusive):
    """Who reads by one version. Of principals of the owner's account, nobody does by rights of which the documents say nothing."""

    def has_own_rights(self, world):
        return bool(self.of.get("sealed"))

    def reads(self, world):
        role = world.session_of("principal") or ""
        is_services = ":role/aws-service-role/" in role and role not in self.judged._lists["roles"]
        if is_services or ISSUER_LIES in world.flags:
            return False
        return all_of([self.is_let_in(world, {}), self.is_possible(world)])


class Difference(Stated):
    """Whoever reads by the one version reads by the other, where it has the value."""

    def __init__(self, sides, reading):
        one = sides[reading]
        self.sides, self.reading, self.service = sides, reading, one.service
        super().__init__(one.judged, one.arn)
        self.holding = (f"reads {reading}",)
        self.failing = self.jointly = tuple(f"reads {version}" for version in sides if version != reading)

    @property
    def documents(self):
        return [*chain(*(one.documents for one in self.sides.values()))]

    def side(self, gate):
        return self.sides.get(gate.get("version"))

    def asked_of(self, world, gate):
        return self.side(gate).asked_of(world, gate)

    def says(self, gate, world):
        if "request" in gate:
            return self.side(gate).says(gate, world)
        side = self.sides[gate["part"].removeprefix("reads ")]
        return world.once(gate["part"], lambda: side.reads(world))

    def breaks(self, world):
        """What is assumed is part of who reads: no request breaks it."""
        return set()


def sides_of(judged, arns):
    """By version, who reads the value; of a version without it nothing. `arns`: what it is called in each."""
    return {version: _Side(judged[version], arns[version]) for version in VERSIONS if arns[version]}


def questions_of(sides):
    """Who gains, and who loses."""
    return [Difference(sides, version) for version in reversed(VERSIONS) if version in sides]


def unstated(judged, arns):
    """Why the checker does not state that access does not change; None where it does."""
    files = [judged[version].file for version in VERSIONS]
    if arns["before"] and arns["after"] and arns["before"] != arns["after"]:
        return "the value was made anew, and the checker asks for one ARN of it"
    if len({json.dumps([file.get("organization") and file["organization"].get("id"), *sorted(one._members)])
            for file, one in zip(files, (judged[version] for version in VERSIONS))}) > 1:
        return "the versions have other organizations"
    before, after = ({reader: sorted(json.dumps([way.get(one) for one in _WAYS], sort_keys=True) for way in ways)
                      for reader, ways in _grouped(_list(file, "associations"), _reader).items()} for file in files)
    if before != after:
        return "readers are associated otherwise, and the checker does not state what that changes"
    return None
