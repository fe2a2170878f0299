"""What a service says as it asks KMS to open a value, and keys that requests for some actions have alone."""

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
    """The keys without those that requests for the action lack. All actions of the call that makes a session have its keys."""
    service, _, name = action.partition(":")
    if service == "sts":
        return keys
    return {key: values for key, values in keys.items() if name in OF_ACTIONS.get(key, (name,))}


def via_service(arn, key):
    """The service by which the value is opened: of a multi-Region key in the key's region, else in the value's."""
    region = _arn_field(key, 3) if key and ":key/mrk-" in key else _arn_field(arn, 3)
    return f"{_arn_field(arn, 2)}.{region}.amazonaws.com"


def opening(world, arn, key):
    """What the service says as it asks KMS to open the value.

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
