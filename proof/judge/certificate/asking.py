"""Changes a request of a world so that a statement of a policy matches it."""

import re

from ..documents import _arn_field
from ..operators import read_seconds
from .asked import SESSION_KEYS
from .forms import address_near, is_list, is_principal, principal_like
from .openings import OF_ACTIONS
from .readers import reader_tags, session_tags

# Keys that only one service's requests have: keys of reads, and of requests that make a session.
# https://docs.aws.amazon.com/service-authorization/latest/reference/
_CARRIED = {
    "secretsmanager": ("secretid", "versionid", "versionstage"),
    "kms": ("viaservice", "encryptioncontext:", "encryptionalgorithm", "requestalias"),
    "sts": ("externalid", "rolesessionname", "sourceidentity"),
    "ssm": ("recursive",),
}
TAGGING = ("aws:requesttag/", "aws:tagkeys")
_SERVICES = {"s3", "iam", "ec2", "lambda", "dynamodb", "sqs", "sns", "ecs", "ecr", "rds", "glue", "codebuild"}
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_NEGATED = re.compile("not|null")
_SPELLED = {"secretarn": "SecretARN", "secretversionid": "SecretVersionId", "parameter_arn": "PARAMETER_ARN"}
# Keys that follow from other parts of a request. They are not drawn.
_FOLLOWS = ("aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:principalisawsservice",
            "aws:principalservicename", "aws:principalservicenameslist", "aws:username", "aws:resourceaccount",
            "aws:resourceorgid", "aws:resourceorgpaths", "aws:requestedregion", "aws:securetransport", "aws:userid",
            "aws:principalorgid", "aws:principalorgpaths", "kms:calleraccount", "aws:currenttime", "aws:epochtime",
            "aws:viaawsservice", "aws:calledvia", "kms:multiregion")
_NAMES = {"clusterArn": "", "namespace": "", "serviceAccount": ""}


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


class Asking:
    """Draws requests about one resource. `policies` are the documents that apply to them, as parsed JSON."""

    def __init__(self, judged, random, service, policies, partition, ids=()):
        self.judged = judged
        self.random = random
        self.service = service
        file = judged.file
        self.roles = {one["arn"]: one for one in file.get("roles") or []}
        self.users = {one["arn"]: one for one in file.get("users") or []}
        self.associations = file.get("associations") or []
        self.statements = [
            one for policy in policies if policy for one in listed(policy["Statement"])
        ]
        # The role or user by each statement of its own policies.
        self.holders = {
            id(one): owner["arn"] for owner in [*self.roles.values(), *self.users.values()]
            for policy in [*(owner.get("policies") or []), owner.get("permissionsBoundary")] if policy
            for one in listed(policy["Statement"])
        }
        self.partition, self.ids = partition, ids
        self.accounts = sorted({_arn_field(arn, 4) for arn in [*self.roles, *self.users]} | {"999999999999"} | set(
            re.findall(r"\b\d{12}\b", str([one.get("Principal") for one in self.statements]))))

    def _as_asked(self, world, statement, request, caller):
        """Changes the request so that the statement matches it."""
        random = self.random
        who = statement.get("Principal", statement.get("NotPrincipal"))
        if who is None and request == "request" and id(statement) in self.holders and random.random() < 0.8:
            self._be(world, caller, self.holders[id(statement)])
        if who and who != "*":
            pairs = [(kind, one) for kind, names in who.items() for one in listed(names)]
            self._named(world, caller, *random.choice(pairs))
        if request == "request" and "Action" in statement and self.service:
            action = self._text(world, random.choice(listed(statement["Action"])), caller).lower()
            if action.startswith(f"{self.service}:") and re.fullmatch(r"[a-z]+:[a-z][a-z0-9]*", action):
                world.texts["action"] = action
        for operator, keys in (statement.get("Condition") or {}).items():
            for key, values in keys.items():
                self._meet(world, operator.lower(), key.lower(), listed(values), request, caller)

    def _named(self, world, caller, kind, name):
        random = self.random
        if kind == "Service":
            world.kinds[caller] = "service"
            world.texts[f"{caller} service"] = name
        elif kind == "Federated":
            world.kinds[caller] = "federated"
            world.texts[f"{caller} provider"] = name
        elif re.fullmatch(r"\d{12}|arn:[^:]*:iam::\d{12}:root", name):
            account = re.search(r"\d{12}", name).group()
            known = [arn for arn in [*self.roles, *self.users] if _arn_field(arn, 4) == account]
            others = [f"arn:{self.partition or 'aws'}:iam::{account}:{one}" for one in ("root", "role/anyone", "user/anyone")]
            if world.arn(caller) and _arn_field(world.arn(caller), 4) == account and random.random() < 0.5:
                return
            self._be(world, caller, random.choice(known if known and random.random() < 0.8 else others))
        elif name.startswith("arn:"):
            self._be(world, caller, name)

    def _meet(self, world, operator, key, values, request, caller):
        random = self.random
        value = str(random.choice(values)) if values else ""
        is_otherwise = bool(_NEGATED.search(operator)) and random.random() < 0.7
        if operator == "null":
            is_otherwise, value = value.lower() == "true", "some"
        if operator == "bool" or isinstance(values and values[0], bool):
            value = value.lower()
        text = self._text(world, value, caller, is_arn=key == "aws:principalarn")
        if operator.removeprefix("forallvalues:").removeprefix("foranyvalue:").startswith("ipaddress"):
            text = address_near(value, random)
        if operator.startswith(("numeric", "date")) and random.random() < 0.5 and re.fullmatch(r"\d+", text):
            text = str(int(text) + random.choice((-1, 1)))
        if is_otherwise:
            # The value that another condition asked for may already differ from this one.
            if f"{request} {key}" in world.texts and random.random() < 0.6:
                return
            if random.random() < 0.5:
                self._unset(world, key, request, caller)
                return
            text += "x"
        self._set(world, key, text, request, caller)

    def _text(self, world, pattern, caller, is_arn=False):
        """A text that the pattern matches."""
        random = self.random

        def filled(found):
            key = found.group(1).split(",")[0].strip().lower()
            if key in ("*", "?", "$"):
                return key
            tag = key.removeprefix("aws:principaltag/")
            return world.texts.get(f"{caller} tag {tag}") or "some"

        text = _VARIABLE.sub(filled, pattern)
        if is_arn and set(text) & set("*?"):
            return principal_like(text, [*self.roles, *self.users], self.accounts, random)
        return text.replace("*", random.choice(("", "x", "x/y"))).replace("?", "x")

    def _set(self, world, key, text, request, caller):
        if key in ("aws:currenttime", "aws:epochtime"):
            seconds = read_seconds(text)
            if seconds is not None:
                world.texts[f"{request} moment"] = str(int(seconds) + self.random.choice((-1, 0, 1, 1)))
            return
        if key == "aws:principalarn":
            self._be(world, caller, text)
        elif key in ("aws:principalaccount", "kms:calleraccount") and re.fullmatch(r"\d{12}", text):
            self._named(world, caller, "AWS", text)
        elif key == "aws:principalorgid":
            self.join(world, caller, text)
        elif key.startswith("aws:principaltag/"):
            if world.kinds.get(caller) in ("session", "federatedUser"):
                world.texts[f"{caller} tag {key.partition('/')[2]}"] = text
        elif key.startswith("aws:requesttag/") and request.endswith("'s making"):
            made = request.removesuffix("'s making")
            world.texts[f"{made} tag {key.partition('/')[2]}"] = text
            world.sent.add((made, key.partition("/")[2]))
        elif key in SESSION_KEYS:
            if world.kinds.get(caller) == "session":
                world.texts[f"{caller} {key}"] = text
        elif self.carries(request, key):
            before = world.texts.get(f"{request} {key}")
            others = before if isinstance(before, tuple) and self.random.random() < 0.5 else ()
            world.texts[f"{request} {key}"] = (*others, text) if is_list(key) else text

    def join(self, world, caller, organization):
        """Puts the caller into the organization. Accounts that the documents do not know may be in another one than theirs."""
        arn = world.arn(caller) or ""
        own = self.judged.organization.get("id")
        if world.kinds.get(caller) in ("session", "user", "root", "federatedUser") and organization != own:
            if _arn_field(arn, 4) not in self.judged._members:
                world.texts[f"{caller} aws:principalorgid"] = organization

    def _unset(self, world, key, request, caller):
        tag = key.partition("/")[2]
        if key.startswith("aws:principaltag/"):
            world.texts.pop(f"{caller} tag {tag}", None)
        elif key.startswith("aws:requesttag/") and request.endswith("'s making"):
            world.sent.discard((request.removesuffix("'s making"), tag))
        else:
            world.texts.pop(f"{request} {key}", None)

    def carries(self, request, key):
        """Whether the request may have the key."""
        if key in _FOLLOWS or ":resourcetag/" in key:
            return False
        prefix, _, name = key.partition(":")
        service = "sts" if request.endswith("making") else "kms" if request.startswith("decryption") else self.service
        if key.startswith(TAGGING):
            return service == "sts" and request == "request"
        if prefix in _CARRIED:
            return prefix == service and name.startswith(_CARRIED[prefix]) if _CARRIED[prefix] else False
        return prefix not in _SERVICES

    def _settle_keys(self, world):
        """Removes keys that no such request has, and adds keys that AWS derives from others."""
        action = world.texts["action"].partition(":")[2]
        for name in [one for one in world.texts if one.startswith("request ")]:
            key = name.removeprefix("request ")
            if key in OF_ACTIONS and action not in OF_ACTIONS[key]:
                del world.texts[name]
            elif key == "secretsmanager:secretid" and world.texts[name] not in self.ids:
                world.texts[name] = self.random.choice(self.ids)
            elif key == "aws:multifactorauthage" and world.texts.get("request aws:multifactorauthpresent") != "true":
                del world.texts[name]
        # When the service asks for the decryption, it may pass on keys of the session's credentials.
        for key in SESSION_KEYS:
            if world.session_of("principal") and f"principal {key}" in world.texts and self.random.random() < 0.5:
                world.texts[f"decryption {key}"] = world.texts[f"principal {key}"]
        for family, names in (("aws:requesttag/", "aws:tagkeys"), ("kms:encryptioncontext:", "kms:encryptioncontextkeys")):
            found = [key[len(family):] for key in world.keys("request") if key.startswith(family)]
            world.texts.pop(f"request {names}", None)
            if found:
                world.texts[f"request {names}"] = tuple(_SPELLED.get(one, one) for one in found)

    def _be(self, world, caller, arn):
        """Makes the caller the principal with this ARN. For the ARN of an assumed role, that is a session of the role."""
        if not re.fullmatch(r"arn:aws[a-z-]*:(iam|sts)::\d{12}:[^:]*", arn, re.DOTALL):
            return
        kinds = {"role": "session", "user": "user", "root": "root", "federated-user": "federatedUser", "assumed-role": ""}
        kind = _arn_field(arn, 5).split("/")[0]
        if kind not in kinds or (kind != "assumed-role" and not is_principal(arn)):
            return
        if self.partition not in (None, _arn_field(arn, 1)):
            return
        for name in [one for one in world.texts if one.startswith(f"{caller} ") and " tag " not in one]:
            del world.texts[name]
        if kind == "assumed-role":
            parts = _arn_field(arn, 5).split("/")
            known = [one for one in self.roles if one.endswith("/" + parts[1]) and _arn_field(one, 4) == _arn_field(arn, 4)]
            world.texts[f"{caller} session name"] = parts[-1]
            arn = known[0] if known else f"arn:{_arn_field(arn, 1)}:iam::{_arn_field(arn, 4)}:role/{parts[1]}"
            kind = "role"
        world.kinds[caller] = kinds[kind]
        world.texts[f"{caller} ARN"] = arn
        world.texts.setdefault(f"{caller} session name", "session")
        self._tag(world, caller)

    def _tag(self, world, caller):
        for name in [one for one in world.texts if one.startswith(f"{caller} tag ")]:
            del world.texts[name]
        arn = world.arn(caller)
        if world.kinds[caller] == "root":
            return
        if arn in self.users:
            self._own_tags(world, caller, self.users[arn])
            return
        random = self.random
        if random.random() < 0.75 and self.associations:
            own = [one for one in self.associations if arn in (one.get("roleArn"), one.get("targetRoleArn"))]
            reader = random.choice(own if own and random.random() < 0.8 else self.associations)
            self._tag_as(world, caller, reader)
        if random.random() < 0.2:
            tag = random.choice((*reader_tags(_NAMES), "team"))
            world.texts[f"{caller} tag {tag}"] = random.choice(("other", "", "default"))

    def _tag_as(self, world, caller, reader):
        for tag, value in session_tags(reader).items():
            world.texts[f"{caller} tag {tag}"] = value

    def _own_tags(self, world, caller, owner):
        for tag, value in (owner.get("tags") or {}).items():
            world.texts[f"{caller} tag {tag.lower()}"] = value
