import type { Entry } from "./entry";

export const sdkTooOld: Entry = {
  id: "EPS-375",
  title: "the program's AWS SDK is older than EKS Pod Identity",
  texts: [
    'invalid endpoint host, "169.254.170.23", only loopback hosts are allowed',
    "only loopback hosts are allowed",
    "Unsupported host '169.254.170.23'",
    "Can only retrieve metadata from these hosts",
    "169.254.170.23 is not a valid container metadata service hostname",
    "contained within environment variable AWS_CONTAINER_CREDENTIALS_FULL_URI has an invalid host",
    "URI did not refer to the loopback interface",
    "within environment variable AWS_CONTAINER_CREDENTIALS_FULL_URI has an invalid host",
    "withing environment variable AWS_CONTAINER_CREDENTIALS_FULL_URI has an invalid host",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI must use a loopback address",
    "invalid endpoint host, 169.254.170.23",
    "invalid endpoint host, … only host resolving to loopback addresses are allowed",
    "http://169.254.170.23/v1/credentials is not a valid container metadata service",
    "169.254.170.23: only loopback",
    "{The remote host|Host} 169.254.170.23 {is not|not} allowed",
    "Unsupported host '[fd00:ec2::23]'",
  ],
  step: "webhook",
  why: "SDKs from before the end of 2023 take credentials from loopback addresses and ECS only, and refuse the agent's.",
  check: "The SDK's version against the list of AWS.",
  mend: "Raise the SDK. Files that are mounted need none.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html"],
};
