"""Whether a request is allowed.

IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access"
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
and "Cross-account policy evaluation logic"
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from dataclasses import dataclass, field, replace

from .grants import grants_allow
from .principals import ACCOUNT, DIRECT, EVERYONE, ROLE, Caller
from .truth import all_of, any_of, negate

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
RCP_SERVICES = {"s3", "sts", "kms", "sqs", "secretsmanager"}


@dataclass
class Request:
    caller: Caller
    action: str
    resource: str
    account: str  # owns the resource
    context: dict  # key in lower case: list of texts
    bounded: bool = False  # a boundary is attached to the caller's user or role


@dataclass
class Policies:
    """The policies that apply. `scps` and `rcps` have a list of policies for each level, from root to account."""

    identity: list = field(default_factory=list)
    boundary: object = None
    session: list = None
    scps: list = field(default_factory=list)
    rcps: list = field(default_factory=list)
    resource: list = field(default_factory=list)
    grants: list = field(default_factory=list)
    endpoint: list = None
    # Whether the request certainly came through the endpoint. If not, AWS does not say whether its policy applies.
    endpoint_is_taken: bool = True
    # True for keys and roles. The resource's own policy must allow the request: see _resource_side.
    must_be_trusted: bool = False
    aws_managed: bool = False


def decide(request, policies):
    """True: allowed. False: denied. None: AWS's documentation does not say."""
    entity = request.caller.kind in ("session", "user")
    request = replace(request, bounded=entity and policies.boundary is not None)
    rcps, scps = _rcps(request, policies), _scps(request, policies)
    denied = any_of(
        [policy.denies(request) for policy in _all_policies(request, policies, scps, rcps)]
    )
    if denied is True:
        return False
    allowed = all_of(
        [
            _every_level_allows(rcps, request),
            _every_level_allows(scps, request),
            _endpoint_allows(request, policies),
            _granted(request, policies),
        ]
    )
    return all_of([negate(denied), allowed])


def _scps(request, policies):
    """"SCPs don't affect users or roles in the management account", "do not affect any
    service-linked role". "SCPs apply to principals of the account", so not to services."""
    caller = request.caller
    return policies.scps if caller.in_account and not caller.service_linked else []


def _rcps(request, policies):
    """"RCPs don't apply to resources in the organization management account and to calls made by
    service-linked roles", nor to AWS managed keys, nor to services that do not support them."""
    service = request.action.split(":")[0].lower()
    if request.caller.service_linked or policies.aws_managed or service not in RCP_SERVICES:
        return []
    return policies.rcps


def _all_policies(request, policies, scps, rcps):
    yield from policies.resource
    for level in [*scps, *rcps]:
        yield from level
    if policies.endpoint_is_taken:
        yield from policies.endpoint or []
    if request.caller.in_account:
        yield from policies.identity
        yield from policies.session or []
        if policies.boundary:
            yield policies.boundary


def _every_level_allows(levels, request):
    """"there must be an explicit Allow statement at every level from the root through each OU in
    the direct path to the account (including the target account itself)"."""
    return all_of([any_of([p.allows_at_all(request) for p in level]) for level in levels])


def _endpoint_allows(request, policies):
    """"A VPC endpoint policy must give the principal permission to use the endpoint to make the
    request." https://docs.aws.amazon.com/kms/latest/developerguide/vpce-connect.html"""
    if policies.endpoint is None:
        return True
    allowed = any_of([policy.allows_at_all(request) for policy in policies.endpoint])
    if policies.endpoint_is_taken:
        return allowed
    denied = any_of([policy.denies(request) for policy in policies.endpoint])
    return all_of([allowed, negate(denied)]) or None


def _granted(request, policies):
    ways = _join(policy.allows(request) for policy in policies.resource)
    by_grant = grants_allow(policies.grants, request)
    if not request.caller.in_account:
        return any_of([*ways.values(), *by_grant.values()])
    identity, limits = _identity_side(request, policies)
    own = all_of([identity, limits])
    # The KMS guide does not say whether a grant helps if the caller's own policies do not allow the
    # request: in another account, or beyond a boundary or session policy.
    if request.caller.account != request.account:
        # "The request is allowed only if both evaluations return a decision of Allow."
        granted = any_of(list(by_grant.values()))
        return any_of(
            [all_of([any_of(list(ways.values())), own]), all_of([granted, own or None])]
        )
    granted = any_of([by_grant.get(DIRECT, False), by_grant.get(ROLE, False)])
    return any_of(
        [
            _same_account(ways, own, limits, policies),
            all_of([granted, limits or None]),
            all_of([by_grant.get(ACCOUNT, False), own or None]),
        ]
    )


def _join(found):
    ways = {}
    for allowed in found:
        for way, sure in allowed.items():
            ways[way] = any_of([ways.get(way, False), sure])
    return ways


def _same_account(ways, by_identity, limits, policies):
    """The table "Resource-based policies and implicit denies in other policy types": a grant to
    the user or session has no limits. Boundary and session policy limit a grant to the role.
    A grant to the account leaves the decision to identity-based policies. Keys and roles need such
    a grant. The guide does not say whether boundary and session policy limit a grant to everyone."""
    if policies.must_be_trusted:
        by_identity = all_of([ways.get(ACCOUNT, False), by_identity])
    return any_of(
        [
            ways.get(DIRECT, False),
            all_of([ways.get(ROLE, False), limits]),
            all_of([ways.get(EVERYONE, False), limits or None]),
            by_identity,
        ]
    )


def _identity_side(request, policies):
    """Whether the caller's own policies allow the request, and whether boundary and session policies do."""
    if request.caller.kind == "root":
        return True, True  # "with the exception of the AWS account root user, which has full access"
    identity = any_of([p.allows_at_all(request) for p in policies.identity])
    limits = []
    if policies.boundary:
        limits.append(policies.boundary.allows_at_all(request))
    if policies.session is not None:
        limits.append(any_of([p.allows_at_all(request) for p in policies.session]))
    return identity, all_of(limits)
