import type { Entry } from "./entry";

export const versionUnderFormerKey: Entry = {
  id: "EPS-472",
  title: "the version that is read is still under a former key",
  step: "identity-policy",
  why: "A change of a secret's key does not encrypt its older versions anew, except the one that is current.",
  check:
    "`aws secretsmanager list-secret-version-ids --secret-id SECRET --query 'Versions[].[VersionId,KmsKeyIds]'`",
  mend: "Put the value again: `eks-pod-secrets put SECRET`. The new version is under the new key. Where the inventory names a version or a label for this read, name the new version, or give it the label, and run `eks-pod-secrets up`.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html",
  ],
};
