import type { Entry } from "./entry";

export const noCredentials: Entry = {
  id: "EPS-374",
  title: "the program found no AWS credentials at all",
  texts: [
    "NoCredentialProviders: no valid providers in chain",
    "Unable to locate credentials",
    "no EC2 IMDS role found",
    "Could not load credentials from any providers",
    "Unable to load credentials from any of the providers in the chain",
    "Missing credentials in config",
    "Could not load credentials from TokenFileWebIdentityCredentials",
    "EC2 Metadata creds request returned error",
    "Unable to load AWS credentials from any provider in the chain",
    "EC2ContainerCredentialsProviderWrapper: Failed to connect to service endpoint",
    "could not communicate with IMDS",
    "Either the environment variable AWS_WEB_IDENTITY_TOKEN_FILE or the javaproperty aws.webIdentityTokenFile must be set",
    "SigningStageError { kind: MissingCredentials }",
  ],
  step: "webhook",
  causes: [
    {
      id: "EPS-378",
      check:
        "The pod has no variable `AWS_CONTAINER_CREDENTIALS_FULL_URI`, and is older than the association, or there is an association and EKS missed it: start the pod again.",
    },
    {
      id: "EPS-356",
      check:
        "`aws eks list-pod-identity-associations` has none for the pod's namespace and service account.",
    },
    { id: "EPS-375", check: "The variables are there, but the SDK is older than Pod Identity." },
    { id: "EPS-156", check: "The variables are there, and the node has no ready agent." },
    {
      id: "EPS-373",
      check:
        "The variables are there, and the token's file is not there, or its user may not read it: `kubectl -n {namespace} exec {pod} -- ls -l /var/run/secrets/`.",
    },
  ],
  why: "The AWS client looked for credentials in all its places. The pod has no variables of EKS, or the client does not know them, and the node's metadata do not answer either.",
  check: "`kubectl -n {namespace} get pod {pod} -o yaml | grep -e AWS_CONTAINER -e AWS_ROLE_ARN`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "external-secrets/external-secrets#4012",
    "external-secrets/external-secrets#579",
    "kubernetes-sigs/external-dns#1608",
  ],
};
