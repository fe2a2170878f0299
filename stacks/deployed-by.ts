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

/** Type of the resource in which a stack records who deployed it. Its name is the id of the inventory. */
export const INVENTORY_TYPE = "eks-pod-secrets:stacks:Inventory";

/** Which inventory deployed a stack, and what is needed to run the stack when that inventory no longer has an entry for it. */
export interface DeployedBy {
  /** Id of the inventory. */
  inventory: string;
  account: RecordedAccount;
  layer: Layer;
  /** The readers of the stack that come from included files, by file. Absent in records of earlier releases. */
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

/**
 * The record of a stack that is about to be deployed. Undefined for an inventory without an id. `files`: the file of each reader,
 * by name.
 */
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

/** The readers that a stack deploys or, if others deploy them, lets in. */
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
 * The record, among a stack's resources, of who deployed it. After a failed hand-over there are two records. Then the one of the
 * other inventory counts.
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
 * Why an inventory must not touch a stack that another one deployed; undefined if it may. A stack without a record belongs to
 * nobody, and the next deployment records its owner.
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

/** The file of each reader that comes from an included file, by the reader's name. Paths are relative to the inventory. */
export type ReaderFiles = ReadonlyMap<string, string>;

/** The files of an inventory's readers. `root`: the path of its first file, which problems call `name`. */
export function readerFiles(
  { fileOf, landingZone }: Exclude<ParsedInventory, { problems: unknown }>,
  root: string,
  name: string,
): ReaderFiles {
  const { externalReaders, readers } = landingZone;
  return new Map(
    [...readers, ...externalReaders].flatMap(({ id }) => {
      const file = fileOf(["readers", id]);
      return file === name ? [] : [[id, relative(dirname(root), file)] as const];
    }),
  );
}
