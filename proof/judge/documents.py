"""Reads a documents file (schema/documents.schema.json), which has the policies in force, and a request
file (schema/request.schema.json), which has the caller."""

import re

from .context import request_context
from .decision import Policies, Request, decide
from .endpoints import endpoint_of
from .policy import Policy
from .principals import Caller
from .truth import NOT_SAID

_ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ALLOW_EVERYTHING = Policy({"Version": "2012-10-17", "Statement": [_ALLOW]})
# "RCPFullAWSAccess can't be detached, so there will always be an Allow statement"
RCP_FULL_ACCESS = Policy(
    {"Version": "2012-10-17", "Statement": [{**_ALLOW, "Principal": "*"}]}
)
_ROLE = re.compile(r"arn:([^:]*):iam::(\d{12}):role/(?:.*/)?([^/]+)")
_MANAGED_KEY = re.compile(r"arn:[^:]*:kms:([^:]*):(\d{12}):key/aws/(.+)")


def _arn_field(arn, index):
    fields = arn.split(":", 5)
    return fields[index] if len(fields) == 6 else ""


class Documents:
    """The documents of one deployment. They are read once, and asked about many requests."""

    def __init__(self, file):
        self.file = {key: value for key, value in file.items() if value is not None}
        self.organization = self.file.get("organization") or {}
        self._lists = {
            name: {entry["arn"]: entry for entry in self.file.get(name) or []}
            for name in ("keys", "secrets", "parameters", "roles", "users", "groups")
        }
        self._read = {}
        self._shares = {}
        self._members = self._member_accounts()

    def is_allowed(self, asked, session_policies=None):
        """True, False, or None where AWS's documentation does not say."""
        return decide(*self.prepared(asked, session_policies))

    def prepared(self, asked, session_policies=None):
        """The request, and the policies in force for it."""
        caller = read_caller(asked["principal"])
        asked = self._complete(asked)
        owner = asked.get("resourceAccount") or _arn_field(asked["resource"], 4) or caller.account
        context = request_context(
            asked, caller, owner, self.organization.get("id"), self._members
        )
        policies = self._policies(asked, caller, owner)
        self._add_endpoint(asked, policies, context)
        if session_policies:
            policies.session = [self._policy(document, True) for document in session_policies]
        return Request(caller, asked["action"], asked["resource"], owner, context), policies

    def _add_endpoint(self, asked, policies, context):
        """Adds the endpoint's policy and aws:SourceVpc: "the VPC that the VPC endpoint is attached to". An
        endpoint without a policy of its own has the default one, which "grants full access to the endpoint"."""
        endpoint, is_taken = endpoint_of(self.file.get("vpcEndpoints") or [], asked)
        if endpoint is None:
            return
        policies.endpoint_is_taken = is_taken
        if endpoint.get("policy") is not None:
            policies.endpoint = [self._policy(endpoint["policy"])]
        if endpoint.get("vpc") and "aws:sourcevpc" not in context:
            context["aws:sourcevpc"] = [endpoint["vpc"]] if is_taken else NOT_SAID

    def _policy(self, document, identity_based=False):
        key = (id(document), identity_based)
        if key not in self._read:
            self._read[key] = Policy(document, identity_based), document
        return self._read[key][0]

    def _member_accounts(self):
        if not self.organization.get("id"):
            return set()
        names = ("roles", "users", "groups", "secrets", "keys")
        arns = [arn for name in names for arn in self._lists[name]]
        arns += [entry["clusterArn"] for entry in self.file.get("associations") or []]
        arns += [entry["reader"]["clusterArn"] for entry in self.file.get("grants") or []]
        control = [
            *(self.organization.get("serviceControlPolicies") or []),
            *(self.organization.get("resourceControlPolicies") or []),
        ]
        accounts = {_arn_field(arn, 4) for arn in arns} | {entry["account"] for entry in control}
        return (accounts | {self.organization.get("managementAccount")}) - {None, ""}

    def _identity(self, principal):
        if principal["kind"] == "session":
            return self._lists["roles"].get(principal["roleArn"])
        return self._lists["users"].get(principal.get("arn")) if principal["kind"] == "user" else None

    def _complete(self, asked):
        """Adds tags that the documents have and the request leaves out."""
        asked = dict(asked)
        if asked.get("resourceTags") is None:
            name = {"secretsmanager": "secrets", "kms": "keys", "ssm": "parameters", "iam": "roles"}
            entries = self._lists.get(name.get(_arn_field(asked["resource"], 2), ""), {})
            asked["resourceTags"] = (entries.get(asked["resource"]) or {}).get("tags")
        known = self._identity(asked["principal"]) or {}
        if asked["principal"].get("tags") is None and known.get("tags"):
            asked["principal"] = {**asked["principal"], "tags": known["tags"]}
        return asked

    def _policies(self, asked, caller, owner):
        identity, boundary = self._identity_policies(asked["principal"], caller, owner)
        management = self.organization.get("managementAccount")
        managed = _MANAGED_KEY.fullmatch(asked["resource"])
        resource, must_be_trusted = self._resource_policy(asked)
        if managed:
            resource, must_be_trusted = managed_key_policy(*managed.groups()), True
        scps = rcps = []
        if caller.account != management:
            scps = self._levels("serviceControlPolicies", caller.account)
        if owner != management:
            rcps = self._levels("resourceControlPolicies", owner)
            rcps = [[RCP_FULL_ACCESS, *level] for level in rcps]
        return Policies(
            identity=identity,
            boundary=boundary and self._policy(boundary, True),
            scps=scps,
            rcps=rcps,
            resource=[self._policy(resource)] if resource else [],
            grants=self._grants(asked["resource"]),
            must_be_trusted=must_be_trusted,
            aws_managed=bool(managed),
        )

    def _grants(self, arn):
        names = {"EncryptionContextSubset": "encryptionContextSubset",
                 "EncryptionContextEquals": "encryptionContextEquals", "SourceArn": "sourceArn"}
        return [
            {
                "grantee": grant["grantee"],
                "operation": operation,
                "constraints": {
                    name: grant[key] for name, key in names.items() if grant.get(key) is not None
                },
            }
            for grant in self._lists["keys"].get(arn, {}).get("grants") or []
            for operation in grant["operations"]
        ]

    def _share_policy(self, arn, names):
        """The policy of a parameter's shares. It is one object for each parameter, because policies are told apart by identity."""
        return self._shares.setdefault(arn, share_policy(_arn_field(arn, 4), names))

    def _levels(self, name, account):
        return [
            [self._policy(document) for document in level]
            for entry in self.organization.get(name) or []
            if entry["account"] == account
            for level in entry["levels"]
        ]

    def _identity_policies(self, principal, caller, owner):
        known = self._identity(principal)
        if known:
            holders = [known] + [self._lists["groups"][arn] for arn in known.get("groups") or []]
            found = [doc for holder in holders for doc in holder.get("policies") or []]
            return [self._policy(doc, True) for doc in found], known.get("permissionsBoundary")
        # The documents file has this rule: an unknown principal of the owner's account has no rights,
        # unless it is an administrator. An unknown principal of another account has all rights.
        # An administrator is given by its ARN, or as a role together with those who may become it.
        administrators = [
            one["role"] if isinstance(one, dict) else one
            for one in self.file.get("administrators") or []
        ]
        if caller.account == owner and (caller.role or caller.arn) not in administrators:
            return [], None
        return [ALLOW_EVERYTHING], None

    def _resource_policy(self, asked):
        """The resource's own policy, and whether this policy must allow each request."""
        service = _arn_field(asked["resource"], 2)
        if service == "secretsmanager":
            return self._lists["secrets"].get(asked["resource"], {}).get("policy"), False
        if service == "ssm":
            shared = self._lists["parameters"].get(asked["resource"], {}).get("sharedWith")
            return (self._share_policy(asked["resource"], shared) if shared else None), False
        if service == "kms" and _arn_field(asked["resource"], 5).startswith("key/"):
            return self._lists["keys"].get(asked["resource"], {}).get("policy"), True
        if service == "iam" and asked["action"].lower().startswith("sts:"):
            return self._lists["roles"].get(asked["resource"], {}).get("trust"), True
        return None, False


def share_policy(owner, names):
    """The policy of a resource share: its consumers may read the parameter. "Consumers" are accounts
    other than the owner. Tests do not ask about the units of an organization.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-shared-parameters.html
    """
    principals = [name for name in names if ":organizations:" not in name]
    organizations = [name.split("/")[1] for name in names if ":organizations:" in name]
    allow = {"Effect": "Allow", "Resource": "*",
             "Action": ["ssm:GetParameter", "ssm:GetParameters", "ssm:DescribeParameters"]}
    statements = []
    if principals:
        statements.append({**allow, "Principal": {"AWS": principals}})
    if organizations:
        of_one = {"StringEquals": {"aws:PrincipalOrgID": organizations},
                  "StringNotEquals": {"aws:PrincipalAccount": owner}}
        statements.append({**allow, "Principal": "*", "Condition": of_one})
    return {"Version": "2012-10-17", "Statement": statements}


def managed_key_policy(region, account, service):
    """The policy of a service's AWS managed key. It allows everyone of its account, through the service.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    """
    return {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
                       "kms:CreateGrant", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {
                "StringEquals": {
                    "kms:CallerAccount": account,
                    "kms:ViaService": f"{service}.{region}.amazonaws.com",
                }
            },
        },
    }


def read_caller(principal):
    kind = principal["kind"]
    if kind == "session":
        partition, account, name = _ROLE.fullmatch(principal["roleArn"]).groups()
        session = principal.get("sessionName", "session")
        arn = f"arn:{partition}:sts::{account}:assumed-role/{name}/{session}"
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
        linked = ":role/aws-service-role/" in principal["roleArn"]
        return Caller(kind, arn, principal["roleArn"], account, partition, linked)
    if kind == "user":
        return Caller(kind, principal["arn"], account=_arn_field(principal["arn"], 4),
                      partition=_arn_field(principal["arn"], 1))
    if kind == "root":
        partition = principal.get("partition", "aws")
        arn = f"arn:{partition}:iam::{principal['account']}:root"
        return Caller(kind, arn, account=principal["account"], partition=partition)
    if kind == "service":
        return Caller(kind, principal["service"])
    if kind == "federated":
        if _arn_field(principal["arn"], 2) == "sts":
            return Caller(kind, principal["arn"], account=_arn_field(principal["arn"], 4),
                          partition=_arn_field(principal["arn"], 1))
        return Caller(kind, principal.get("provider") or principal["arn"])
    return Caller(kind)
