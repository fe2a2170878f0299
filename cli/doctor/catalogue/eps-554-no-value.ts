import type { Entry } from "./entry";

export const noValue: Entry = {
  id: "EPS-554",
  title: "the secret has no value yet",
  texts: [
    "its pods would wait for values that are missing: {secret:name}",
    "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    'Secrets Manager Secret … Version "AWSCURRENT" not found',
    "can't find the specified secret value for staging label: AWSCURRENT",
  ],
  step: "value",
  why: "A secret is made without a value. Until a value is put, it has no version with the label `AWSCURRENT`.",
  check:
    "`aws secretsmanager list-secret-version-ids --secret-id {name} --include-deprecated` with credentials of the owner.",
  mend: "Put its value with `eks-pod-secrets put`; then `eks-pod-secrets up` deploys the readers that waited for it.",
  sources: ["localstack/localstack#4669", "hashicorp/terraform-provider-aws#14322"],
};
