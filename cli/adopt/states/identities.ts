import { formatArn, parseArn } from "iam-proof/names";
import { type HeldList, type Identity, podId } from "./holdings";
import { fields, list, type Taking, text } from "./take-json";

const EXCLUSIVE = "rolePolicyAttachmentsExclusive";

/** What is a part of what, and which attribute names that, of resources of the AWS provider as Terraform and Pulumi name them. */
const PARTS: [service: string, terraform: string, pulumi: string, HeldList, attribute: string][] = [
  ["iam", "role", "role", "roles", "arn"],
  ["iam", "role_policy", "rolePolicy", "roles", "role"],
  ["iam", "role_policy_attachment", "rolePolicyAttachment", "roles", "role"],
  ["iam", "role_policies_exclusive", "rolePoliciesExclusive", "roles", "roleName"],
  ["iam", "role_policy_attachments_exclusive", EXCLUSIVE, "roles", "roleName"],
  ["secretsmanager", "secret", "secret", "secrets", "arn"],
  ["secretsmanager", "secret_policy", "secretPolicy", "secrets", "secretArn"],
  // Whose tool would write its value again.
  ["secretsmanager", "secret_version", "secretVersion", "secrets", "secretId"],
  ["secretsmanager", "secret_rotation", "secretRotation", "secrets", "secretId"],
  ["kms", "key", "key", "keys", "arn"],
  ["kms", "key_policy", "keyPolicy", "keys", "keyId"],
  ["kms", "alias", "alias", "keys", "targetKeyArn"],
  ["ssm", "parameter", "parameter", "parameters", "arn"],
];

/** The types of resources of the AWS provider, by the names of both tools. */
export const NAMED = PARTS.map(([service, terraform, pulumi, list, attribute]) => ({
  terraform: `aws_${service}_${terraform}`,
  pulumi: `aws:${service}/${pulumi}:${pulumi.charAt(0).toUpperCase()}${pulumi.slice(1)}`,
  list,
  attribute,
}));

/** How the text writes a name. */
type Written = (key: string) => string;

function withUnderscores(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function namedBy({ attribute, list }: (typeof NAMED)[number], written?: Written): Taking<Identity> {
  const taking = fields({ [attribute]: text }, written);
  return (...at) => ({ list, id: taking(...at)?.[attribute] });
}

function association(written?: Written): Taking<Identity> {
  const taking = fields({ associationArn: text, namespace: text, serviceAccount: text }, written);
  return (...at) => {
    const { associationArn, namespace, serviceAccount } = taking(...at) ?? {};
    return associationOf(associationArn, namespace, serviceAccount);
  };
}

/** Of an association's ARN, which says the cluster. */
export function associationOf(
  associationArn: string | undefined,
  namespace: string | undefined,
  serviceAccount: string | undefined,
): Identity {
  const list = "associations";
  const arn = parseArn(associationArn ?? "");
  const [, cluster] = arn?.resource.split("/") ?? [];
  if (!arn || !cluster || !namespace || !serviceAccount) return { list, id: undefined };
  const clusterArn = formatArn({ ...arn, resource: `cluster/${cluster}` });
  return { list, id: podId({ clusterArn, namespace, serviceAccount }) };
}

export const metadata = fields({ name: text, namespace: text });

/** Objects of Kubernetes that are of interest. */
const OBJECTS: Record<string, HeldList> = {
  "v1 ServiceAccount": "serviceAccounts",
  "secrets-store.csi.x-k8s.io/v1 SecretProviderClass": "classes",
  "secrets-store.csi.x-k8s.io/v1alpha1 SecretProviderClass": "classes",
};

/** An object of Kubernetes, where it is of interest. */
function objectOf(
  apiVersion: string | undefined,
  kind: string | undefined,
  { name, namespace = "default" }: { name?: string; namespace?: string } = {},
): Identity | undefined {
  const list = OBJECTS[`${apiVersion} ${kind}`];
  return list && { list, id: name && `${namespace}/${name}` };
}

const object: Taking<Identity> = (...at) => {
  const one = fields({ apiVersion: text, kind: text, metadata })(...at);
  return objectOf(one?.apiVersion, one?.kind, one?.metadata);
};

const serviceAccount: Taking<Identity> = (...at) => {
  const taken = fields({ metadata: list(metadata) })(...at);
  return objectOf("v1", "ServiceAccount", taken?.metadata?.[0]);
};

const manifest: Taking<Identity> = (...at) => fields({ manifest: object })(...at)?.manifest;

const kubectlManifest: Taking<Identity> = (...at) => {
  const one = fields({ api_version: text, kind: text, name: text, namespace: text })(...at);
  return objectOf(one?.api_version, one?.kind, one);
};

/** How each type of resource of Terraform and Pulumi is taken; of others nothing is. */
export const TYPES = new Map<string | undefined, Taking<Identity>>([
  ...NAMED.map((one) => [one.terraform, namedBy(one, withUnderscores)] as const),
  ...NAMED.map((one) => [one.pulumi, namedBy(one)] as const),
  ["aws_eks_pod_identity_association", association(withUnderscores)],
  ["aws:eks/podIdentityAssociation:PodIdentityAssociation", association()],
  ["kubernetes_service_account", serviceAccount],
  ["kubernetes_service_account_v1", serviceAccount],
  ["kubernetes_manifest", manifest],
  ["kubectl_manifest", kubectlManifest],
  ["kubernetes:core/v1:ServiceAccount", object],
  ["kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", object],
  ["kubernetes:secrets-store.csi.x-k8s.io/v1alpha1:SecretProviderClass", object],
]);
