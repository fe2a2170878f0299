import { readerKey } from "eks-pod-secrets/grant";
import { isMapping } from "iam-proof/collections";
import { formatArn, parseArn } from "iam-proof/names";
import * as z from "zod";
import { fields, list, text } from "../../json/take-json";
import type { HeldList, Identity } from "../found";

/**
 * Which resource of Pulumi's AWS provider is a part of which object, and the attribute that names the object. `native`: the same of
 * the providers of AWS's Cloud Control.
 */
const PARTS: [service: string, name: string, HeldList, attribute: string, native?: string][] = [
  ["iam", "role", "roles", "arn", "role arn"],
  ["iam", "rolePolicy", "roles", "role", "rolePolicy roleName"],
  ["iam", "rolePolicyAttachment", "roles", "role"],
  ["iam", "rolePoliciesExclusive", "roles", "roleName"],
  ["iam", "rolePolicyAttachmentsExclusive", "roles", "roleName"],
  ["secretsmanager", "secret", "secrets", "arn", "secret secretId"],
  ["secretsmanager", "secretPolicy", "secrets", "secretArn", "resourcePolicy secretId"],
  // The tool that holds it would write its value again.
  ["secretsmanager", "secretVersion", "secrets", "secretId"],
  ["secretsmanager", "secretRotation", "secrets", "secretId", "rotationSchedule secretId"],
  ["kms", "key", "keys", "arn", "key arn"],
  ["kms", "replicaKey", "keys", "arn", "replicaKey arn"],
  ["kms", "externalKey", "keys", "arn"],
  ["kms", "replicaExternalKey", "keys", "arn"],
  ["kms", "keyPolicy", "keys", "keyId"],
  ["kms", "alias", "keys", "targetKeyArn", "alias targetKeyId"],
  ["ssm", "parameter", "parameters", "arn", "parameter name"],
];

const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The resource types of these providers, in the names of both tools. */
export const NAMED = PARTS.flatMap(([service, name, list, attribute, native]) => {
  const [nameThere = "", attributeThere = ""] = native?.split(" ") ?? [];
  const own = {
    terraform: `aws_${service}_${withUnderscores(name)}`,
    pulumi: `aws:${service}/${name}:${capital(name)}`,
    ...{ list, attribute },
  };
  const there = {
    terraform: `awscc_${service}_${withUnderscores(nameThere)}`,
    pulumi: `aws-native:${service}:${capital(nameThere)}`,
    ...{ list, attribute: attributeThere },
  };
  return native ? [own, there] : [own];
});

/** Takes an attribute that names an object. */
function namedBy(list: HeldList, attribute: string) {
  return fields({ [attribute]: text }).transform(
    (one): Identity => ({ list, id: one?.[attribute] }),
  );
}

function association(arn: string, serviceAccount: string) {
  return fields({ [arn]: text, namespace: text, [serviceAccount]: text }).transform((one) =>
    associationOf(one?.[arn], one?.namespace, one?.[serviceAccount]),
  );
}

/** Takes an association's ARN, which contains the cluster. */
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
  return { list, id: readerKey({ clusterArn, namespace, serviceAccount }) };
}

export const metadata = fields({ name: text, namespace: text });

/** The Kubernetes objects that matter here. */
const OBJECTS: Record<string, HeldList> = {
  "v1 ServiceAccount": "serviceAccounts",
  "secrets-store.csi.x-k8s.io/v1 SecretProviderClass": "classes",
  "secrets-store.csi.x-k8s.io/v1alpha1 SecretProviderClass": "classes",
};

/** A Kubernetes object, if it matters here. */
function objectOf(kind: string, of: z.output<typeof metadata>): Identity | undefined {
  const { name, namespace = "default" } = of ?? {};
  const list = OBJECTS[kind];
  return list && { list, id: name && namespace && `${namespace}/${name}` };
}

const object = fields({ apiVersion: text, kind: text, metadata }).transform((one) =>
  objectOf(`${one?.apiVersion} ${one?.kind}`, one?.metadata),
);

const manifest = fields({ manifest: object }).transform((one) => one?.manifest);

/** An object whose name stands beside its kind, or in the block of its metadata. What says no kind is a service account by its type. */
const namedObject = fields({
  ...{ api_version: text, kind: text, name: text, namespace: text },
  metadata: list(metadata),
}).transform((one) => {
  const { api_version = "v1", kind = "ServiceAccount", metadata } = one ?? {};
  return objectOf(`${api_version} ${kind}`, metadata?.[0] ?? one);
});

/** A policy with all roles that have it. The tool attaches it to each again. */
const policyAttachment = fields({
  // What Pulumi hides is an object in place of the list.
  roles: z.preprocess((given) => (isMapping(given) ? [given] : given), list(text)),
}).transform((one): Identity[] => (one?.roles ?? []).map((id) => ({ list: "roles", id })));

/** Other types, by how they are parsed. */
const OTHERS: [Parsed, ...types: string[]][] = [
  [policyAttachment, "aws_iam_policy_attachment", "aws:iam/policyAttachment:PolicyAttachment"],
  [policyAttachment, "awscc_iam_managed_policy", "aws-native:iam:ManagedPolicy"],
  [association("association_arn", "service_account"), "aws_eks_pod_identity_association"],
  [association("association_arn", "service_account"), "awscc_eks_pod_identity_association"],
  [association("associationArn", "serviceAccount"), "aws-native:eks:PodIdentityAssociation"],
  [
    association("associationArn", "serviceAccount"),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  ],
  [namedObject, "kubernetes_service_account", "kubernetes_service_account_v1"],
  [namedObject, "kubernetes_annotations", "kubectl_manifest"],
  [manifest, "kubernetes_manifest"],
  [object, "kubernetes:core/v1:ServiceAccount", "kubernetes:core/v1:ServiceAccountPatch"],
  [object, "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass"],
  [object, "kubernetes:secrets-store.csi.x-k8s.io/v1alpha1:SecretProviderClass"],
];

type Parsed = z.ZodType<Identity | Identity[] | undefined>;

/** Parses each type of resource of Terraform and Pulumi. Other types give nothing. */
export const TYPES = new Map<unknown, Parsed>([
  ...NAMED.flatMap(({ attribute, list, pulumi, terraform }) => [
    [terraform, namedBy(list, withUnderscores(attribute))] as const,
    [pulumi, namedBy(list, attribute)] as const,
  ]),
  ...OTHERS.flatMap(([shape, ...types]) => types.map((type) => [type, shape] as const)),
]);

function withUnderscores(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
