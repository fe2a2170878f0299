/** How large an inventory is made. */
export interface LargeInventorySize {
  accounts: number;
  /** Number of accounts with a cluster. These are the first accounts. */
  clusterAccounts: number;
  readers: number;
  secrets: number;
}

const TEAMS = ["billing", "catalog", "checkout", "identity", "orders", "search", "shipping"];

/**
 * An inventory of many accounts. Every account owns secrets under a key, and some accounts have a cluster. Each reader reads one
 * secret of its own account and one of another account.
 */
export function largeInventory(size: LargeInventorySize): string {
  const { accounts, clusterAccounts, readers, secrets } = size;
  const account = (index: number) => `${teamOf(index)}-${String(index).padStart(3, "0")}`;
  const secret = (index: number) =>
    `${teamOf(index)}/service-${Math.floor(index / accounts)}-${index}/db`;
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => `  ${line(index)}\n`).join("");
  const readerLine = (index: number) => {
    const home = index % clusterAccounts;
    const turn = Math.floor(index / clusterAccounts);
    const perAccount = Math.floor(secrets / accounts);
    const own = home + accounts * (turn % perAccount);
    const foreign = (home * 2 + 41 + (turn % 3)) % accounts;
    const other = (foreign === home ? foreign + 1 : foreign) + accounts * (turn % perAccount);
    return `app-${index}: { cluster: cluster-${home}, namespace: ${teamOf(turn)}, serviceAccount: app-${index}, reads: [${secret(own)}, ${secret(other)}] }`;
  };
  return [
    "accounts:\n",
    lines(
      accounts,
      (index) => `${account(index)}: { id: "${100_000_000_000 + index}", region: eu-west-1 }`,
    ),
    "clusters:\n",
    lines(
      clusterAccounts,
      (index) => `cluster-${index}: { account: ${account(index)}, existing: true }`,
    ),
    "secrets:\n",
    lines(
      secrets,
      (index) => `${secret(index)}: { account: ${account(index % accounts)}, key: pods }`,
    ),
    "readers:\n",
    lines(readers, readerLine),
  ].join("");
}

/** A landing zone of many teams. */
export const HUNDRED_ACCOUNTS: LargeInventorySize = {
  accounts: 100,
  clusterAccounts: 40,
  readers: 2000,
  secrets: 1000,
};

function teamOf(index: number): string {
  return TEAMS[index % TEAMS.length] ?? "";
}
