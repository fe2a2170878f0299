import fc from "fast-check";
import { type Day, daysOf } from "./days";
import {
  ACCOUNTS,
  type Account,
  type Entry,
  type Section,
  type Sections,
  sectionsOf,
} from "./entries";
import {
  clustersOf,
  type Draft,
  inventoryOf,
  isUsable,
  usedAccounts,
  withProviders,
} from "./inventories";

/** A first inventory, and what each day changes in the inventory before it. */
export interface Chain {
  first: Draft;
  days: Day[];
}

/** What a step does to each entry, by section and name. */
export interface Step {
  accounts: Record<string, Account>;
  secrets: Record<string, Move>;
  parameters: Record<string, Move>;
  readers: Record<string, Move>;
  /** A reader that gets another name. */
  renamed?: string;
  /** Whether the step removes accounts that nothing uses. */
  leavesAccounts: boolean;
}

/** What happens to an entry. `set` adds it, or changes one key if it exists. */
type Move = { kind: "keep" } | { kind: "remove" } | { kind: "set"; entry: Entry; choice: number };

/** Draws a chain. Every sixth day brings three changes, the others two. */
export function chains(length: number): fc.Arbitrary<Chain> {
  return fc.constantFrom(2, 2, 2, 3).chain((count) => {
    const accounts = Object.fromEntries(Object.entries(ACCOUNTS).slice(0, count));
    const sections = sectionsOf(
      Object.keys(accounts),
      Object.keys(clustersOf(Object.keys(accounts))),
    );
    return fc.record({
      first: draftOf("changes", accounts, sections)
        .map((draft) => ({ ...draft, clusters: withProviders(draft.clusters, {}) }))
        .filter((draft) => isUsable(inventoryOf(draft))),
      days: fc.tuple(
        ...Array.from({ length }, (_, index) => daysOf(index % 6 === 5 ? 3 : 2, sections)),
      ),
    });
  });
}

/** Draws a draft. It may not be a valid inventory. */
export function draftOf(
  id: string,
  accounts: Record<string, Account>,
  { parameters, readers, secrets }: Sections,
): fc.Arbitrary<Draft> {
  return fc.record({
    id: fc.constant(id),
    accounts: fc.constant({ ...accounts }),
    clusters: fc.constant(clustersOf(Object.keys(accounts))),
    secrets: someOf(secrets),
    parameters: someOf(parameters),
    readers: someOf(readers),
  });
}

function someOf(section: Section): fc.Arbitrary<Record<string, Entry>> {
  const entries = Object.values(section).map((one) => fc.option(one, { freq: 3, nil: undefined }));
  const names = Object.keys(section);
  return fc
    .tuple(...entries)
    .map((drawn) =>
      Object.fromEntries(drawn.flatMap((one, index) => (one ? [[names[index], one]] : []))),
    );
}

/** Draws a step for a draft of these accounts and sections. */
export function stepOf(
  accounts: Record<string, Account>,
  { parameters, readers, secrets }: Sections,
): fc.Arbitrary<Step> {
  return fc.record({
    accounts: fc.constant(accounts),
    secrets: movesOf(secrets),
    parameters: movesOf(parameters),
    readers: movesOf(readers),
    renamed: fc.constantFrom(...Array(15).fill(undefined), "r-1"),
    leavesAccounts: fc.boolean(),
  });
}

function movesOf(section: Section): fc.Arbitrary<Record<string, Move>> {
  const moves = Object.entries(section).map(([name, entry]) => [
    name,
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Move>({ kind: "keep" }) },
      { weight: 1, arbitrary: fc.constant<Move>({ kind: "remove" }) },
      {
        weight: 3,
        arbitrary: fc.record<Move>({ kind: fc.constant("set"), entry, choice: fc.nat(19) }),
      },
    ),
  ]);
  return fc.record(Object.fromEntries(moves));
}

/** The draft after a step. `gone` has the places of deleted secrets, `<account> <name>`, whose names AWS does not yet give again. */
export function stepped(draft: Draft, step: Step, gone: ReadonlySet<string>): Draft {
  const secrets = moved(draft.secrets, step.secrets);
  const isFree = ([name, { account }]: [string, Entry]) => !gone.has(`${account} ${name}`);
  const next = {
    ...{ id: draft.id, accounts: { ...step.accounts }, clusters: draft.clusters },
    secrets: Object.fromEntries(Object.entries(secrets).filter(isFree)),
    parameters: moved(draft.parameters, step.parameters),
    readers: renamed(moved(draft.readers, step.readers), step.renamed),
  };
  return step.leavesAccounts ? { ...next, accounts: usedAccounts(next) } : next;
}

/** The places of a draft's secrets, as `<account> <name>`. */
export function secretPlaces({ secrets }: Draft): string[] {
  return Object.entries(secrets).map(([name, { account }]) => `${account} ${name}`);
}

function moved(entries: Record<string, Entry>, moves: Record<string, Move>): Record<string, Entry> {
  const after = { ...entries };
  for (const [name, move] of Object.entries(moves)) {
    const entry = after[name];
    if (move.kind === "remove") delete after[name];
    if (move.kind === "set") {
      after[name] = entry ? changedOnce(entry, move.entry, move.choice) : move.entry;
    }
  }
  return after;
}

/** Changes one key of an entry to that of another, because most real changes are of one key. */
function changedOnce(one: Entry, other: Entry, choice: number): Entry {
  const differing = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );
  // Most changes of these two keys are refused, and teach nothing new.
  const others = differing.filter((name) => name !== "key" && name !== "account");
  const eligible = choice < 2 || others.length === 0 ? differing : others;
  const key = eligible[choice % Math.max(1, eligible.length)];
  if (key === undefined) return one;
  const { [key]: _, ...rest } = one;
  return other[key] === undefined ? rest : { ...rest, [key]: other[key] };
}

function renamed(readers: Record<string, Entry>, name?: string): Record<string, Entry> {
  const reader = name && readers[name];
  if (!reader) return readers;
  const { [name]: _, ...others } = readers;
  return { ...others, [`${name}-renamed`]: reader };
}
