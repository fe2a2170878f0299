import type { Entry } from "./entry";

export const nameScheduledForDeletion: Entry = {
  id: "EPS-766",
  title: "a secret of this name is scheduled for deletion, so none can be made",
  texts: [
    "You can't create this secret because a secret with this name is already scheduled for deletion",
  ],
  why: "A deleted secret keeps its name until its recovery window ends.",
  check: "`aws secretsmanager describe-secret --secret-id NAME --query DeletedDate`",
  mend: "If its values are wanted: `eks-pod-secrets restore NAME`. If not: `aws secretsmanager delete-secret --secret-id NAME --force-delete-without-recovery`, which nobody can undo; then `eks-pod-secrets up`.",
  sources: [
    "redpanda-data/console#1835",
    "aws-ia/terraform-aws-eks-blueprints#1733",
    "aws/copilot-cli#655",
  ],
};
