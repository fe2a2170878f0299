"""The checker's own statement of `grant-available`: docs/understanding/proof.md, "What is claimed".

readers.py has what the readers' service sends. Tokens: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from ..documents import _arn_field
from ..endpoints import _last, _leads_to
from .asked import context, principal
from .grant_draw import GrantDraw
from .openings import kept_by_service, opening
from .readers import MAKER, VARYING_TAGS, external_id, session_tags
from .statements import Stated

# The requests by which a reader gets its session and reads, with the caller of each.
CALLERS = {"making 1": "service", "making 2": "session", "making by token": "token", "request": "reader", "decryption": "reader"}
_READS = {"secretsmanager": ("secretsmanager:getsecretvalue", "secretsmanager:describesecret"), "ssm": ("ssm:getparameters",)}


class GrantAvailable(Stated):
    """The reader can get its sessions, and they can read and decrypt the value."""

    holding, failing = ("session of the reader",), ("available",)
    assumptions = ("no-other-control-policies",)
    # The judge knows only the control policies of the documents.
    always = frozenset(assumptions)
    caller = "reader"
    # What AWS's documentation leaves open counts as not allowed.
    is_strict = True

    def __init__(self, judged, arn, way):
        super().__init__(judged, arn)
        self.service = _arn_field(arn, 2)
        self.way = way or {}
        lists = judged._lists
        self.of = lists["secrets"].get(arn) or lists["parameters"].get(arn) or {}
        self.chain = [one for one in (self.way.get("roleArn"), self.way.get("targetRoleArn")) if one]
        self.roles = [lists["roles"].get(one) or {} for one in self.chain]
        self.is_untagged = bool(self.way.get("disableSessionTags") or self.way.get("webIdentity"))
        self.session_policies = [self.way["policy"]] if self.way.get("policy") else None
        self.steps = self._steps()
        self.obstacle = self._obstacle()

    def _steps(self):
        """The requests that must all be allowed, each with its name, action and resource."""
        steps = []
        for place, role in enumerate(self.chain, 1):
            name = "making by token" if self.way.get("webIdentity") else f"making {place}"
            actions = ["sts:assumerolewithwebidentity"] if self.way.get("webIdentity") else ["sts:assumerole"]
            if not self.is_untagged:
                actions.append("sts:tagsession")
            steps += [(name, action, role) for action in actions]
        steps += [("request", action, self.arn) for action in _READS.get(self.service, ())]
        if self.service == "secretsmanager" or self.of.get("key") or self.of.get("secure"):
            steps.append(("decryption", "kms:decrypt", self.key_arn()))
        return [{"request": name, "action": action, "resource": arn} for name, action, arn in steps]

    def key_arn(self):
        fields = self.arn.split(":")
        return self.of.get("key") or f"arn:{fields[1]}:kms:{fields[3]}:{fields[4]}:key/aws/{self.service}"

    def _obstacle(self):
        """What keeps the reader from the value, whatever the policies say. None if nothing does."""
        lists, way, key = self.judged._lists, self.way, self.of.get("key")
        token = way.get("webIdentity")
        account = _arn_field(self.chain[0], 4) if self.chain else ""
        if not self.chain or not self.of or not all(self.roles):
            return "a role, the value or the association is missing"
        if key and (key not in lists["keys"] or lists["keys"][key].get("disabled") or _arn_field(key, 3) != _arn_field(self.arn, 3)):
            return "the key is missing or disabled, or of another region"
        if not token:
            if account != _arn_field(way["clusterArn"], 4):
                return "the service gives no role of another account"
            return "the service takes no session policy beside tags" if self.session_policies and not self.is_untagged else None
        known = {one["account"]: one["providers"] for one in self.judged.file.get("oidcProviders") or []}.get(account)
        if _arn_field(token["provider"], 4) != account:
            return "STS looks for the provider in the role's account"
        if known is not None and not any(one["arn"] == token["provider"] and token["audience"] in one["audiences"] for one in known):
            return "there is no such provider for this audience"
        return None

    @property
    def documents(self):
        lists, organization = self.judged._lists, self.judged.organization
        of_roles = [policy for role in self.roles for policy in
                    [role.get("trust"), *(role.get("policies") or []), role.get("permissionsBoundary")]]
        levels = [policy for name in ("serviceControlPolicies", "resourceControlPolicies")
                  for one in organization.get(name) or [] for level in one["levels"] for policy in level]
        endpoints = [one.get("policy") for one in self.judged.file.get("vpcEndpoints") or []]
        key = lists["keys"].get(self.of.get("key") or "", {}).get("policy")
        return [self.of.get("policy"), key, *of_roles, *(self.session_policies or []), *levels, *endpoints]

    def draw(self, random):
        return GrantDraw(self, random)

    @staticmethod
    def caller_of(name):
        return CALLERS.get(name, "reader")

    def tags_of(self, place):
        """The tags of a session of this role in the chain: those of the service, and otherwise the role's own."""
        own = {tag.lower(): value for tag, value in (self.roles[place].get("tags") or {}).items()}
        return {**own, **({} if self.is_untagged else session_tags(self.way))}

    def asked_of(self, world, gate):
        name = gate["request"]
        caller = CALLERS[name]
        keys = dict(kept_by_service(context(world, name, caller), gate["action"]))
        keys.update(self._set_by_aws(world, name, gate))
        return {"principal": principal(world, caller), "context": keys, "action": gate["action"], "resource": gate["resource"]}

    def _set_by_aws(self, world, name, gate):
        """The condition keys that AWS itself sets in the request."""
        said = {}
        if CALLERS[name] != "service" and (time := world.known("session aws:tokenissuetime")):
            said["aws:tokenissuetime"] = [time]
        if CALLERS[name] in ("session", "reader") and (provider := world.known("session aws:federatedprovider")):
            said["aws:federatedprovider"] = [provider]
        if name == "decryption":
            return {**said, **opening(world, self.arn, gate["resource"])}
        if name == "request":
            return {**said, "aws:viaawsservice": ["false"]}
        if name == "making by token":
            token = self.way["webIdentity"]
            issuer = token["provider"].split("oidc-provider/")[-1].lower()
            return {**said, f"{issuer}:sub": [token["subject"]], f"{issuer}:aud": [token["audience"]]}
        if not self.is_untagged:
            # Tags that vary between sessions have the values of this session.
            sent = {tag: world.known(f"session tag {tag}") or value if tag in VARYING_TAGS else value
                    for tag, value in session_tags(self.way).items()}
            said |= {f"aws:requesttag/{tag}": [value] for tag, value in sent.items()}
            said["aws:tagkeys"] = said["sts:transitivetagkeys"] = sorted(sent)
        elif name == "making 2":
            said["sts:externalid"] = [external_id(self.way)]
        if name == "making 1":
            source = self.way["clusterArn"]
            said |= {"aws:sourcearn": [source], "aws:sourceaccount": [_arn_field(source, 4)]}
            if organization := self.judged.organization.get("id"):
                said["aws:sourceorgid"] = [organization]
        return said

    def policy_named(self, name):
        if name == f"session policy of the association of {self.way.get('roleArn')}" and self.session_policies:
            return self.judged._policy(self.session_policies[0], True)
        return super().policy_named(name)

    def is_allowed(self, world, gate):
        """Whether the requests are allowed. None for sessions of others: the claim does not speak of them."""
        return self._is_allowed(world, gate) if self.is_session_of_the_reader(world, gate) else None

    def _is_allowed(self, world, gate):
        session = self.session_policies if gate["request"] in ("request", "decryption") else None
        return self.judged.is_allowed(self.asked_of(world, gate), session)

    def is_available(self, world, _):
        return self.is_session_of_the_reader(world, _) and all(self._is_allowed(world, step) is True for step in self.steps) or None

    def is_session_of_the_reader(self, world, _):
        if not self.chain or not world.known("session aws:tokenissuetime"):
            return False
        if token := self.way.get("webIdentity"):
            made = world.kinds.get("token") == "federated" and world.known("token provider") == token["provider"]
        else:
            made = world.kinds.get("service") == "service" and world.known("service service") == MAKER
            made = made and self._is_session(world, "session", 0)
        return made and self._is_session(world, "reader", len(self.chain) - 1)

    def _is_session(self, world, caller, place):
        varying = () if self.is_untagged else VARYING_TAGS
        tags, asked = world.tags(caller), self.tags_of(place)
        return (world.session_of(caller) == self.chain[place] and set(tags) == set(asked)
                and all(tags[tag] == value or (tag in varying and tags[tag]) for tag, value in asked.items()))

    def reaches(self, endpoint):
        """Whether the reader may call through the endpoint. It belongs to the reader's cluster, or at least to its region."""
        clusters, own = endpoint.get("clusters"), self.way.get("clusterArn", "")
        return own in clusters if clusters else _arn_field(endpoint["arn"], 3) == _arn_field(own, 3)

    def endpoint_named(self, name, identifier):
        """The endpoint with this identifier, if the request may come through it. Otherwise None."""
        actions = {step["action"]: step["resource"] for step in self.steps if step["request"] == name}
        for one in self.judged.file.get("vpcEndpoints") or []:
            is_there = any(_leads_to(one["service"], {"action": action, "resource": arn}) for action, arn in actions.items())
            if _last(one["arn"], "/") == identifier and is_there and self.reaches(one):
                return one
        return None

    def breaks(self, world):
        """No request breaks an assumption. The only one is that there are no other control policies."""
        return set()
