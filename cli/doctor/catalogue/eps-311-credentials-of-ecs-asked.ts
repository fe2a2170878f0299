import type { Entry } from "./entry";

export const credentialsOfEcsAsked: Entry = {
  id: "EPS-311",
  title: "the program asks for credentials at another address than the agent of EKS",
  texts: [
    "http://169.254.170.2 resulted in",
    'Get "http://169.254.170.2{/v2/credentials|/creds|/get-credentials|: |/":|/?}',
    'endpoint URL: "http://169.254.170.2/',
    "is not a valid container metadata service {URL|protocol}",
    "URL not accepted. It must either be HTTPS or match one of the following",
  ],
  over: ["EPS-169", "EPS-374", "EPS-155"],
  step: "webhook",
  why: "SDKs use 169.254.170.2 where `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` is set, which is of ECS, or where they are too old for `AWS_CONTAINER_CREDENTIALS_FULL_URI`. On EKS nobody answers there. Or somebody wrote another address, or none, into one of these variables.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o yaml | grep AWS_CONTAINER`, and the SDK's version against the list of AWS",
  mend: "Remove both variables from the pod and the program's settings, and use an SDK that knows Pod Identity.",
  sources: [
    "aws/aws-sdk-php#2751",
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html",
  ],
};
