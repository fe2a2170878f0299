/** The resources of the first reader in the package's README. */
export const READER = [
  "aws:eks:PodIdentityAssociation orders-association",
  "aws:iam:Role orders-role",
  "aws:iam:RolePoliciesExclusive orders-only-policy",
  "aws:iam:RolePolicy orders-policy",
  "aws:iam:RolePolicyAttachmentsExclusive orders-no-attachments",
  "aws:secretsmanager:Secret db-secret",
  "eks-pod-secrets:index:PodReader orders",
  "eks-pod-secrets:index:PodSecret db",
  "eks-pod-secrets:index:SecretMount orders",
  "eks-pod-secrets:index:SharedSecretMount orders",
  "kubernetes:core/v1:ServiceAccount orders-service-account",
  "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass orders-provider-class",
];

/** The resources that a preview would create, each once. */
export function resourcesIn(preview: string): string[] {
  const found = [...preview.matchAll(/^ \+ +(\S+:\S+) (\S+) create *$/gm)];
  const names = found.map(([, type, name]) => `${type} ${name}`);
  return [...new Set(names)].filter((name) => !name.startsWith("pulumi:")).sort();
}
