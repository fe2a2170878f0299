import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { accountOf, regionOf } from "iam-proof/names";
import type { Found, FoundCluster, FoundParameter } from "../found";
import { type Entry, filled, unless } from "./entry";
import { keyReference } from "./key-reference";
import type { AdoptedAccount, Decisions, ReaderPlan } from "./plans";
import { readerEntry } from "./reader-entry";
import { isSecret, parameterId, secretName } from "./reads";
import type { SecretPlan } from "./secret-plans";

/** Entries by section and name. */
export type Entries = Record<
  "accounts" | "clusters" | "secrets" | "parameters" | "readers",
  Record<string, Entry>
>;

/** What an inventory says of accounts, clusters, secrets, parameters and readers that exist. */
export function entriesOf(
  { clusters: all, keys }: Found,
  plans: readonly ReaderPlan[],
  secrets: readonly SecretPlan[],
  { accounts }: Decisions,
): Entries {
  const ownerOf = (arn: string) => accounts.find(({ id }) => id === accountOf(arn));
  const clusters = all.filter(({ arn }) => plans.some(({ pod }) => pod.clusterArn === arn));
  const clusterId = (arn: string) => {
    const name = clusterName(arn);
    const same = clusters.filter((one) => clusterName(one.arn) === name);
    return same.length === 1 ? name : `${ownerOf(arn)?.name}-${regionOf(arn)}-${name}`;
  };
  const parameters = plans
    .flatMap(({ reads }) => reads.map(({ target }) => target))
    .filter((one): one is FoundParameter => !isSecret(one));
  const idOf = (arn: string) =>
    secrets.find(({ secret }) => secret.arn === arn)?.id ?? parameterId(arn);
  const byTokens = plans.filter(({ identity }) => identity !== "podIdentity");
  return {
    accounts: Object.fromEntries(
      accounts.map(({ name, ...value }) => [name, { value, marks: [] }]),
    ),
    clusters: Object.fromEntries(
      clusters.map((one) => {
        const isIrsa = byTokens.some(({ pod }) => pod.clusterArn === one.arn);
        const id = clusterId(one.arn);
        return [id, clusterEntry(one, id, ownerOf(one.arn), isIrsa)];
      }),
    ),
    secrets: Object.fromEntries(secrets.map((one) => [one.id, secretEntry(one)])),
    parameters: Object.fromEntries(
      parameters.map((one) => [parameterId(one.arn), parameterEntry(one, keys, ownerOf(one.arn))]),
    ),
    readers: Object.fromEntries(
      plans.map((one) => [one.id, readerEntry(one, clusterId(one.pod.clusterArn), idOf)]),
    ),
  };
}

function clusterEntry(
  { arn, hasAgent, hasDriver, issuer }: FoundCluster,
  id: string,
  account: AdoptedAccount | undefined,
  isIrsa: boolean,
): Entry {
  const { partition, region, account: owner } = parseArn(arn) ?? {};
  const provider = `arn:${partition}:iam::${owner}:oidc-provider/${issuer}`;
  return {
    value: filled({
      name: unless(id, clusterName(arn)),
      account: account?.name,
      region: unless(account?.region, region),
      existing: true,
      oidcProvider: isIrsa && issuer ? provider : undefined,
      secretsStoreCsi: filled({
        install: hasDriver ? "existing" : undefined,
        podIdentityAgent: unless(hasDriver ? "existing" : "addon", hasAgent ? "existing" : "addon"),
      }),
    }),
    marks: hasDriver ? [] : ["decide: it has no Secrets Store CSI driver, and up would install it"],
  };
}

function secretEntry({ account, id, kept, key, kind, marks, secret }: SecretPlan): Entry {
  const { arn, description, replicas, rotation, tags } = secret;
  const region = regionOf(arn);
  if (kind === "external") {
    return { value: filled({ external: true, arn, key: secret.key }), marks };
  }
  const isTaken = kind === "taken";
  const rotated =
    "decide: add to rotation roleArn, the role of its function, so that the proof counts it";
  return {
    value: filled({
      ...(isTaken ? { name: unless(id, secretName(arn)) } : { existing: true, arn }),
      account: account?.name,
      region: isTaken ? unless(account?.region, region) : undefined,
      key: key && keyReference(key, region),
      ...(isTaken && { description, tags }),
      replicas: replicas.map(filled),
      rotation: isTaken ? rotation : undefined,
      extraPolicyStatements: kept,
    }),
    marks: [...marks, ...(isTaken && rotation ? [rotated] : [])],
  };
}

function parameterEntry(
  { arn, key, secure, tags }: FoundParameter,
  keys: Found["keys"],
  account: AdoptedAccount | undefined,
): Entry {
  const region = regionOf(arn);
  const found = keys.find((one) => one.arn === key);
  const plain = "no SecureString of this name was found: it is stored as it is, or is not there";
  return {
    value: filled({
      account: account?.name,
      region: unless(account?.region, region),
      secure: unless(true, secure),
      key: found && keyReference(found, region),
      tags,
    }),
    marks: secure ? [] : [plain],
  };
}
