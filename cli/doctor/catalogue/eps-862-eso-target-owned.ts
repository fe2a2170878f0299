import type { Entry } from "./entry";

export const esoTargetOwned: Entry = {
  id: "EPS-862",
  title: "External Secrets may not write its Kubernetes Secret, because another owner has it",
  texts: [
    "is owned by another ExternalSecret",
    "With creationPolicy=Merge the secret won't be created",
    "{secret is not managed by external-secrets|secret not managed by external-secrets|target is owned by another}",
  ],
  over: ["EPS-850"],
  why: "One Secret belongs to one ExternalSecret, or to nobody with `creationPolicy: Merge`, which needs a Secret that is there.",
  check: "`kubectl -n {namespace} get secret {secret} -o yaml`: its `ownerReferences`",
  mend: "Give each ExternalSecret its own `target.name`, or correct `creationPolicy`.",
  sources: ["https://external-secrets.io/latest/guides/ownership-deletion-policy/"],
};
