import { dirname, relative } from "node:path";
import {
  type LandingZone,
  type ParsedInventory,
  type Reader,
  type ResolvedAccount,
  type ResolvedReader,
  readerOf,
} from "eks-pod-secrets/grant";
import type { Layer } from "./stack-plan";

/** Type of the resource by which a stack records who deployed it; its name is the id of the inventory. */
export const INVENTORY_TYPE = "eks-pod-secrets:stacks:Inventory";

/** Which inventory deployed a stack, and what it takes to run the stack when that inventory has no entry for it any more. */
export interface DeployedBy {
  /** Id of the inventory. */
  inventory: string;
  account: RecordedAccount;
  layer: Layer;
  /** The readers of the stack that stand in files which the inventory includes, by file; none in records of earlier releases. */
  files?: Record<string, RecordedReader[]>;
}

/** A reader as the inventory had it. */
export interface RecordedReader extends Reader {
  name: string;
}

/** An account as the inventory had it. */
type RecordedAccount = Pick<
  ResolvedAccount,
  "name" | "id" | "region" | "partition" | "deployRole" | "profile"
>;

/** The record of a stack that is about to be deployed; none of an inventory without an id. `files`: where readers stand, by name. */
export function deployedBy(
  zone: LandingZone,
  account: ResolvedAccount,
  layer: Layer,
  files: ReaderFiles = new Map(),
): DeployedBy | undefined {
  const { id: inventory } = zone;
  if (inventory === undefined) return undefined;
  const { deployRole, id, name, partition, profile, region } = account;
  const optional = { ...(deployRole && { deployRole }), ...(profile && { profile }) };
  const inFiles = readersByFile(readersOf(zone, account, layer), files);
  return {
    inventory,
    account: { name, id, region, partition, ...optional },
    layer,
    ...(Object.keys(inFiles).length > 0 && { files: inFiles }),
  };
}

/** The readers that a stack deploys, or else lets in: those that others deploy. */
function readersOf(
  { externalReaders, readers }: LandingZone,
  account: ResolvedAccount,
  layer: Layer,
): ResolvedReader[] {
  if (layer === "workloads") return readers.filter(({ cluster }) => cluster.account === account);
  if (layer === "cluster") return [];
  return externalReaders.filter(({ grants }) =>
    grants.some(({ target }) => target.account === account),
  );
}

function readersByFile(
  readers: readonly ResolvedReader[],
  files: ReaderFiles,
): Record<string, RecordedReader[]> {
  const byFile: Record<string, RecordedReader[]> = {};
  for (const reader of readers) {
    const file = files.get(reader.id);
    if (file === undefined) continue;
    byFile[file] = [...(byFile[file] ?? []), { name: reader.id, ...readerOf(reader) }];
  }
  return byFile;
}

/**
 * What a stack records of who deployed it, among its resources. After a hand-over that failed there are two records: then that of
 * the inventory that is not this one counts.
 */
export function recordIn(
  resources: readonly { type: string; outputs?: unknown }[],
  { id }: LandingZone,
): DeployedBy | undefined {
  const records = resources.flatMap(({ outputs, type }) =>
    type === INVENTORY_TYPE && isRecord(outputs) ? [outputs] : [],
  );
  return records.find(({ inventory }) => inventory !== id) ?? records[0];
}

function isRecord(outputs: unknown): outputs is DeployedBy {
  return typeof (outputs as Partial<DeployedBy> | undefined)?.inventory === "string";
}

/**
 * Why an inventory must leave a stack alone that another one deployed; undefined where it need not. A stack without a record is
 * anybody's, and the next deployment records whose it is.
 */
export function foreignStack(
  stack: string,
  record: DeployedBy | undefined,
  { id }: LandingZone,
): string | undefined {
  if (!record || record.inventory === id) return undefined;
  const { account, inventory } = record;
  const own = id === undefined ? "has no id" : `has the id ${id}`;
  return [
    `stack ${stack} belongs to the inventory with the id ${inventory}, which deployed it to account ${account.id}; this inventory ${own}`,
    `where it is the same inventory, write id: ${inventory} into it`,
    "where they are two, give the account another name in one of them, or give each a Pulumi project or backend of its own",
    `where this one replaces the other, add --take-over ${stack} to eks-pod-secrets up: what this one does not declare is deleted then`,
  ].join("; ");
}

/** The file of each reader that stands in an included one, by the reader's name. Paths are relative to the inventory. */
export type ReaderFiles = ReadonlyMap<string, string>;

/** Where the readers of an inventory stand whose first file is at `root`, and is `name` to problems. */
export function readerFiles(
  { landingZone, problemAt }: Exclude<ParsedInventory, { problems: unknown }>,
  root: string,
  name: string,
): ReaderFiles {
  const { externalReaders, readers } = landingZone;
  return new Map(
    [...readers, ...externalReaders].flatMap(({ id }) => {
      const { file } = problemAt(["readers", id], "");
      return file === name ? [] : [[id, relative(dirname(root), file)] as const];
    }),
  );
}
