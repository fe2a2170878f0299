import type { Entry } from "./entry";

export const statePlaceRefuses: Entry = {
  id: "EPS-868",
  title: "the caller may not read or write the place where the state is kept",
  texts: [
    "{problem logging in|could not log in to the state backend|unable to open bucket|pulumi/meta.yaml|could not list bucket|could not create stack|failed to load checkpoint|failed to save snapshot|key .pulumi/|Failed to get existing workspaces|Error loading state|Error refreshing state|Failed to load state} … {AccessDenied|Forbidden|AuthorizationPermissionMismatch|AuthorizationFailure|does not have storage.objects|permission denied|AllAccessDisabled|password authentication failed|no pg_hba.conf entry}",
    "Pulumi.yaml … code=Unknown): AccessDenied",
  ],
  over: ["EPS-748"],
  why: "The credentials are known, but their policies do not reach the bucket or container, its policy does not admit them, or its key does not let them decrypt.",
  check:
    "`aws sts get-caller-identity`, and `aws s3 ls s3://BUCKET/.pulumi/` with the same profile",
  mend: "Run with the credentials that the state was made with. Else its owner admits this caller: `s3:ListBucket`, `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject` on the bucket, and its key.",
  sources: ["pulumi/pulumi-aws#2201", "pulumi/pulumi#12534", "pulumi/pulumi#12672"],
};
