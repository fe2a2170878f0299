import { formatArn, parseArn } from "iam-proof/names";
import { type HeldList, type Identity, podId } from "./holdings";
import { fields, type Taking, text } from "./taking/taking";

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

/** What an attribute names. */
export function namedBy(
  { attribute, list }: Pick<(typeof NAMED)[number], "attribute" | "list">,
  written?: Written,
): Taking<Identity> {
  const taking = fields({ [attribute]: text }, written);
  return (place) => ({ list, id: taking(place)?.[attribute] });
}

/** A Pod Identity association. */
export function association(written?: Written): Taking<Identity> {
  const taking = fields({ associationArn: text, namespace: text, serviceAccount: text }, written);
  return (place) => {
    const { associationArn, namespace, serviceAccount } = taking(place) ?? {};
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
export function objectOf(
  apiVersion: string | undefined,
  kind: string | undefined,
  { name, namespace = "default" }: { name?: string; namespace?: string } = {},
): Identity | undefined {
  const list = OBJECTS[`${apiVersion} ${kind}`];
  return list && { list, id: name && `${namespace}/${name}` };
}

/** An object of Kubernetes as its API has it. */
export const kubernetesObject: Taking<Identity> = (place) => {
  const one = fields({ apiVersion: text, kind: text, metadata })(place);
  return objectOf(one?.apiVersion, one?.kind, one?.metadata);
};
