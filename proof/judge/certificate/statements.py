"""The checker's own statement of each claim: docs/understanding/proof.md, "What is claimed".

A request breaks a claim if some parts hold for it and others do not. The judge, or the declarations in the documents,
say whether a part holds. True and False are certain. None means that AWS's documentation leaves it open.
"""

import re

from ..documents import _arn_field
from ..truth import all_of, any_of
from .asked import context, making, principal
from .claims import _Declared, _reader
from .domains import Domains
from .draw import Draw
from .judged import document_alone
from .made import is_as_made
from .openings import via_service
from .patterns import accepts
from .readers import MAKER, SOURCE_TAG, TRUTH, external_id, has_tags, reader_tags
from .worlds import ISSUER_LIES, OWN_RIGHTS, UNDECLARED

_READS = ("secretsmanager:getsecretvalue", "secretsmanager:describesecret")
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
_ROTATES = (*_READS, "secretsmanager:putsecretvalue", "secretsmanager:updatesecretversionstage")
_ROTATES_BY_KEY = ("kms:decrypt", "kms:generatedatakey")
_ROTATORS = ("lambda.amazonaws.com", "secretsmanager.amazonaws.com")
OWNER_CLOSED, READER_TRUST, ADMINISTRATOR_TRUST = "owner-principals-closed", "reader-trust", "administrator-trust"
TOKENS = "web-identity-truth"


class Stated:
    """A claim about one subject. A request breaks it if the parts `holding` hold and the parts `failing` do not."""

    holding, failing = ("asked", "let in"), ("meant",)
    # Assumptions that the claim may make.
    assumptions = (READER_TRUST, TRUTH, "service-linked-roles", OWNER_CLOSED, ADMINISTRATOR_TRUST, TOKENS)
    # `always`: assumptions that the statement itself makes, whatever the certificate says. `made`: all that are made.
    always = made = frozenset()
    service = None
    # What breaks the claim, whatever the policies say. None if nothing does.
    obstacle = None
    # The caller whose request the claim is about.
    caller = "principal"
    # Whether what AWS's documentation leaves open counts as not allowed. That is worse for a claim that something is allowed.
    is_strict = False
    # Parts of `failing` that count only where the claim may be broken. Elsewhere, a gate may say more than they do.
    jointly = ()

    def __init__(self, judged, arn):
        self.judged = judged
        self.arn = arn
        self.declared = _Declared(judged.file)
        self.account = _arn_field(arn, 4)
        names = ("keys", "secrets", "parameters", "roles")
        partitions = {_arn_field(one, 1) for name in names for one in judged._lists[name]}
        self.partition = partitions.pop() if len(partitions) == 1 else None
        self.domains = Domains(self.partition, self.service)
        self.ids = secret_ids(arn)
        self.organization = (judged.organization.get("id"), judged._members)

    def draw(self, random):
        """Draws requests. The claim's gates are compared with the judge on them."""
        return Draw(self.judged, random, self.service, self.documents, self.partition, self.ids)

    def rules(self, name):
        """The only values that a condition key may have if it is present, and values that it may not have."""
        key = name.rpartition(" ")[2]
        if key == "aws:principalorgid":
            # The documents' organization has no unknown accounts, so an unknown organization is another one.
            known = self.judged.organization.get("id")
            return (), (known,) if known else ()
        if key == "secretsmanager:secretid":
            return secret_ids(self.arn), ()
        return (), ()

    def asked_of(self, world, gate):
        """The request that a gate is about, in the form that the judge takes."""
        name = gate["request"]
        if name.endswith("'s making"):
            asked = making(world, name.removesuffix("'s making"))
        else:
            asked = {"principal": principal(world, "principal"), "context": context(world, name, "principal")}
        return {**asked, "action": gate.get("action") or world.text("action"), "resource": gate.get("resource") or self.arn}

    def side(self, _):
        """The statement for the version of the documents that the gate is about. None if there is no such version."""
        return self

    @staticmethod
    def caller_of(name):
        """The caller in the request with this name."""
        return name.replace("'s making", "'s maker") if "'s making" in name else "principal"

    def policy_named(self, name):
        return self.judged.policy_named(name)

    def says(self, gate, world):
        """Whether the named part holds."""
        return getattr(self, "is_" + gate["part"].replace(" ", "_"))(world, gate)

    def asks(self, world):
        """Whether the claim asks about the request at all."""
        return "asked" not in self.holding or self.says({"part": "asked"}, world) is not False

    def may_break(self, world):
        """Whether the world may break the claim, under the assumptions made. What AWS's documentation leaves open may be so."""
        return world.once("may break", lambda: self._may_break(world))

    def _may_break(self, world):
        def says(part):
            return self.says({"part": part}, world)

        return (all(says(part) is not False for part in self.holding) and all(says(part) is not True for part in self.failing)
                and not self.breaks(world) & self.made)

    def is_allowed(self, world, gate):
        return self.judged.allows(self.asked_of(world, gate))

    def is_session_exists(self, world, gate):
        return self.may_be_made(world, gate["request"].removesuffix("'s making"), gate["resource"])

    def may_be_made(self, world, caller, role):
        """Whether the maker in the world may make a session of the role with the tags that were sent."""
        return world.once((self, caller, role), lambda: self._may_be_made(world, caller, role))

    def _may_be_made(self, world, caller, role):
        maker = world.kinds.get(f"{caller}'s maker", "anonymous")
        if maker in ("federatedUser", "root"):
            return False  # as the API references of AssumeRole and GetFederationToken say
        if maker == "federated" and not self._is_provider(world.text(f"{caller}'s maker provider")):
            return False
        asked = {**making(world, caller), "resource": role}
        federated = ("sts:assumerolewithwebidentity", "sts:assumerolewithsaml")
        ways = federated if maker == "federated" else ("sts:assumerole",)
        made = any_of([self.judged.allows({**asked, "action": action}) for action in ways])
        if not any(one == caller for one, _ in world.sent):
            return made
        return all_of([made, self.judged.allows({**asked, "action": "sts:tagsession"})])

    def _is_provider(self, name):
        """Whether the provider may exist: STS accepts no token of another. Accounts whose providers were not read may have any."""
        known = {one["account"]: one["providers"] for one in self.judged.file.get("oidcProviders") or []}
        account = _arn_field(name, 4)
        return account not in known or ":oidc-provider/" not in name or name in [one["arn"] for one in known[account]]

    def can_be(self, world, caller):
        """Whether the caller's ARN fits its kind, and can be read in one way only."""
        domain, arn = self.domains.arns.get(world.kinds[caller]), world.arn(caller)
        return not domain or (arn is not None and arn.count(":") == 5 and any(accepts(one, arn) for one in domain))

    def is_possible(self, world, caller="principal"):
        """Whether all sessions in the world could be made as it says, for roles that the documents have."""
        # An account has one role or user of each name.
        if self.judged.is_namesake(world.arn(caller) or ""):
            return False
        role = self.judged._lists["roles"].get(world.session_of(caller) or "")
        if not role or not role.get("trust"):
            return True
        if f"{caller}'s maker" not in world.kinds or not is_as_made(self.judged, world, caller, role, self.domains.of("x's making source")):
            return False
        return all_of([self.may_be_made(world, caller, role["arn"]), self.is_possible(world, f"{caller}'s maker")])

    def breaks(self, world):
        """The assumptions that do not hold in the world."""
        broken = {OWNER_CLOSED} if OWN_RIGHTS in world.flags else set()
        broken |= {ADMINISTRATOR_TRUST} if UNDECLARED in world.flags else set()
        broken |= {TOKENS} if ISSUER_LIES in world.flags else set()
        if self.is_possible(world) is not True:
            broken |= {READER_TRUST, TRUTH}
        role = world.session_of("principal") or ""
        if ":role/aws-service-role/" in role and role not in self.judged._lists["roles"]:
            broken.add("service-linked-roles")
        return broken

    def readers_of(self, arn):
        """The associations of the declared readers of this value or of a copy of it."""
        readers = {_reader(one["reader"]) for copy in self.copies_of(arn) for one in self.declared.readers.get(copy, [])}
        return [one for reader in sorted(readers) for one in self.declared.associations.get(reader, [])]

    def copies_of(self, arn):
        declared = self.declared
        return [one["arn"] for one in declared.copies.get(declared.group(arn), [])] or [arn]

    def is_made_by_token(self, world, caller, way, request=None):
        """Whether a token of the reader made the session. With `request`, whether the token comes with this request."""
        maker = caller if request else f"{caller}'s maker"
        request = request or f"{caller}'s making"
        token = way["webIdentity"]
        issuer = token["provider"].split("oidc-provider/")[-1].lower()
        subject = re.escape(token["subject"]).replace(r"\*", ".*").replace(r"\?", ".")
        said = world.known(f"{request} {issuer}:sub")
        return (world.kinds.get(maker) == "federated" and world.known(f"{maker} provider") == token["provider"]
                and (token["subject"] == "*" or (said is not None and re.fullmatch(subject, said, re.DOTALL) is not None))
                and world.known(f"{request} {issuer}:aud") == token["audience"])

    def is_readers_session(self, world, way):
        """Whether this is a session of the reading role with the reader's tags, or one that the reader's token made."""
        role = world.session_of("principal")
        if way.get("webIdentity"):
            return role == way["roleArn"] and self.is_made_by_token(world, "principal", way) and ISSUER_LIES not in world.flags
        return role == (way.get("targetRoleArn") or way["roleArn"]) and has_tags(world, "principal", way)

    def is_rotation_of(self, world, secret):
        role = (secret.get("rotation") or {}).get("role")
        if role is None or world.session_of("principal") != role:
            return False
        if not (self.judged._lists["roles"].get(role) or {}).get("trust"):
            return True
        maker = "principal's maker"
        return world.kinds.get(maker) == "service" and world.known(f"{maker} service") in _ROTATORS


class _Alone(Stated):
    """A document lets nobody do more than was declared, whatever identity policies say."""

    kind, field, grants = "resource", "policy", ()

    def __init__(self, judged, arn):
        super().__init__(judged, arn)
        lists = {"resource": "secrets", "key": "keys", "trust": "roles"}
        self.of = judged._lists[lists[self.kind]][arn]
        self.document = self.of.get(self.field)
        self.policy = self.document and judged._policy(self.document)
        self.grants = judged._grants(arn) if self.kind == "key" else ()

    @property
    def documents(self):
        return [self.document]

    def is_asked(self, world, _):
        """Whether the claim asks about the caller. For a trust policy it asks about everyone, and otherwise about outsiders."""
        arn = world.arn("principal") if world.kinds["principal"] not in ("federated", "service", "anonymous") else None
        return self.kind == "trust" or arn is None or _arn_field(arn, 4) != self.account

    def is_let_in(self, world, _):
        return document_alone(self.judged, world, self.arn, self.kind, self.policy, self.grants)[1]


class SecretBounded(_Alone):
    service = "secretsmanager"

    def is_meant(self, world, _):
        action = world.text("action")
        foreign = [one for one in self.readers_of(self.arn)
                   if _arn_field(one.get("targetRoleArn") or one["roleArn"], 4) != self.account]
        if action in _READS and any(self.is_readers_session(world, one) for one in foreign):
            return True
        return action in _ROTATES and self.is_rotation_of(world, self.of)


class KeyBounded(_Alone):
    kind, service = "key", "kms"
    assumptions = ()

    def __init__(self, judged, arn):
        super().__init__(judged, arn)
        self.secrets = [one for one in self.declared.lists["secrets"] if arn in self.declared._keys_of(one)]

    def is_meant(self, world, _):
        role, action = world.session_of("principal"), world.text("action")
        for secret in self.secrets:
            if world.known("request kms:viaservice") != via_service(secret["arn"], self.arn):
                continue
            if world.known("request kms:encryptioncontext:secretarn") not in self.copies_of(secret["arn"]):
                continue
            reading = [one.get("targetRoleArn") or one["roleArn"] for one in self.readers_of(secret["arn"])]
            if role in reading and action == "kms:decrypt":
                return True
            if role == (secret.get("rotation") or {}).get("role", "") and action in _ROTATES_BY_KEY:
                return True
        return False


class RoleUnforgeable(_Alone):
    kind, service, field = "trust", "sts", "trust"
    assumptions = ()

    def is_meant(self, world, _):
        return any(self._is_meant_by(world, one) for one in self.declared.lists["associations"]
                   if self.arn in (one["roleArn"], one.get("targetRoleArn")))

    def _is_meant_by(self, world, way):
        if way.get("webIdentity"):
            return (world.text("action") == "sts:assumerolewithwebidentity"
                    and self.is_made_by_token(world, "principal", way, "request"))
        sent = {tag: world.known(f"request aws:requesttag/{tag}") for tag in reader_tags(way)}
        if way.get("targetRoleArn") == self.arn:
            says = sent == reader_tags(way) or (
                bool(way.get("disableSessionTags")) and world.known("request sts:externalid") == external_id(way))
            return world.session_of("principal") == way["roleArn"] and says
        if world.kinds["principal"] != "service" or world.text("principal service") != MAKER:
            return False
        source = world.known("request aws:sourcearn")
        return all(sent[tag] == value or (tag == SOURCE_TAG and source == value) for tag, value in reader_tags(way).items())


def secret_ids(arn):
    """What a request may call the secret: its ARN or its name, each with or without the six characters that AWS adds."""
    whole = (arn, arn.partition(":secret:")[2])
    return tuple(one for text in whole for one in (text, re.sub(r"-[^-]{6}\Z", "", text)))
