import type { Entry } from "./entry";

export const valueOfCallRefused: Entry = {
  id: "EPS-725",
  title: "AWS does not accept a value of the call",
  texts: [
    "InvalidParameter: … validation error(s) found",
    "{Parameter validation failed:|ParamValidationError}",
    "input member … must not be empty",
    "You must provide either SecretString or SecretBinary",
    "InvalidInput: Error occurred while validating input",
    "Duplicate tag keys found",
    "{Ec2LaunchTemplateInvalidConfiguration|Ec2SubnetListTooLong|KubernetesLabelInvalid}",
    "validation error{ detected|s detected}: … failed to satisfy constraint",
  ],
  errors: [
    "{secretsmanager|ssm|kms|sts|iam|eks|organizations|webidentity|cloudformation} {ValidationException|ValidationError|InvalidParameterException|InvalidParameterValue|InvalidParameterValueException|InvalidParameterCombination|MissingParameter|InvalidInput|InvalidInputException|InvalidRequest|SerializationException|BadRequestException|ClientException|UnsupportedOperationException|TagException}",
    "kms {InvalidAliasNameException|InvalidMarkerException|InvalidGrantIdException|InvalidGrantTokenException|InvalidImportTokenException|ExpiredImportTokenException|IncorrectKeyMaterialException}",
    "ssm {InvalidFilterKey|InvalidFilterOption|InvalidFilterValue|InvalidNextToken}",
    "secretsmanager InvalidNextTokenException",
    "{InvalidParameterException|InvalidParameterValue|InvalidParameterValueException|InvalidParameterCombination}",
    "{XksProxyVpcEndpointServiceInUseException|XksProxyVpcEndpointServiceInvalidConfigurationException|XksProxyVpcEndpointServiceNotFoundException|KMSInvalidMacException|NameConflictException|InvalidUserTypeException|PasswordPolicyViolationException|ServiceNotSupportedException|InvalidAuthenticationCodeException|MalformedCertificateException|InvalidContextAssertionException|InvalidAuthorizationMessageException|JWTPayloadSizeExceededException|OutboundWebIdentityFederationDisabledException|FeatureDisabledException|FeatureEnabledException}",
  ],
  why: "The service looked at the request and refused it before it did anything: a name, an ARN, a policy or a setting has a form or a value that it does not take. No right is missing.",
  check: "Read the words behind the error's code: they name the value and what it must be.",
  mend: "Correct the value where it is written: in the inventory, the program, or the class.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html",
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html",
  ],
};
