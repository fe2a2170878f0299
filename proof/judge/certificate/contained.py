"""The checker's own statement of `role-contained`: docs/understanding/proof.md, "What is claimed"."""

from ..documents import _arn_field
from ..text import matches, pieces
from ..truth import all_of, any_of, negate
from .asked import context, principal
from .claims import _reader, _roles
from .asking import TAGGING, listed
from .draw import ACTIONS, Draw
from .openings import via_service
from .statements import Stated

_READS = {"secretsmanager": ("secretsmanager:getsecretvalue", "secretsmanager:describesecret"),
          "ssm": ("ssm:getparameters", "ssm:getparameter")}
_OTHERS = ("s3:getobject", "iam:passrole", "dynamodb:getitem", "sts:getcalleridentity", "x:y")
_ALL = (*(f"{service}:{one}" for service, names in ACTIONS.items() for one in names), *_OTHERS)


class RoleContained(Stated):
    """A role's own policies and its boundary together allow no more than was declared for the readers of the role."""

    assumptions = ()

    def __init__(self, judged, arn):
        super().__init__(judged, arn)
        self.role = judged._lists["roles"][arn]
        self.policies = self.role.get("policies") or []
        self.boundary = self.role.get("permissionsBoundary")
        ways = self.declared.lists["associations"]
        readers = {_reader(one) for one in ways if arn == (one.get("targetRoleArn") or one["roleArn"])}
        grants = self.declared.lists["grants"]
        self.reads = [one["secret"] for one in grants if _reader(one["reader"]) in readers]
        self.targets = [one["targetRoleArn"] for one in ways if one["roleArn"] == arn and one.get("targetRoleArn")]
        self.values = {one["arn"]: one for one in self.declared.values}

    @property
    def documents(self):
        return [*self.policies, self.boundary]

    def draw(self, random):
        return ContainedDraw(self, random)

    def asked_of(self, world, gate):
        tags = {name[len("resource tag "):]: text for name, text in world.keys("request").items()
                if name.startswith("resource tag ")}
        return {"principal": principal(world, "principal"), "context": context(world, "request", "principal"),
                "action": world.text("action"), "resource": world.text("resource"), "resourceTags": tags,
                "resourceAccount": world.text("resource owner")}

    def is_asked(self, world, _):
        return world.session_of("principal") == self.arn

    def is_let_in(self, world, _):
        request, _ = self.judged.prepared(self.asked_of(world, {}))

        def allowed(documents):
            policies = [self.judged._policy(one, True) for one in documents]
            denied = any_of([policy.denies(request) for policy in policies])
            return all_of([any_of([policy.allows_at_all(request) for policy in policies]), negate(denied)])

        return all_of([allowed(self.policies), True if self.boundary is None else allowed([self.boundary])])

    def is_meant(self, world, _):
        """Whether a request was declared: a read of a value or its copy, its decryption, or becoming the target role."""
        action, resource = world.text("action"), world.text("resource")
        if action in ("sts:assumerole", "sts:tagsession") and resource in self.targets:
            return True
        return any(self._is_read(world, action, resource, arn) for arn in self.reads if arn in self.values)

    def _is_read(self, world, action, resource, arn):
        service = _arn_field(arn, 2)
        copies = self.copies_of(arn)
        if action in _READS[service]:
            return resource in copies
        holder = "secretarn" if service == "secretsmanager" else "parameter_arn"
        return action == "kms:decrypt" and world.known(f"request kms:encryptioncontext:{holder}") in copies and any(
            resource in self._keys_of(copy) and world.known("request kms:viaservice") == via_service(copy, resource)
            for copy in copies if copy in self.values)

    def _keys_of(self, arn):
        """The keys that open a version of the value: the current key, former keys, and keys that are related to them."""
        value = self.values[arn]
        named = [one for one in (value.get("key"), *(value.get("formerKeys") or [])) if one]
        return {*named, *(other for one in named for other in self.declared.related.get(one, []))}


class ContainedDraw(Draw):
    """Draws requests of one role for all kinds of things: named in its statements, declared, or neither."""

    def __init__(self, stated, random):
        super().__init__(stated.judged, random, None, stated.documents, stated.partition)
        self.stated = stated
        lists = stated.judged._lists
        self.resources = sorted({*stated.values, *lists["keys"], *lists["roles"], *stated.targets})

    def world(self):
        self.service = None
        world = super().world()
        action, resource = world.texts["action"], world.texts.get("resource", "*")
        fits = _ALL if not action else (action,)
        world.texts["action"] = self.random.choice(fits)
        world.texts["resource"] = resource
        world.texts["resource owner"] = self.random.choice(self.accounts)
        self._settle_keys(world)
        return world

    def _settle_keys(self, world):
        """Removes keys that only requests to other services have."""
        super()._settle_keys(world)
        resource = world.texts.get("resource", "*")
        world.texts["resource owner"] = _arn_field(resource, 4) or world.texts.get("resource owner", self.stated.account)
        service = world.texts["action"].partition(":")[0]
        for name in [one for one in world.texts if one.startswith("request ")]:
            key = name.removeprefix("request ")
            prefix = "sts" if key.startswith(TAGGING) else key.partition(":")[0]
            if prefix in ACTIONS and prefix != service:
                del world.texts[name]

    def _caller(self, world, caller):
        if caller == "principal" and self.random.random() < 0.95:
            self._be(world, caller, self.stated.arn)
        else:
            super()._caller(world, caller)

    def _making(self, world, caller, role):
        """Draws nothing, because the claim does not ask how the session was made."""

    def _settle_tags(self, world, caller, role):
        """Settles nothing, because the claim does not ask where the session has its tags from."""

    def _as_asked(self, world, statement, request, caller):
        choose = self.random.choice
        if "Action" in statement:
            pattern = pieces(choose(listed(statement["Action"])))
            fitting = [one for one in _ALL if matches(pattern, one, ignore_case=True)]
            world.texts["action"] = choose(fitting) if fitting else "".join(
                one if isinstance(one, str) else "x" for one in pattern).lower()
        pattern = choose(listed(statement.get("Resource", "*")))
        text = self._text(world, pattern, caller)
        fitting = [one for one in self.resources if matches(pieces(pattern), one)] if "${" not in pattern else []
        if fitting and self.random.random() < 0.6:
            text = choose(fitting)
        world.texts["resource"] = text if text.startswith("arn:") and text.count(":") >= 5 else choose(self.resources or ["*"])
        self.service = world.texts["action"].partition(":")[0]
        super()._as_asked(world, {"Condition": statement.get("Condition")}, request, caller)

    def _set(self, world, key, text, request, caller):
        if ":resourcetag/" in key:
            world.texts[f"request resource tag {key.partition('/')[2]}"] = text
        else:
            super()._set(world, key, text, request, caller)

    def _otherwise(self, world):
        draw = self.random.random()
        if draw < 0.3:
            world.texts["action"] = self.random.choice(_ALL)
        elif draw < 0.6:
            known = world.texts.get("resource", "*")
            world.texts["resource"] = self.random.choice((known + "x", known + "/x", *self.resources, "*"))
        else:
            self.service = world.texts["action"].partition(":")[0]
            self.service = self.service if self.service in ACTIONS else "kms"
            super()._otherwise(world)
