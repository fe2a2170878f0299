import type { Entry } from "./entry";

export const statePlaceNotThere: Entry = {
  id: "EPS-869",
  title: "the bucket, container or directory of the state is not there",
  texts: [
    "{problem logging in|could not log in to the state backend|unable to open bucket|pulumi/meta.yaml|could not list bucket|could not create stack|failed to load checkpoint|failed to save snapshot|key .pulumi/|Failed to get existing workspaces|Error loading state|Error refreshing state|Failed to load state} … {NoSuchBucket|bucket does not exist|bucket doesn't exist|ContainerNotFound|container does not exist|NoSuchKey|no such file or directory|actual location|pq: database}",
    "Failed to get existing workspaces: S3 bucket",
  ],
  over: ["EPS-748"],
  why: "The address of the backend names a place that does not exist in this account or Region, or the state of this stack is not in it.",
  check: "`pulumi whoami -v`, and the place by the cloud's own client",
  mend: "Correct the address: `pulumi login s3://BUCKET?region=REGION`. Make the bucket first, if there is none yet.",
  sources: ["pulumi/pulumi#8144", "pulumi/pulumi#2714"],
};
