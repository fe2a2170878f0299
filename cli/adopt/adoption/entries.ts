import { clusterName, parseArn } from "eks-pod-secrets/grant";
import type { Found, FoundCluster, FoundParameter } from "../found";
import { keyReference } from "./key-reference";
import type { AdoptedAccount, Decisions, Entry, ReaderPlan } from "./plans";
import { readerEntry } from "./reader-entry";
import { parameterId, secretName } from "./reads";
import type { SecretPlan } from "./secret-plans";

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
