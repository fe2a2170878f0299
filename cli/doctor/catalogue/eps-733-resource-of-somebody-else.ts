import type { Entry } from "./entry";

export const resourceOfSomebodyElse: Entry = {
  id: "EPS-733",
  title: "there is a resource of this name already, outside of the stack",
  texts: [
    "{Cluster already exists with name|NodeGroup already exists with name|FargateProfile already exists}",
    "is already in use on this cluster",
    "{already exists outside of|exists but is not managed by|already exists and is not managed}",
    "InvalidPermission.Duplicate",
    "with the same name already exists",
  ],
  errors: ["{*AlreadyExists|*AlreadyExistsException|*AlreadyExistsFault}"],
  why: "CloudFormation, Pulumi or Terraform was to make it, and found that somebody else, or an earlier run that lost its state, has made it.",
  check: "Does another stack hold it, or was a stack deleted that kept it?",
  mend: "Import it into the stack, or give it another name. Delete it only when nobody reads it.",
  sources: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html"],
};
