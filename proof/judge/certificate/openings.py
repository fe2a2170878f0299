"""What a service sends when it asks KMS to open a value, and keys that only requests for some actions have."""

from ..documents import _arn_field

# https://docs.aws.amazon.com/service-authorization/latest/reference/
OF_ACTIONS = {
    "secretsmanager:versionid": ("getsecretvalue",),
    "secretsmanager:versionstage": ("getsecretvalue",),
    "sts:externalid": ("assumerole",),
    "sts:sourceidentity": ("assumerole", "assumerolewithwebidentity", "assumerolewithsaml"),
    "sts:rolesessionname": ("assumerole", "assumerolewithwebidentity"),
}


def kept_by_service(keys, action):
    """The keys, without those that requests for the action lack. For STS all stay, because one call asks for several actions."""
    service, _, name = action.partition(":")
    if service == "sts":
        return keys
    return {key: values for key, values in keys.items() if name in OF_ACTIONS.get(key, (name,))}


def via_service(arn, key):
    """The service that opens the value. Its region is that of a multi-Region key, and otherwise that of the value."""
    region = _arn_field(key, 3) if key and ":key/mrk-" in key else _arn_field(arn, 3)
    return f"{_arn_field(arn, 2)}.{region}.amazonaws.com"


def opening(world, arn, key):
    """The condition keys that the service sends when it asks KMS to open the value.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
    """
    is_secret = _arn_field(arn, 2) == "secretsmanager"
    own = {
        "kms:viaservice": [via_service(arn, key)],
        f"kms:encryptioncontext:{'secretarn' if is_secret else 'parameter_arn'}": [arn],
        "aws:viaawsservice": ["true"],
        "kms:encryptionalgorithm": ["SYMMETRIC_DEFAULT"],
        "kms:encryptioncontextkeys": ["SecretARN", "SecretVersionId"] if is_secret else ["PARAMETER_ARN"],
    }
    if is_secret:
        own["kms:encryptioncontext:secretversionid"] = [world.text("decryption version of the secret")]
    return own
