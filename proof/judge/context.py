"""The request context: condition keys that follow from the caller and the resource.

IAM User Guide, "AWS global condition context keys"
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
and the table "Principal key values" of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from .truth import NOT_SAID

# Services that also spell aws:ResourceTag with a prefix, and that prefix. Their pages are at
# https://docs.aws.amazon.com/service-authorization/latest/reference/
OWN_RESOURCE_TAGS = {"secretsmanager": "secretsmanager", "ssm": "ssm", "iam": "iam", "sts": "iam",
                     "ec2": "ec2", "ecr": "ecr", "ecs": "ecs"}
_OF_PRINCIPALS = ("arn", "account", "type", "isawsservice")


def request_context(asked, caller, owner, organization, members):
    """All condition keys of a request, in lower case, each with its list of values."""
    context = {}
    _add_caller(context, caller, asked["principal"])
    if caller.account in members:
        context["aws:principalorgid"] = [organization]
    elif "organizationId" in asked["principal"]:
        context["aws:principalorgid"] = [asked["principal"]["organizationId"]]
    if owner:
        context["aws:resourceaccount"] = [owner]
    if owner in members:
        context["aws:resourceorgid"] = [organization]
    service = asked["action"].split(":")[0].lower()
    for key, value in (asked.get("resourceTags") or {}).items():
        context[f"aws:resourcetag/{key.lower()}"] = [value]
        if service in OWN_RESOURCE_TAGS:
            context[f"{OWN_RESOURCE_TAGS[service]}:resourcetag/{key.lower()}"] = [value]
    context["aws:securetransport"] = ["true"]
    # "This key is always included", but its value is unknown for a resource without a region.
    region = asked["resource"].split(":")[3:4]
    context["aws:requestedregion"] = region if region and region[0] else NOT_SAID
    if caller.account and service == "kms":
        context["kms:calleraccount"] = [caller.account]
    given = asked.get("context") or {}
    for key, value in given.items():
        values = value if isinstance(value, list) else [value]
        if values:
            context[key.lower()] = values
    _add_names(context, given, "aws:requesttag/", "aws:tagkeys")
    _add_names(context, given, "kms:encryptioncontext:", "kms:encryptioncontextkeys")
    return context


def _add_caller(context, caller, principal):
    if caller.kind in ("federated", "service", "anonymous") and not caller.account:
        # The pages say little of callers without an account.
        for key in _OF_PRINCIPALS:
            context[f"aws:principal{key}"] = NOT_SAID
        context["aws:userid"] = NOT_SAID
        if caller.kind == "service":
            context["aws:principalisawsservice"] = ["true"]
            context["aws:principalservicename"] = [caller.arn]
            context["aws:principalservicenameslist"] = [caller.arn]
        return
    # "For IAM roles, the request context returns the ARN of the role"
    context["aws:principalarn"] = [caller.role or caller.arn]
    context["aws:principalaccount"] = [caller.account]
    context["aws:principalisawsservice"] = ["false"]
    for key, value in (principal.get("tags") or {}).items():
        context[f"aws:principaltag/{key.lower()}"] = [value]
    kinds = {"session": "AssumedRole", "user": "User", "root": "Account", "federated": "FederatedUser"}
    context["aws:principaltype"] = [kinds[caller.kind]]
    if caller.kind == "user":
        context["aws:username"] = [caller.arn.rsplit("/", 1)[1]]
    if caller.kind == "root":
        context["aws:userid"] = [caller.account]
    if caller.kind == "federated":
        context["aws:userid"] = [f"{caller.account}:{caller.arn.rsplit('/', 1)[1]}"]


def _add_names(context, given, family, names):
    found = [key[len(family) :] for key in given if key.lower().startswith(family)]
    if found and names not in context:
        context[names] = found
