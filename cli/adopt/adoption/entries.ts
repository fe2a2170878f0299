import { clusterName, parseArn } from "eks-pod-secrets/grant";
import type { Found, FoundCluster, FoundObject, FoundParameter } from "../found";
import { keyReference } from "./key-reference";
import type { AdoptedAccount, Decisions, ReaderPlan } from "./plans";
import { roleOf } from "./pods";
import { type FoundRead, parameterName, secretName } from "./reads";
import type { SecretPlan } from "./secret-plans";

/** Directory, beside the inventory, of what `adopt` writes. */
export const DIRECTORY = "adopted";

/** An entry of an inventory, and what a person must decide or know of it. */
export interface Entry {
  value: Record<string, unknown>;
  marks: string[];
}

/** Entries by section and name. */
export type Entries = Record<
  "accounts" | "clusters" | "secrets" | "parameters" | "readers",
  Record<string, Entry>
>;

/** What an inventory says of accounts, clusters, secrets, parameters and readers that exist. */
export function entriesOf(
  found: Found,
  plans: readonly ReaderPlan[],
  secrets: readonly SecretPlan[],
  { accounts }: Decisions,
): Entries {
  const clusters = found.clusters.filter(({ arn }) =>
    plans.some(({ pod }) => pod.clusterArn === arn),
  );
  const accountOf = (arn: string) => accounts.find(({ id }) => id === parseArn(arn)?.account);
  const clusterIds = new Map(
    clusters.map(({ arn }) => [arn, uniqueName(arn, clusters, accountOf(arn))]),
  );
  const parameters = new Map(
    plans
      .flatMap(({ reads }) => reads.map(({ target }) => target))
      .filter(({ arn }) => parseArn(arn)?.service === "ssm")
      .map((one) => [parameterId(one.arn), one as FoundParameter]),
  );
  const idOf = (arn: string) =>
    secrets.find(({ secret }) => secret.arn === arn)?.id ?? parameterId(arn);
  return {
    accounts: named(accounts, ({ name }) => name, accountEntry),
    clusters: named(
      clusters,
      ({ arn }) => clusterIds.get(arn) ?? "",
      (one) => clusterEntry(one, clusterIds.get(one.arn) ?? "", accountOf(one.arn), plans),
    ),
    secrets: named(secrets, ({ id }) => id, secretEntry),
    parameters: named(
      [...parameters.values()],
      ({ arn }) => parameterId(arn),
      (one) => parameterEntry(one, found, accountOf(one.arn)),
    ),
    readers: named(
      plans,
      ({ id }) => id,
      (one) => readerEntry(one, clusterIds.get(one.pod.clusterArn) ?? "", idOf),
    ),
  };
}

function named<T>(
  list: readonly T[],
  nameOf: (one: T) => string,
  entryOf: (one: T) => Entry,
): Record<string, Entry> {
  return Object.fromEntries(list.map((one) => [nameOf(one), entryOf(one)]));
}

function accountEntry({ name: _, ...account }: AdoptedAccount): Entry {
  return { value: account, marks: [] };
}

function uniqueName(
  arn: string,
  all: readonly FoundCluster[],
  account: AdoptedAccount | undefined,
): string {
  const name = clusterName(arn);
  const same = all.filter((one) => clusterName(one.arn) === name);
  return same.length === 1 ? name : `${account?.name}-${parseArn(arn)?.region}-${name}`;
}

function clusterEntry(
  { arn, hasAgent, hasDriver, issuer }: FoundCluster,
  id: string,
  account: AdoptedAccount | undefined,
  plans: readonly ReaderPlan[],
): Entry {
  const { partition, region, account: owner } = parseArn(arn) ?? {};
  const name = clusterName(arn);
  const isIrsa = plans.some(
    ({ identity, pod }) => pod.clusterArn === arn && identity !== "podIdentity",
  );
  const driver = {
    ...(hasDriver && { install: "existing" }),
    ...(hasAgent !== hasDriver && { podIdentityAgent: hasAgent ? "existing" : "addon" }),
  };
  return {
    value: {
      ...(id !== name && { name }),
      account: account?.name,
      ...(region !== account?.region && { region }),
      existing: true,
      ...(isIrsa &&
        issuer && { oidcProvider: `arn:${partition}:iam::${owner}:oidc-provider/${issuer}` }),
      ...(Object.keys(driver).length > 0 && { secretsStoreCsi: driver }),
    },
    marks: hasDriver ? [] : ["decide: it has no Secrets Store CSI driver, and up would install it"],
  };
}

function secretEntry({ account, id, kept, key, kind, marks, secret }: SecretPlan): Entry {
  const { arn, description, rotation, replicas, tags } = secret;
  const { region } = parseArn(arn) ?? {};
  if (kind === "external") {
    const value = { external: true, arn, ...(secret.key && { key: secret.key }) };
    return { value, marks };
  }
  const name = secretName(arn);
  const isOurs = kind === "taken";
  const value = {
    ...(isOurs ? { ...(id !== name && { name }) } : { existing: true, arn }),
    account: account?.name,
    ...(isOurs && region !== account?.region && { region }),
    ...(key && { key: keyReference(key, region) }),
    ...(isOurs && description && { description }),
    ...(isOurs && Object.keys(tags).length > 0 && { tags }),
    ...(replicas.length > 0 && {
      replicas: replicas.map((one) => ({ region: one.region, ...(one.key && { key: one.key }) })),
    }),
    ...(isOurs && rotation && { rotation }),
    ...(kept.length > 0 && { extraPolicyStatements: kept }),
  };
  const isRotated = isOurs && rotation;
  return {
    value,
    marks: [
      ...marks,
      ...(isRotated
        ? ["decide: add to rotation roleArn, the role of its function, so that the proof counts it"]
        : []),
    ],
  };
}

/** The name of a parameter as Parameter Store has it. */
export function parameterId(arn: string): string {
  const name = parameterName(arn);
  return name.includes("/") ? `/${name}` : name;
}

function parameterEntry(
  { arn, key, secure, tags }: FoundParameter,
  { keys }: Found,
  account: AdoptedAccount | undefined,
): Entry {
  const { region } = parseArn(arn) ?? {};
  const found = keys.find((one) => one.arn === key);
  return {
    value: {
      account: account?.name ?? "",
      ...(region !== account?.region && { region }),
      ...(!secure && { secure: false }),
      ...(found && { key: keyReference(found, region) }),
      ...(Object.keys(tags).length > 0 && { tags }),
    },
    marks: secure
      ? []
      : ["no SecureString of this name was found: it is stored as it is, or is not there"],
  };
}

/** Where the document of a policy is kept, as the inventory names it. A managed policy has its account before its name. */
export function documentFile(reader: string, policy: string): string {
  const { account, resource = policy } = parseArn(policy) ?? {};
  const name = resource
    .split("/")
    .at(-1)
    ?.replace(/[^A-Za-z0-9_+=,.@-]/g, "-");
  return `${DIRECTORY}/${reader}/${account ? `${account}-` : ""}${name}.json`;
}

function readerEntry(plan: ReaderPlan, cluster: string, idOf: (arn: string) => string): Entry {
  const { former, id, identity, kept, marks, pod, providerClass, reads, role, target } = plan;
  const { region: ofCluster } = parseArn(pod.clusterArn) ?? {};
  const { failoverRegion, name: className, region, syncs = [] } = providerClass ?? {};
  const { name, path } = roleOf(role?.arn ?? "");
  const file = (policy: string) => documentFile(id, policy);
  const keptPolicies = [
    ...kept.inline.map((one) => ({ name: one.name, document: file(one.name) })),
    ...kept.attached.map((one) => ({ arn: one.name, document: file(one.name) })),
  ];
  return {
    value: {
      cluster,
      namespace: pod.namespace,
      serviceAccount: pod.serviceAccount,
      ...(!isOwnAccount(plan) && { createServiceAccount: false }),
      ...(role && { role: "existing", roleName: name, ...(path !== "/" && { rolePath: path }) }),
      ...(role?.permissionsBoundary && { permissionsBoundary: role.permissionsBoundary }),
      ...(keptPolicies.length > 0 && { keptPolicies }),
      ...(former && {
        formerRole: former.isWithoutTags ? { role: former.role, identity: "irsa" } : former.role,
      }),
      ...(identity !== "podIdentity" && { identity }),
      ...(target && { mode: "targetRole", targetRoleName: roleOf(target.arn).name }),
      ...(className !== undefined && className !== id && { secretProviderClass: className }),
      ...(region && region !== ofCluster && { region }),
      ...(failoverRegion && { failoverRegion }),
      reads: readEntries(reads, idOf),
      ...(syncs.length > 0 && {
        syncToKubernetesSecrets: syncs.map(({ data, ...one }) => ({
          ...one,
          data: Object.fromEntries(
            Object.entries(data).map(([key, name]) => [key, fileName(name)]),
          ),
        })),
      }),
    },
    marks,
  };
}

/** Whether a service account that is there becomes the reader's own: another tool's, or that of each namespace, stays. */
export function isOwnAccount({ pod: { account, serviceAccount } }: ReaderPlan): boolean {
  return serviceAccount !== "default" && account?.manager === undefined;
}

function readEntries(reads: readonly FoundRead[], idOf: (arn: string) => string): unknown[] {
  const files = new Set(reads.flatMap(({ object }) => (object ? fileOf(object) : [])));
  const entries = reads.map(({ object, target: { arn } }) => {
    const id = idOf(arn);
    const isParameter = parseArn(arn)?.service === "ssm";
    const own = fileName(isParameter ? parameterId(arn) : secretName(arn));
    const more = object ? mountedAs(object, own) : files.has(own) ? { as: fileName(id) } : {};
    if (Object.keys(more).length === 0 && !isParameter) return id;
    return { ...(isParameter ? { parameter: id } : { secret: id }), ...more };
  });
  // Several classes may mount one object.
  return [...new Map(entries.map((one) => [JSON.stringify(one), one])).values()];
}

/** What of a mounted object is not as it is by itself; `own`: the file that it would be then. */
function mountedAs(object: FoundObject, own: string) {
  const { filePermission, jmesPath, objectVersion, objectVersionLabel } = object;
  const as = fileOf(object);
  return {
    ...(as !== own && { as }),
    ...(objectVersion && { version: objectVersion }),
    ...(objectVersionLabel &&
      objectVersionLabel !== "AWSCURRENT" && { versionStage: objectVersionLabel }),
    ...(filePermission && { filePermission }),
    ...(jmesPath && {
      jmesPath: jmesPath.map(({ objectAlias = "", ...one }) => ({
        ...one,
        as: fileName(objectAlias),
      })),
    }),
  };
}

function fileOf({ objectAlias, objectName }: FoundObject): string {
  return fileName(objectAlias || objectName);
}

/** The name of a file as ASCP writes it. */
function fileName(name: string): string {
  return name.replaceAll("/", "_");
}
