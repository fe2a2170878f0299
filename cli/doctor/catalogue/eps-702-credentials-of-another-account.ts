import type { Entry } from "./entry";

export const credentialsOfAnotherAccount: Entry = {
  id: "EPS-702",
  title: "the deployment has credentials of another account than it is to change",
  texts: [
    "Need to perform AWS calls for account … but the current credentials are for",
    "AWS Account ID not allowed",
    "Could not assume role in target account using current credentials",
  ],
  why: "The run has the keys or the role of one account, and the stack, the provider or the inventory names another.",
  check: "`aws sts get-caller-identity` where the deployment runs",
  mend: "Choose the profile or the role of the right account, or correct the account in the inventory. `eks-pod-secrets permissions` prints what the deploying role of each account needs.",
  sources: ["aws/aws-cdk#18340", "hashicorp/terraform-provider-aws: internal/conns/config.go"],
};
