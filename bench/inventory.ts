/** What a generated inventory holds. Every reader reads secrets of other accounts; each secret has its own readers. */
export interface InventorySize {
  /** Accounts; those after the first `clusters` run no pods. */
  accounts: number;
  /** Accounts that run a cluster, at least 1. */
  clusters: number;
  secrets: number;
  readers: number;
  /** Further secrets that a reader reads, by index. Defaults to none. */
  alsoReads?(reader: number): number[];
  /** Secrets under one key. Defaults to as many as its policy has room for. */
  secretsPerKey?: number;
}

/** Readers of the secrets under one key: as many as its policy holds within 32 KB, with room. */
const SECRETS_PER_KEY = 50;

/**
 * Text of a landing-zone.yaml of that size: reader i runs in cluster i and reads secret i, each modulo their numbers, and all
 * secrets belong to accounts that run no pods, where there are any. The same size gives the same text.
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

/** Readers of one account: as many as it may have roles without asking AWS for more, with room. */
const READERS_PER_ACCOUNT = 900;

/** Text of one whose readers read a secret each, all of one further account. */
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
