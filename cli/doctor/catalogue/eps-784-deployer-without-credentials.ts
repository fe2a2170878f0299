import type { Entry } from "./entry";

export const deployerWithoutCredentials: Entry = {
  id: "EPS-784",
  title: "Pulumi or the command has no AWS credentials",
  texts: [
    "No valid credential sources found",
    "unable to validate AWS credentials",
    "failed to retrieve credentials … no EC2 IMDS role found … pulumi",
    "The config profile … could not be found",
    "failed to get shared config profile",
    "Error loading SSO Token",
    "Token has expired and refresh failed",
    "the SSO session has expired or is invalid",
  ],
  over: ["EPS-374", "EPS-377"],
  why: "The deploying machine, not the pod, lacks credentials: no profile, no login, or an expired one.",
  check: "`aws sts get-caller-identity`, with the account's `profile`.",
  mend: "Log in, e.g. `aws sso login --profile PROFILE`. In CI, assume the account's `deployRole`.",
  sources: ["https://www.pulumi.com/registry/packages/aws/installation-configuration/"],
};
