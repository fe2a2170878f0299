"""The checker's own statement of `read-exclusive`: docs/understanding/proof.md, "What is claimed"."""

import re

from ..documents import _arn_field
from ..truth import all_of, any_of
from .openings import opening
from .readers import MAKER, has_tags, reader_tags
from .statements import OWNER_CLOSED, Stated
from .worlds import OWN_RIGHTS, UNDECLARED

# The actions that read a secret or a parameter: https://docs.aws.amazon.com/service-authorization/latest/reference/
_FETCHES = {"secretsmanager": ("secretsmanager:getsecretvalue",),
            "ssm": ("ssm:getparameters", "ssm:getparameter", "ssm:getparameterhistory")}
_BY_PATH = "ssm:getparametersbypath"


class ReadExclusive(Stated):
    holding, failing = ("let in",), ("declared reader", "rotation", "administrator")

    def __init__(self, judged, arn):
        self.service = _arn_field(arn, 2)
        super().__init__(judged, arn)
        lists = judged._lists
        self.of = lists["secrets"].get(arn) or lists["parameters"][arn]
        if self.of.get("sealed"):
            # Nobody may read a sealed value, whatever their rights are.
            self.assumptions = tuple(one for one in self.assumptions if one != OWNER_CLOSED)
        self.administrators = {}
        for one in judged.file.get("administrators") or []:
            self.administrators[one if isinstance(one, str) else one["role"]] = one
        self.makers = {}
        for one in self.administrators.values():
            self._collect(one)
        self.closed_to = {one for makers in self.makers.values() for one in makers
                          if isinstance(one, str) and re.fullmatch(r"\d{12}", one)}
        self.keys = self._keys()

    def _collect(self, one):
        """Collects who was declared to become a role, from every entry that names the role."""
        if isinstance(one, str) or "provider" in one:
            return
        for maker in one["from"]:
            self.makers.setdefault(one["role"], []).append(maker)
            self._collect(maker)

    def _keys(self):
        """The keys that open a version of the value. None stands for the AWS managed key."""
        named = [self.of.get("key"), *(self.of.get("formerKeys") or [])]
        return list(dict.fromkeys([*named, *(arn for one in named if one for arn in self.declared.related.get(one, []))]))

    @property
    def documents(self):
        lists = self.judged._lists
        keys = [lists["keys"].get(key or "", {}).get("policy") for key in self.keys]
        role = [policy for name in ("roles", "users", "groups") for one in lists[name].values()
                for policy in [*(one.get("policies") or []), one.get("permissionsBoundary")]]
        levels = [policy for name in ("serviceControlPolicies", "resourceControlPolicies")
                  for one in self.judged.organization.get(name) or [] for level in one["levels"] for policy in level]
        own = [self.of.get("policy")] * 3
        return [*own, *keys, *role, *levels, *(one.get("policy") for one in self.judged.file.get("vpcEndpoints") or [])]

    def asked_of(self, world, gate):
        asked = super().asked_of(world, gate)
        if gate["request"].startswith("decryption"):
            asked["context"] = {**asked["context"], **opening(world, self.arn, gate["resource"])}
        elif asked["action"] == _BY_PATH:
            asked["context"] = {**asked["context"], **dict(self._paths()).get(asked["resource"], {})}
        return asked

    def is_let_in(self, world, _):
        return all_of([self._fetches(world), any_of([self._opens(world, key) for key in self.keys])])

    def _own(self, world):
        """Whether a caller that the documents do not mention has rights of its own to fetch the value."""
        arn = world.arn("principal")
        is_owners = world.kinds["principal"] in ("session", "user", "root", "federatedUser") and _arn_field(arn, 4) == self.account
        return (not is_owners or arn in self.administrators or self.has_own_rights(world)
                or arn == (self.of.get("rotation") or {}).get("role"))

    def has_own_rights(self, world):
        """Whether principals of the owner's account may have rights that the documents do not mention."""
        return OWN_RIGHTS in world.flags

    def _fetches(self, world):
        may = self._own(world)
        if world.kinds["principal"] == "root" and not may:
            return None  # an assumption covers the root user
        asked = self.asked_of(world, {"request": "request"})
        alone = [self.judged.allows({**asked, "action": one}, may) for one in _FETCHES[self.service]]
        paths = [self.asked_of(world, {"request": "request", "action": _BY_PATH, "resource": path})
                 for path, _ in (self._paths() if self.service == "ssm" else ())]
        return any_of([*alone, *(self.judged.allows(path, may) for path in paths)])

    def _paths(self):
        """The paths by which GetParametersByPath gets the parameter, with condition keys. Only the last works without recursion.

        https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
        """
        start, *names = self.arn.split("/")
        for depth in range(len(names)):
            path = "/".join([start, *names[:depth]])
            again = {} if depth == len(names) - 1 else {"ssm:recursive": ["true"]}
            for resource in ([path] if depth else []) + [path + "/"]:
                yield resource, again

    def _opens(self, world, key):
        if self.service == "ssm" and not self.of.get("secure") and not self.of.get("key"):
            return True
        if key is not None and key not in self.judged._lists["keys"]:
            return True
        partition, region = _arn_field(self.arn, 1), _arn_field(self.arn, 3)
        arn = key or f"arn:{partition}:kms:{region}:{self.account}:key/aws/{self.service}"
        gate = {"request": "decryption", "action": "kms:decrypt", "resource": arn}
        return self.judged.allows(self.asked_of(world, gate))

    def is_allowed(self, world, gate):
        may = self._own(world) if gate["request"] == "request" else True
        if world.kinds["principal"] == "root" and not may:
            return None
        return self.judged.allows(self.asked_of(world, gate), may)

    def is_declared_reader(self, world, _):
        return any(self._is_made_for(world, one) for one in self.readers_of(self.arn))

    def _is_made_for(self, world, way):
        if way.get("webIdentity"):
            return self.is_readers_session(world, way)
        session = "principal"
        if way.get("targetRoleArn"):
            if world.session_of("principal") != way["targetRoleArn"]:
                return False
            session = "principal's maker"
        maker = f"{session}'s maker"
        if world.session_of(session) != way["roleArn"] or world.kinds.get(maker) != "service":
            return False
        if world.text(f"{maker} service") != MAKER:
            return False
        sent = {tag for one, tag in world.sent if one == session}
        tags = reader_tags(way)
        if set(tags) <= sent:
            return has_tags(world, session, way)
        untagged = [one for one in self.declared.lists["associations"]
                    if one["roleArn"] == way["roleArn"] and one.get("disableSessionTags")]
        # Such a session has the role's own tags, so these must be the reader's.
        return bool(way.get("disableSessionTags")) and not set(tags) & sent and untagged == [way] and has_tags(world, session, way)

    def is_rotation(self, world, _):
        return self.service == "secretsmanager" and self.is_rotation_of(world, self.of)

    def is_administrator(self, world, _):
        """Whether the caller is a declared administrator. The session of a role counts only if declared ones alone can make it."""
        if self._is_final(world, "principal"):
            return True
        arn = world.session_of("principal")
        return arn in self._own_administrators() and self._has_trust(arn) and self._is_made_by_declared(world, "principal")

    def _own_administrators(self):
        return [arn for arn in self.administrators if _arn_field(arn, 4) == self.account]

    def _has_trust(self, arn):
        return bool((self.judged._lists["roles"].get(arn) or {}).get("trust"))

    def _is_final(self, world, caller):
        arn = world.arn(caller)
        if world.kinds.get(caller) == "session":
            return arn in self._own_administrators() and not self._has_trust(arn) and UNDECLARED not in world.flags
        named = world.kinds.get(caller) in ("user", "root", "federatedUser")
        return named and arn in self._own_administrators()

    def _is_made_by_declared(self, world, caller):
        maker, role = f"{caller}'s maker", world.session_of(caller)
        if maker not in world.kinds:
            return None
        account = _arn_field(world.arn(maker) or "", 4)
        if self._is_final(world, maker) or (world.kinds[maker] == "root" and account == self.account):
            return True
        makers = list(self.makers.get(role, []))
        if role not in self.administrators and _arn_field(role, 4) in self.closed_to:
            makers.append(_arn_field(role, 4))
        if any(self._is_maker(world, maker, caller, one) for one in makers):
            return True
        return self._has_trust(world.session_of(maker) or "") and self._is_made_by_declared(world, maker)

    def _is_maker(self, world, maker, caller, declared):
        kind, arn = world.kinds[maker], world.arn(maker)
        if isinstance(declared, dict) and "provider" in declared:
            way = {"webIdentity": {**declared, "audience": None}}
            issuer = declared["provider"].split("oidc-provider/")[-1].lower()
            way["webIdentity"]["audience"] = world.known(f"{caller}'s making {issuer}:aud")
            return self.is_made_by_token(world, caller, way)
        name = declared if isinstance(declared, str) else declared["role"]
        if re.fullmatch(r"\d{12}", name):
            return kind in ("session", "user", "root", "federatedUser") and _arn_field(arn, 4) == name and not self._has_trust(
                world.session_of(maker) or "")
        if ":role/" in name:
            return world.session_of(maker) == name and not self._has_trust(name) and UNDECLARED not in world.flags
        return (kind == "user" and arn == name) or (kind == "service" and world.text(f"{maker} service") == name)
