import type { Entry } from "./entry";

export const statePlaceNotUsable: Entry = {
  id: "EPS-867",
  title: "Pulumi or Terraform cannot use the place where its state is kept",
  texts: [
    "{problem logging in|could not log in to the state backend|unable to open bucket|pulumi/meta.yaml|could not list bucket|failed to load checkpoint|key .pulumi/|Failed to get existing workspaces|Error loading state|Error refreshing state|Failed to load state}",
    "could not create stack: … {blob|snapshot file}",
    "failed to save snapshot: … blob",
  ],
  symptom: true,
  causes: [
    {
      id: "EPS-747",
      check:
        "`pulumi whoami -v` names another place than the one meant, or the text speaks of missing credentials.",
    },
    { id: "EPS-868", check: "The text says `AccessDenied`, `403` or `permission`." },
    { id: "EPS-869", check: "It says `NoSuchBucket`, `not found` or `no such file`." },
    { id: "EPS-377", check: "It says `expired`." },
    { id: "EPS-870", check: "It says `connection refused`, `timeout` or `no such host`." },
  ],
  why: "The state is in a bucket, a container, a database or a directory. The run could not read or write there, before anything was changed.",
  check:
    "`pulumi whoami -v` shows the place. Read it by the cloud's own client, e.g. `aws s3 ls s3://BUCKET/.pulumi/`.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["pulumi/pulumi#13007", "pulumi/pulumi#24316"],
};
