import type { Entry } from "./entry";

export const backendWithoutLogin: Entry = {
  id: "EPS-747",
  title: "Pulumi or Terraform is not logged in to the place where its state is kept",
  texts: [
    "{PULUMI_ACCESS_TOKEN must be set|invalid access token|could not read current project}",
    "{unable to open bucket|meta.yaml|could not list bucket|state backend} … {could not find default credentials|accountName is required|no EC2 IMDS role found|failed to acquire a token|NoCredentialProviders}",
    "pulumi login required",
    "could not get logged in user",
    "No credentials provided or are invalid",
  ],
  over: ["EPS-374", "EPS-784", "EPS-314", "EPS-867"],
  why: "No token or credentials for the backend are set, or they have expired, or the backend's bucket is not there.",
  check: "`pulumi whoami -v`",
  mend: "`pulumi login BACKEND`; in a pipeline set the token or the credentials of the bucket.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/state-and-backends/"],
};
