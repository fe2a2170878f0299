"""Grants of KMS keys.

AWS KMS Developer Guide, "Grants in AWS KMS"
https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
"""

from .principals import ways_named
from .truth import any_of

_CONTEXT = "kms:encryptioncontext:"
WITHOUT_CONTEXT = ("DescribeKey", "RetireGrant", "CreateGrant", "GetPublicKey", "Sign", "Verify",
                   "GenerateMac", "VerifyMac", "DeriveSharedSecret")


def grants_allow(grants, request):
    """{way: True or None}: the ways in which grants of a key allow the request."""
    result = {}
    for grant in grants:
        if f"kms:{grant['operation']}".lower() != request.action.lower():
            continue
        met = _constraints_met(grant["operation"], grant.get("constraints") or {}, request.context)
        if met is False:
            continue
        for way in _grantee_ways(grant["grantee"], request.caller):
            result[way] = any_of([result.get(way, False), met])
    return result


def _grantee_ways(grantee, caller):
    kind = "Service" if "arn:" not in grantee else "AWS"
    return ways_named({kind: [grantee]}, caller)


def _constraints_met(operation, constraints, context):
    """EncryptionContextEquals: "the same as"; EncryptionContextSubset: "includes"; SourceArn:
    "effectively the same as having the aws:SourceArn global condition key in the grant"."""
    source = constraints.get("SourceArn")
    if source is not None and context.get("aws:sourcearn") != [source]:
        return False
    # "AWS KMS applies the grant constraints only to cryptographic operations that support an
    # encryption context"
    if operation in WITHOUT_CONTEXT:
        return True
    pairs = {
        key[len(_CONTEXT) :]: values[0]
        for key, values in context.items()
        if key.startswith(_CONTEXT) and len(values) == 1
    }
    # "in a grant constraint, the key in each key-value pair is not case sensitive, but the value is"
    for name, asked in constraints.items():
        # "You can specify only one type of encryption context. An empty map is treated as not
        # specified." https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_KmsGrantConstraints.html
        if name == "SourceArn" or not asked:
            continue
        asked = {key.lower(): value for key, value in asked.items()}
        if name == "EncryptionContextEquals" and asked != pairs:
            return False
        if name == "EncryptionContextSubset" and not asked.items() <= pairs.items():
            return False
    return True
