import type { Entry } from "./entry";

export const awsFailed: Entry = {
  id: "EPS-582",
  title: "AWS itself failed, or was not available",
  texts: [
    "(InternalServiceError)",
    "An error occurred on the server side",
    "(ServiceUnavailableException): … fault: server",
    "(InternalServerException): … fault: server",
    "operation error EKS Auth: AssumeRoleForPodIdentity … InternalServerException",
    "operation error EKS Auth: AssumeRoleForPodIdentity … ServiceUnavailableException",
    "(ServiceUnavailableException) when calling the AssumeRoleForPodIdentity operation",
    "(InternalServerException) when calling the AssumeRoleForPodIdentity operation",
    "(InternalServerError) when calling the GetParameters operation",
    "KMSInternalException",
    "(DependencyTimeoutException) when calling the Decrypt operation",
    "(ServerException) when calling the CreatePodIdentityAssociation operation",
  ],
  errors: [
    "{InternalFailure|InternalServiceError|InternalServiceErrorException|InternalServerException|KMSInternalException|ServiceFailure|ServiceFailureException|DependencyTimeoutException}",
    "{secretsmanager|ssm|kms|sts|iam|eks|podidentity|organizations} {ServiceUnavailable|ServiceUnavailableException|InternalServerError|InternalError|ServerException|ServiceException}",
  ],
  step: "file",
  why: "The service answered with an error of its own. Nothing of the deployment is wrong.",
  check: "AWS Health Dashboard of the account, for the Region.",
  mend: "Wait: the kubelet mounts again. A secret with a replica in another Region can be read there meanwhile.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html",
  ],
};
