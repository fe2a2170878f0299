import { deployedValues, shutOutReaders } from "eks-pod-secrets/change-losses";
import { readerKey } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { type RecordedReader, recordIn } from "../../../stacks/deployed-by";
import { accessRemovals } from "../../access-removals/access-removals";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { accessWords, holdsSomething } from "../backend/orphaned-stacks";
import { isStopped } from "../backend/pulumi-command";
import type { Confirmation } from "./confirmations";
import { formerWaysInUse } from "./former-ways-in-use";
import { keysThatGo } from "./keys-that-go";
import { narrowedStacks, removalsOf, rolesOfReaders } from "./narrowed-stacks";
import type { PlannedRun } from "./planned-run";
import { policiesOfLeftRoles } from "./policies-of-left-roles";
import { policiesOfOthers } from "./policies-of-others";
import { formersThatGo, secretsThatGo } from "./secrets-that-go";
import { dependentsLeft, emptiedStacks } from "./stacks-to-empty";

type Finder = (run: PlannedRun) => Promise<Confirmation[]>;

/** Each of these finds where more readers may lose access than intended. */
const BEFORE_REMOVALS: readonly Finder[] = [
  emptiedStacks,
  emptiedFiles,
  readersOfTakenStacks,
  formerWaysInUse,
];

/** Each of these finds what costs a value or replaces what others deployed. Removals of access do not wait for the answer. */
const AFTER_REMOVALS: readonly Finder[] = [
  policiesOfOthers,
  secretsThatGo,
  dependentsLeft,
  policiesOfLeftRoles,
  formersThatGo,
  keysThatGo,
  tellShutOut,
];

/** What must be confirmed by name before a run begins. */
interface NeededConfirmations {
  /** To confirm before any access is removed. */
  first: Confirmation[];
  /** To confirm after the access that the inventory does not grant is removed. */
  later: Confirmation[];
  /** Why it is not known what must be confirmed, so that the run must not begin. */
  unknown: string[];
}

export async function neededConfirmations(run: PlannedRun): Promise<NeededConfirmations> {
  const unknown: string[] = [];
  const toldWhy = (error: unknown): Confirmation[] => {
    if (!(error instanceof UserError) || isStopped(error)) throw error;
    unknown.push(error.message);
    return [];
  };
  const found = (finders: readonly Finder[]) =>
    Promise.all(finders.map((find) => find(run).catch(toldWhy)));
  const [first, later] = await Promise.all([found(BEFORE_REMOVALS), found(AFTER_REMOVALS)]);
  return { first: first.flat(), later: later.flat(), unknown };
}

/** Reports whose pods are shut out while a reader changes. It needs no confirmation: the inventory says what changes. */
async function tellShutOut({ held, operation, stacks, stateOf, zone }: PlannedRun) {
  if (operation !== "up") return [];
  const deployed = stacks.filter(({ layer, name }) => layer !== "cluster" && held.has(name));
  const states = await Promise.all(
    deployed.map(async (stack) => ({
      ...stack,
      ...(await stateOf(stack.name).catch(nothingKnown)),
    })),
  );
  const values = states.map(({ account, resources }) => deployedValues(account.name, resources));
  const owned = {
    keys: Object.assign({}, ...values.map(({ keys }) => keys)),
    secrets: values.flatMap(({ secrets }) => secrets),
  };
  for (const { layer, resources } of states)
    if (layer === "workloads")
      for (const says of shutOutReaders(resources, zone, owned)) note(says);
  return [];
}

/** The most accesses that a question names. */
const MOST_NAMED = 20;

/** Readers whose access ends when a stack of another inventory is taken over. */
async function readersOfTakenStacks(run: PlannedRun): Promise<Confirmation[]> {
  const { held, operation, stacks, stateOf, takenOver, zone } = run;
  if (operation !== "up") return [];
  const taken = stacks.filter(({ name }) => takenOver.includes(name) && held.has(name));
  const roles = taken.length > 0 ? await rolesOfReaders(run) : undefined;
  const found = await Promise.all(
    taken.map(async ({ name }): Promise<Confirmation[]> => {
      const { resources } = await stateOf(name);
      const record = recordIn(resources, zone);
      const ending = accessRemovals(name, resources, zone, roles).map((one) => accessWords(one));
      if (!record || record.inventory === zone.id || ending.length === 0) return [];
      const more = ending.length > MOST_NAMED ? [`and ${ending.length - MOST_NAMED} more`] : [];
      const lines = [...ending.slice(0, MOST_NAMED), ...more].map((one) => `\n  ${one}`);
      const says = `stack ${name} is taken from the inventory with the id ${record.inventory}, and this one does not grant what its readers have; this access would end:${lines.join("")}`;
      const ways = {
        keep: "to keep it, declare these readers and what they read in this inventory",
        remove: "to end it",
      };
      return [{ option: "yes-remove", name, says, ways }];
    }),
  );
  return found.flat();
}

/** A reader that was in an included file when a stack was last run. */
interface FiledReader extends RecordedReader {
  file: string;
  stack: string;
}

/**
 * Included files whose readers are no longer in the inventory, by name or service account, if this run takes access from these
 * readers. It does not matter whether the file, its line, or its content is gone. If all readers of an account go, that stack's
 * question is enough.
 */
export async function emptiedFiles(run: PlannedRun): Promise<Confirmation[]> {
  if (run.operation !== "up") return [];
  const { toEmpty, zone } = run;
  const declared = [...zone.readers, ...zone.externalReaders];
  const known = new Set([...declared.map(({ id }) => id), ...declared.map(readerKey)]);
  const removals = await Promise.all(narrowedStacks(run).map((stack) => removalsOf(run, stack)));
  const losing = new Set(removals.flat().flatMap(({ from }) => from.map(readerKey)));
  if ([...losing].every((key) => known.has(key))) return [];

  const isAsked = new Set(toEmpty.map(({ name }) => name));
  const byFile = new Map<string, FiledReader[]>();
  for (const one of await filedReaders(run)) getOrMake(byFile, one.file, () => []).push(one);
  return [...byFile].flatMap(([file, readers]): Confirmation[] => {
    if (readers.some((one) => known.has(one.name) || known.has(readerKey(one)))) return [];
    const ending = readers.filter((one) => losing.has(readerKey(one)) && !isAsked.has(one.stack));
    return ending.length > 0 ? [confirmation(file, ending)] : [];
  });
}

function confirmation(file: string, readers: readonly FiledReader[]): Confirmation {
  const names = [...new Set(readers.map(({ name }) => name))];
  const more = names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} more`] : [];
  const listed = [...names.slice(0, MOST_NAMED), ...more].join(", ");
  return {
    option: "yes-remove",
    name: file,
    says: `the inventory has no reader of file ${file} any more, and this access would end: ${listed}`,
    ways: {
      keep: "to keep it, put back the file, its readers, or its line under include",
      remove: "to end it",
    },
  };
}

/** The records of included files in this inventory's stacks. A state that cannot be read says nothing about its readers. */
async function filedReaders({ held, stateOf, zone }: PlannedRun): Promise<FiledReader[]> {
  const stacks = [...held].filter(
    ([stack, { resources }]) => /\.(?:secrets|workloads)$/.test(stack) && holdsSomething(resources),
  );
  const found = await Promise.all(
    stacks.map(async ([stack]) => {
      const { resources } = await stateOf(stack).catch(nothingKnown);
      const record = recordIn(resources, zone);
      if (record?.inventory !== zone.id) return [];
      return Object.entries(record?.files ?? {}).flatMap(([file, readers]) =>
        readers.map((reader) => ({ ...reader, file, stack })),
      );
    }),
  );
  return found.flat();
}

function nothingKnown(error: unknown): { resources: [] } {
  if (!(error instanceof UserError) || isStopped(error)) throw error;
  return { resources: [] };
}
