"""Draws requests of one declared reader. Its service makes the sessions, and keys that nothing fixes are drawn."""

from ..endpoints import _last
from .asked import SESSION_KEYS
from .draw import Draw
from .readers import MAKER, VARYING_TAGS
from .worlds import World

# Keys that calls of readers lack, or that AWS sets: docs/understanding/proof.md, "For which requests".
_NOT_FREE = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "aws:calledviafirst",
             "aws:calledvialast", "aws:calledviaawsmcp", "aws:viaawsmcpservice", "aws:referer", "aws:assumedroot",
             "aws:chatbotsourcearn", "aws:multifactorauthage", "sts:externalid", "sts:transitivetagkeys")
_OF_NETWORKS = ("aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip")


class GrantDraw(Draw):
    def __init__(self, stated, random):
        super().__init__(stated.judged, random, stated.service, stated.documents, stated.partition, stated.ids)
        self.stated = stated
        self.names = list(dict.fromkeys(step["request"] for step in stated.steps))
        self.ends = [_last(one["arn"], "/") for one in self.judged.file.get("vpcEndpoints") or []]

    def world(self):
        world, random = World(), self.random
        world.texts["action"] = self.random.choice(self.stated.steps)["action"]
        self._readers(world)
        for name in self.names:
            caller = self.stated.caller_of(name)
            for _ in range(random.choice((0, 1, 1, 2))):
                if self.statements:
                    conditions = {"Condition": random.choice(self.statements).get("Condition")}
                    self._as_asked(world, conditions, name, caller)
            if self.ends and random.random() < 0.3:
                world.texts[f"{name} aws:sourcevpce"] = random.choice(self.ends)
        if random.random() < 0.25:
            self._otherwise(world)
        self.finish(world)
        return world

    def _readers(self, world):
        """Adds the reader's sessions, and who makes them."""
        way, random = self.stated.way, self.random
        world.texts["session aws:tokenissuetime"] = random.choice(("2026-11-30T08:00:00Z", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"))
        if token := way.get("webIdentity"):
            world.kinds["token"], world.texts["token provider"] = "federated", token["provider"]
        else:
            world.kinds["service"], world.texts["service service"] = "service", MAKER
        one = random.choice(("one", "another"))
        for caller, place in (("session", 0), ("reader", len(self.stated.chain) - 1)):
            if not self.stated.chain or (caller == "session" and token):
                continue
            world.kinds[caller], world.texts[f"{caller} ARN"] = "session", self.stated.chain[place]
            world.texts[f"{caller} session name"] = "session"
            for tag, value in self.stated.tags_of(place).items():
                varies = tag in VARYING_TAGS and not self.stated.is_untagged
                world.texts[f"{caller} tag {tag}"] = one if varies else value

    def _otherwise(self, world):
        """Changes the session, so that it is not the reader's."""
        random = self.random
        caller = random.choice(sorted(world.kinds))
        tags = [name for name in world.texts if name.startswith(f"{caller} tag ")]
        how = random.randrange(3)
        if how == 0 and tags:
            del world.texts[random.choice(sorted(tags))]
        elif how == 1 and tags:
            world.texts[random.choice(sorted(tags))] = "other"
        else:
            self._caller(world, caller)

    def finish(self, world):
        self._settle_keys(world)

    def _set(self, world, key, text, request, caller):
        if key in ("aws:currenttime", "aws:epochtime") or self.carries(request, key):
            super()._set(world, key, text, request, caller)
        elif key == "aws:tokenissuetime":
            world.texts["session aws:tokenissuetime"] = text

    def _unset(self, world, key, request, caller):
        if not key.startswith(("aws:principaltag/", "aws:requesttag/")) and key != "aws:tokenissuetime":
            super()._unset(world, key, request, caller)

    def is_request(self, name):
        return name in self.names

    def carries(self, request, key):
        """Whether a reader's request may have the key with any value."""
        if key in _NOT_FREE or key in SESSION_KEYS or key == "aws:tokenissuetime" or key.startswith(("aws:requesttag/", "aws:tagkeys", "aws:principal")):
            return False
        if key in _OF_NETWORKS and request not in ("request", "making by token"):
            return False
        prefix = key.partition(":")[0]
        if prefix in ("kms", "identitystore", "codebuild", "glue", "ec2", "lambda") or key == "ssm:sourceinstancearn":
            return False
        if request.startswith("making by token") and any(key.startswith(issuer) for issuer in self._issuers()):
            return False
        return super().carries("making" if request.startswith("making") else request, key)

    def _issuers(self):
        token = self.stated.way.get("webIdentity")
        return [token["provider"].split("oidc-provider/")[-1].lower()] if token else []

    def _settle_keys(self, world):
        """Removes keys that no such request has. A request through an endpoint gets the VPC of the endpoint."""
        for name in list(world.texts):
            request = next((one for one in self.names if name.startswith(one + " ")), None)
            key = name[len(request) + 1:] if request else ""
            if not request or ":" not in key:
                continue
            if not self.carries(request, key):
                del world.texts[name]
            elif key == "secretsmanager:secretid" and world.texts[name] not in self.ids:
                world.texts[name] = self.random.choice(self.ids)
        for request in self.names:
            by = world.texts.get(f"{request} aws:sourcevpce")
            if by in self.ends:
                endpoint = self.stated.endpoint_named(request, by)
                if endpoint is None:
                    del world.texts[f"{request} aws:sourcevpce"]
                elif endpoint.get("vpc"):
                    world.texts[f"{request} aws:sourcevpc"] = endpoint["vpc"]

    def _making(self, world, caller, role):
        """Draws nothing, because the claim itself says how sessions are made."""

    def _settle_tags(self, world, caller, role):
        """Settles nothing, because the claim itself says which tags sessions have."""
