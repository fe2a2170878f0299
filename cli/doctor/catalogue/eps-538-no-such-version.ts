import type { Entry } from "./entry";

export const noSuchVersion: Entry = {
  id: "EPS-538",
  title: "the version that is mounted is not there",
  texts: [
    "Secrets Manager can't find the specified secret value for staging label: {label:name}",
    "Secrets Manager can't find the specified secret value for VersionId",
    "can't find the specified secret value for staging label: {label:name}",
  ],
  over: ["EPS-550"],
  step: "value",
  why: "The inventory names a version or a label for this read, and no version has it. Secrets Manager removes versions without labels in time.",
  check:
    "`aws secretsmanager list-secret-version-ids --secret-id {name}`; of a parameter `aws ssm get-parameter-history --name PARAMETER`.",
  mend: "Give the label to a version, name one that is there in the inventory, or take `version` and `versionStage` out of the read, and run `eks-pod-secrets up`.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html"],
};
