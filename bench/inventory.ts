/** What a generated inventory holds. Every reader reads secrets of other accounts, and each secret has readers of its own. */
export interface InventorySize {
  /** Number of accounts. Those after the first `clusters` run no pods. */
  accounts: number;
  /** Number of accounts that run a cluster, at least 1. */
  clusters: number;
  secrets: number;
  readers: number;
  /** Further secrets of a reader, by index. Defaults to none. */
  alsoReads?(reader: number): number[];
  /** Secrets under one key. Defaults to as many as the key policy has room for. */
  secretsPerKey?: number;
}

/** A key policy holds at most 32 KB. This many readers fit with some room to spare. */
const SECRETS_PER_KEY = 50;

/**
 * Writes a landing-zone.yaml of this size. Reader i runs in cluster i and reads secret i, each modulo its number.
 * The accounts that run no pods own the secrets, if there are any. The same size gives the same text.
 */
export function inventoryText({
  accounts,
  alsoReads = () => [],
  clusters,
  readers,
  secrets,
  secretsPerKey,
}: InventorySize): string {
  const readsOf = (reader: number) => [...new Set([reader % secrets, ...alsoReads(reader)])];
  const owners = Math.max(accounts - clusters, 1);
  const owner = (secret: number) => (accounts > clusters ? clusters : 0) + (secret % owners);
  return [
    "id: lz-bench",
    "accounts:",
    ...numbers(accounts).map(
      (index) => `  ${accountName(index)}: { id: "${accountId(index)}", region: us-east-1 }`,
    ),
    "clusters:",
    ...numbers(clusters).flatMap((index) => [
      `  ${clusterName(index)}:`,
      `    account: ${accountName(index)}`,
      `    create: { version: "1.34" }`,
    ]),
    "secrets:",
    ...numbers(secrets).flatMap((index) => [
      `  ${secretName(index)}:`,
      `    account: ${accountName(owner(index))}`,
      `    key: ${keyAlias(index, owners, secretsPerKey)}`,
    ]),
    "readers:",
    ...numbers(readers).flatMap((index) => [
      `  ${readerName(index)}:`,
      `    cluster: ${clusterName(index % clusters)}`,
      "    namespace: default",
      `    serviceAccount: ${readerName(index)}`,
      `    roleName: ${readerName(index)}`,
      `    reads: [${readsOf(index).map(secretName).join(", ")}]`,
      "    deployment:",
      "      image: public.ecr.aws/amazonlinux/amazonlinux:2023-minimal",
      "      command: [sleep, infinity]",
      "      mountPath: /mnt/secret",
    ]),
    "",
  ].join("\n");
}

/** Readers in one account: fewer than the roles that AWS allows without an increase of the quota. */
const READERS_PER_ACCOUNT = 900;

/** Writes an inventory in which each reader reads one secret, and one further account owns all secrets. */
export function crossAccountText(readers: number, secretsPerKey?: number): string {
  const clusters = Math.ceil(readers / READERS_PER_ACCOUNT);
  const size = { accounts: clusters + 1, clusters, secrets: readers, readers };
  return inventoryText({ ...size, ...(secretsPerKey && { secretsPerKey }) });
}

/** Names of the generated inventory, by index. */
export const accountName = (index: number) => `account-${index}`;
export const accountId = (index: number) => String(111_111_111_111 + index);
export const clusterName = (index: number) => `cluster-${index}`;
export const secretName = (index: number) => `team-${index}/database`;
export const keyAlias = (secret: number, owners = 1, perKey = SECRETS_PER_KEY) =>
  `pods-${Math.floor(secret / owners / perKey)}`;
export const readerName = (index: number) => `reader-${index}`;

export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
