import { parseArn } from "eks-pod-secrets/grant";
import { groupBy } from "iam-proof/collections";
import { parseYamlText } from "iam-proof/yaml";
import * as z from "zod";
import {
  binding,
  configMap,
  externalSecret,
  listOf,
  named,
  node,
  pod,
  providerClass,
  role,
  store,
  TOKEN_OF,
  tokenSecret,
  workload,
} from "./kubernetes-shapes";
import type { Cluster, Copies, MappedIdentity, Workload } from "./rbac/cluster";

/** Adds an object of each kind to its cluster. Other kinds add nothing. */
const TAKE: Record<string, (cluster: Cluster, object: unknown) => void> = {
  Role: takeRole,
  ClusterRole: takeRole,
  RoleBinding: takeBinding,
  ClusterRoleBinding: takeBinding,
  ServiceAccount: ({ serviceAccounts }, object) => {
    const { name, namespace = "default" } = named.parse(object).metadata;
    serviceAccounts.push({ namespace, name });
  },
  Namespace: ({ namespaces }, object) => {
    const { labels, name } = named.parse(object).metadata;
    namespaces?.push({ name, enforces: labels["pod-security.kubernetes.io/enforce"] });
  },
  Pod: ({ pods }, object) => {
    const { metadata, spec } = pod.parse(object);
    const { name, namespace = "default" } = metadata;
    const secrets = [...secretsIn(spec)];
    pods?.push({ namespace, name, serviceAccount: spec.serviceAccountName, secrets });
  },
  // Kubernetes only accepts a Secret of the type of such tokens with this annotation. The value of the Secret is of no use here.
  Secret: ({ accountTokens }, object) => {
    const {
      annotations,
      name,
      namespace = "default",
    } = tokenSecret.safeParse(object).data?.metadata ?? {};
    const serviceAccount = annotations?.[TOKEN_OF];
    if (name && serviceAccount) accountTokens?.push({ namespace, name, serviceAccount });
  },
  Node: ({ arn, nodes }, object) => {
    const instance = node.parse(object).spec.providerID?.split("/").at(-1);
    const { account = "", partition = "", region = "" } = parseArn(arn) ?? {};
    if (!instance?.startsWith("i-")) return;
    nodes?.push(`arn:${partition}:ec2:${region}:${account}:instance/${instance}`);
  },
  ConfigMap: ({ awsAuth }, object) => {
    const { data = {}, metadata } = configMap.parse(object);
    if (`${metadata.namespace}/${metadata.name}` === "kube-system/aws-auth") {
      awsAuth.push(...mapped(data));
    }
  },
  SecretProviderClass: ({ copies }, object) => {
    const { metadata, spec } = providerClass.parse(object);
    const { name, namespace = "default" } = metadata;
    if (spec.provider !== "aws") return;
    const objects = z
      .array(z.object({ objectName: z.string() }))
      .safeParse(inYaml(spec.parameters?.objects ?? ""));
    copies.push({
      ...{ namespace, name, fills: spec.secretObjects.map(({ secretName }) => secretName) },
      objects: objects.data?.map(({ objectName }) => objectName),
    });
  },
  ExternalSecret: ({ copies }, object) => copies.push(...externalCopies(object)),
  SecretStore: takeStore,
  ClusterSecretStore: takeStore,
  ...Object.fromEntries(
    [
      ...["Deployment.apps", "DaemonSet.apps", "StatefulSet.apps", "ReplicaSet.apps"],
      ...["Job.batch", "CronJob.batch", "ReplicationController"],
    ].map((kind) => [kind.split(".")[0], takeWorkload(kind)]),
  ),
  ...Object.fromEntries(
    ["ValidatingWebhookConfiguration", "ValidatingAdmissionPolicyBinding"].map((kind) => [
      kind,
      ({ admission }: Cluster, object: unknown) =>
        admission.push(`${kind} ${named.parse(object).metadata.name}`),
    ]),
  ),
};

/** The lists of a cluster that are absent if nobody read them, by kind. */
const READ: ReadonlyMap<string, "namespaces" | "pods" | "nodes" | "accountTokens"> = new Map([
  ["Namespace", "namespaces"],
  ["Pod", "pods"],
  ["Node", "nodes"],
  ["Secret", "accountTokens"],
]);

/** Kinds that say who may do what. Every cluster has objects of each; the namespaced ones exist in `kube-system`, too. */
export const WHO_MAY = ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

/** Kinds whose objects have values copied into Secrets, or say who reads for such a copy. */
export const COPYING = [
  ...["SecretProviderClass", "ExternalSecret", "SecretStore", "ClusterSecretStore"],
];

function isOfWholeCluster(kind: string, object: unknown): boolean {
  if (object === undefined || kind.startsWith("Cluster")) return true;
  return named.safeParse(object).data?.metadata.namespace === "kube-system";
}

/** Adds objects, and lists of objects, to a cluster. Throws a `ZodError` if one lacks the fields of its kind. */
export function takeObjects(cluster: Cluster, given: readonly unknown[]): void {
  const [read, seen] = [new Set<string>(), new Set<string>()];
  for (const [kind, object] of given.flatMap(inLists)) {
    seen.add(kind);
    if (isOfWholeCluster(kind, object)) read.add(kind);
    const list = READ.get(kind);
    if (list) cluster[list] ??= [];
    if (object !== undefined) TAKE[kind]?.(cluster, object);
  }
  if (!read.has("Secret")) delete cluster.accountTokens;
  if (!read.has("Pod")) delete cluster.pods;
  cluster.readWorkloads.push(...[...seen].map(pluralOf));
  cluster.unseenCopies = COPYING.filter((kind) => !seen.has(kind));
  const asked = cluster.authenticationMode === "API" ? WHO_MAY : [...WHO_MAY, "ConfigMap"];
  const unread = asked.filter((kind) => !read.has(kind));
  cluster.unread.push(...unread.map((kind) => `${kind}s of all namespaces`));
}

const listShape = z.object({
  kind: z.string().regex(/List$/),
  items: z.array(z.looseObject({ kind: z.string().optional() })).nullish(),
});
const objectShape = z.looseObject({ kind: z.string() });

/** Each object of a list, and of lists in it, with its kind. For an empty list, only the kind. */
function inLists(given: unknown): [kind: string, object: unknown][] {
  const list = listShape.safeParse(given);
  if (!list.success) return [[objectShape.parse(given).kind, given]];
  const own = list.data.kind.slice(0, -"List".length);
  const items = list.data.items ?? [];
  return [
    ...(own ? [[own, undefined] as [string, undefined]] : []),
    ...items.flatMap((item) => inLists({ kind: own, ...item })),
  ];
}

function takeRole({ roles }: Cluster, object: unknown): void {
  const { aggregationRule, metadata, rules } = role.parse(object);
  const { labels, name, namespace } = metadata;
  roles.push({
    ...{ name, namespace, rules, labels },
    aggregates: aggregationRule?.clusterRoleSelectors ?? [],
  });
}

function takeBinding({ bindings }: Cluster, object: unknown): void {
  const { metadata, roleRef, subjects } = binding.parse(object);
  const { name, namespace } = metadata;
  bindings.push({ name, namespace, roleRef, subjects });
}

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}s`;
}

/** Names of the Secrets that a pod mounts, or has in its environment. */
function* secretsIn(spec: object): Iterable<string> {
  for (const [key, value] of Object.entries(spec)) {
    if (key === "secretName" && typeof value === "string") yield value;
    if (typeof value !== "object" || value === null) continue;
    if (/^secret(Ref|KeyRef)?$/.test(key) && typeof value.name === "string") yield value.name;
    yield* secretsIn(value);
  }
}

function takeWorkload(kindOfGroup: string) {
  const [kind = "", group] = kindOfGroup.split(".");
  const plural = pluralOf(kind);
  return ({ workloads }: Cluster, object: unknown): void => {
    const { metadata, spec } = workload.parse(object);
    const { name, namespace = "default" } = metadata;
    const made = (spec.template ?? spec.jobTemplate?.spec.template)?.spec;
    const containers = made?.containers ?? [];
    const found: Workload = {
      ...{ namespace, name, serviceAccount: made?.serviceAccountName ?? "default" },
      resource: group ? `${plural}.${group}` : plural,
      secrets: [...secretsIn(made ?? {})],
      programs: containers.flatMap(({ command = [], image = "", name }) => [
        name,
        image,
        ...command,
      ]),
    };
    workloads.push(found);
  };
}

/** Roles are assumed one after another, `role` last. Only a ClusterSecretStore may name an account of another namespace. */
function takeStore({ stores }: Cluster, object: unknown): void {
  const { metadata, spec } = store.parse(object);
  const { name, namespace } = metadata;
  const { aws } = spec.provider;
  const own = aws?.auth?.jwt?.serviceAccountRef;
  stores.push({
    ...{ name, namespace, isElsewhere: !aws, prefix: aws?.prefix },
    roleArn: aws?.role ?? aws?.additionalRoles?.at(-1),
    serviceAccount: own && { namespace: namespace ?? own.namespace, name: own.name },
  });
}

/** What an ExternalSecret copies by each store that its entries name. An entry with neither a key nor a search reads nothing. */
function externalCopies(object: unknown): Copies[] {
  const { metadata, spec } = externalSecret.parse(object);
  const { name, namespace = "default" } = metadata;
  const entries = [
    ...spec.data.map(({ remoteRef, sourceRef }) => ({ key: remoteRef.key, sourceRef })),
    ...spec.dataFrom
      .filter(({ extract, find }) => extract ?? find)
      .map(({ extract, find, sourceRef }) => ({ key: find ? undefined : extract?.key, sourceRef })),
  ].flatMap(({ key, sourceRef }) => {
    const store = sourceRef?.storeRef ?? spec.secretStoreRef;
    return store ? { key, store } : [];
  });
  return groupBy(entries, ({ store }) => JSON.stringify(store)).map(([store, all]) => {
    const keys = all.flatMap(({ key }) => key ?? []);
    return {
      ...{ namespace, name, fills: [spec.target?.name ?? name], store: JSON.parse(store) },
      objects: keys.length === all.length ? keys : undefined,
    };
  });
}

const mappedShape = listOf(
  z.object({
    ...{ rolearn: z.string().optional(), userarn: z.string().optional() },
    ...{ username: z.string().default(""), groups: listOf(z.string()) },
  }),
);

/** The identities that the data of `aws-auth` lets in. */
function mapped({ mapAccounts = "", mapRoles = "", mapUsers = "" }: Record<string, string>) {
  const accounts = listOf(z.coerce.string()).parse(inYaml(mapAccounts));
  return [
    ...[mapRoles, mapUsers].flatMap((text) =>
      mappedShape.parse(inYaml(text)).map(
        ({ groups, rolearn, userarn, username }): MappedIdentity => ({
          ...{ arn: rolearn ?? userarn ?? "", username, groups },
        }),
      ),
    ),
    ...accounts.map((arn): MappedIdentity => ({ arn, username: "", groups: [] })),
  ];
}

/** Parses YAML with each scalar as a text. Null if the text is no YAML. */
function inYaml(text: string): unknown {
  const read = parseYamlText(text, { schema: "failsafe" });
  return "flaw" in read ? null : read.document.toJS();
}
