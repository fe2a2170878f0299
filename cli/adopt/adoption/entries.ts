import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { accountOf, regionOf } from "iam-proof/names";
import type { Found, FoundCluster, FoundParameter, FoundSecret } from "../found";
import { type Entry, filled, unless } from "./entry";
import { ownNames } from "./own-names";
import type { AdoptedAccount, Decisions } from "./plans";
import { readerEntry } from "./reader-entry";
import type { ReaderPlan } from "./reader-plans";
import { nameOf } from "./reads";
import { isOfParameter, isOfSecret, type TargetPlan } from "./target-plans";
import { keyIn } from "./used-keys";

/** The entries of each section, with their names. */
export type Entries = Record<
  "accounts" | "clusters" | "secrets" | "parameters" | "readers",
  [name: string, Entry][]
>;

/** The inventory's entries for existing accounts, clusters, secrets, parameters and readers. */
export function entriesOf(
  { clusters: all }: Found,
  plans: readonly ReaderPlan[],
  targets: readonly TargetPlan[],
  { accounts }: Decisions,
): Entries {
  const ownerOf = (arn: string) => accounts.find(({ id }) => id === accountOf(arn));
  const clusters = all.filter(({ arn }) => plans.some(({ pod }) => pod.clusterArn === arn));
  const clusterIds = ownNames(
    clusters.map(({ arn }) => arn),
    [clusterName, (arn) => `${ownerOf(arn)?.name}-${regionOf(arn)}-${clusterName(arn)}`],
  );
  const clusterId = (arn: string) => clusterIds.get(arn) ?? "";
  const idOf = (arn: string) => targets.find(({ target }) => target.arn === arn)?.id ?? "";
  const byTokens = plans.filter(
    ({ former, identity }) => identity !== "podIdentity" || former?.isWithoutTags,
  );
  return {
    accounts: accounts.map(({ name, ...value }) => [name, { value, marks: [] }]),
    clusters: clusters.map((one) => {
      const isIrsa = byTokens.some(({ pod }) => pod.clusterArn === one.arn);
      const id = clusterId(one.arn);
      return [id, clusterEntry(one, id, ownerOf(one.arn), isIrsa)];
    }),
    secrets: targets.filter(isOfSecret).map((one) => [one.id, secretEntry(one)]),
    parameters: targets.filter(isOfParameter).map((one) => [one.id, parameterEntry(one)]),
    readers: plans.map((one) => [one.id, readerEntry(one, clusterId(one.pod.clusterArn), idOf)]),
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

function secretEntry({ id, keys, kept, ...plan }: TargetPlan<FoundSecret>): Entry {
  const { account, kind, marks, target } = plan;
  const { arn, description, replicas, rotation, tags } = target;
  if (kind === "external") {
    return { value: filled({ external: true, arn, key: target.key }), marks };
  }
  const isTaken = kind === "taken";
  const rotated =
    "decide: add to rotation roleArn, the role of its function, so that the proof counts it";
  return {
    value: filled({
      ...(isTaken ? { name: unless(id, nameOf(target)) } : { existing: true, arn }),
      account: account?.name,
      region: isTaken ? unless(account?.region, regionOf(arn)) : undefined,
      key: keyIn(keys, regionOf(arn)),
      ...(isTaken && { description, tags }),
      replicas: replicas.map(({ region }) => filled({ region, key: keyIn(keys, region) })),
      rotation: isTaken ? rotation : undefined,
      extraPolicyStatements: kept,
    }),
    marks: [...marks, ...(isTaken && rotation ? [rotated] : [])],
  };
}

function parameterEntry({ account, id, keys, marks, target }: TargetPlan<FoundParameter>): Entry {
  const { arn, secure, tags } = target;
  const region = regionOf(arn);
  const plain = "no SecureString of this name was found: it is stored as it is, or is not there";
  return {
    value: filled({
      name: unless(id, nameOf(target)),
      account: account?.name,
      region: unless(account?.region, region),
      secure: unless(true, secure),
      key: keyIn(keys, region),
      tags,
    }),
    marks: [...marks, ...(secure ? [] : [plain])],
  };
}
