import type { Entry } from "./entry";

export const backendWithoutLogin: Entry = {
  id: "EPS-747",
  title: "Pulumi or Terraform is not logged in to the place where its state is kept",
  texts: [
    '{PULUMI_ACCESS_TOKEN must be set|invalid access token|problem logging in|unable to open bucket|read ".pulumi/meta.yaml"|NoSuchBucket … pulumi|could not read current project|Failed to get existing workspaces|Error refreshing state: AccessDenied}',
  ],
  why: "No token or credentials for the backend are set, or they have expired, or the backend's bucket is not there.",
  check: "`pulumi whoami -v`",
  mend: "`pulumi login BACKEND`; in a pipeline set the token or the credentials of the bucket.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/state-and-backends/"],
};
