"""The checker's own statement of `difference`: whoever reads a value in one version of the documents reads it in the other."""

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
    """Who reads in one version. Rights that the documents do not mention let no principal of the owner's account read."""

    def has_own_rights(self, world):
        return bool(self.of.get("sealed"))

    def reads(self, world):
        role = world.session_of("principal") or ""
        is_services = ":role/aws-service-role/" in role and role not in self.judged._lists["roles"]
        if is_services or ISSUER_LIES in world.flags:
            return False
        return all_of([self.is_let_in(world, {}), self.is_possible(world)])


class Difference(Stated):
    """Whoever reads in one version reads in the other too, if the other has the value."""

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
        """No request breaks an assumption, because the assumptions are part of the statement of who reads."""
        return set()


def sides_of(judged, arns):
    """Who reads the value, for each version that has it. `arns` has its ARN in each version."""
    return {version: _Side(judged[version], arns[version]) for version in VERSIONS if arns[version]}


def questions_of(sides):
    """The questions who gains access, and who loses it."""
    return [Difference(sides, version) for version in reversed(VERSIONS) if version in sides]


def unstated(judged, arns):
    """Why the checker cannot state that access does not change. None if it can."""
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
