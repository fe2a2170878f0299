"""VPC endpoints, and the requests that come through them.

AWS PrivateLink guide, "Control access to VPC endpoints using endpoint policies"
https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
IAM User Guide, "AWS global condition context keys"
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""


def endpoint_of(endpoints, asked):
    """The entry of the endpoint that the request names, and whether the request certainly came through it."""
    given = {key.lower(): value for key, value in (asked.get("context") or {}).items()}
    found = [entry for entry in endpoints if _last(entry["arn"], "/") in _values(given, "aws:sourcevpce")]
    if not found:
        return None, False
    return found[0], _leads_to(found[0]["service"], asked) and not _is_of_service(given, asked)


def _leads_to(service, asked):
    """"com.amazonaws.region.kms", or "com.amazonaws.region.kms-fips" for its FIPS endpoint
    https://docs.aws.amazon.com/kms/latest/developerguide/vpce-create-endpoint.html"""
    *_, region, name = service.split(".")
    action_service = asked["action"].split(":")[0].lower()
    resource_region = asked["resource"].split(":")[3:4]
    is_there = resource_region in ([], [""], [region])
    return is_there and name in (action_service, f"{action_service}-fips")


def _is_of_service(given, asked):
    """"If you restrict requests for a KMS key to a VPC or VPC endpoint, calls to AWS KMS from an
    integrated service might fail", even if the request began there. AWS does not say which endpoint
    such a call names. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-aws.html"""
    via = ("kms:viaservice", "aws:calledvia", "aws:viaawsservice")
    return asked["principal"]["kind"] == "service" or any(_values(given, key) for key in via)


def _values(given, key):
    value = given.get(key, [])
    return value if isinstance(value, list) else [value]


def _last(text, separator):
    return text.rsplit(separator, 1)[-1]
