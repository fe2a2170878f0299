import fc from "fast-check";
import { draftOf, type Step, stepOf } from "./chains";
import { ACCOUNTS, type Account, entry, type Section, type Sections } from "./entries";
import type { Draft } from "./inventories";

/** What two inventories share besides the backend: the account and its name, only the account, or also an existing key or secret. */
export const SHARED = ["account name", "account", "key", "secret"] as const;
export type Shared = (typeof SHARED)[number];

/** Two teams, and their turns. */
export interface Teams {
  drafts: [Draft, Draft];
  turns: Turn[];
}

/** One turn: the team changes its inventory and deploys it, or destroys what it has deployed. */
export interface Turn {
  team: 0 | 1;
  step: Step;
  destroys: boolean;
}

/** The account in which both teams have secrets. */
export const OWNER = ACCOUNTS.b as Account;

/** Placeholders in drafts for the ARNs of the existing key and secret. */
export const KEY_ARN = `arn:aws:kms:us-east-1:${OWNER.id}:key/00000000-0000-4000-8000-000000000000`;
export const SECRET_ARN = `arn:aws:secretsmanager:us-east-1:${OWNER.id}:secret:shared-AAAAAA`;

const HOMES = ["a", "c"];

/** Draws two inventories. Each has readers in an account of its own, and secrets in an account of both. */
export function teams(shared: Shared, length: number): fc.Arbitrary<Teams> {
  const first = partsOf(0, shared);
  const second = partsOf(1, shared);
  const turnOf = (team: 0 | 1, { accounts, sections }: Parts) =>
    fc.record<Turn>({
      team: fc.constant(team),
      step: stepOf(accounts, sections),
      destroys: fc.constantFrom(false, false, false, false, false, true),
    });
  const turn = fc.oneof(turnOf(0, first), turnOf(1, second));
  return fc.record({
    drafts: fc.tuple(
      draftOf("team-1", first.accounts, first.sections),
      draftOf("team-2", second.accounts, second.sections),
    ),
    turns: fc.array(turn, { minLength: length, maxLength: length }),
  });
}

/** What the inventory of a team consists of. */
interface Parts {
  accounts: Record<string, Account>;
  sections: Sections;
}

function partsOf(team: 0 | 1, shared: Shared): Parts {
  const home = HOMES[team] ?? "";
  const owner = shared === "account name" ? "b" : `b-${team + 1}`;
  const accounts = { [home]: ACCOUNTS[home] as Account, [owner]: { ...OWNER, profile: "b" } };
  return { accounts, sections: sectionsOf(`team-${team + 1}`, `of-${home}`, owner, shared) };
}

/** What a team may declare. In the shared account, the other team uses some of the same names. */
function sectionsOf(team: string, cluster: string, owner: string, shared: Shared): Sections {
  const keys = {
    "account name": ["pods"],
    account: [`pods-${team}`, `pods-${team}`, "pods"],
    key: [`pods-${team}`, KEY_ARN, KEY_ARN],
    secret: [`pods-${team}`],
  };
  const style = fc.constantFrom(undefined, undefined, "attributes");
  const sealed = fc.constantFrom(undefined, undefined, true);
  const key = fc.constantFrom(undefined, ...keys[shared]);
  const recoveryWindowInDays = fc.constant(0);
  const own = entry({ account: fc.constant(owner), key, style, sealed, recoveryWindowInDays });
  const existing = entry({
    ...{ account: fc.constant(owner), existing: fc.constant(true), arn: fc.constant(SECRET_ARN) },
    ...{ style, sealed, key: fc.constantFrom(KEY_ARN) },
  });
  const secrets: Section = {
    [`${team}-1`]: own,
    [`${team}-2`]: own,
    ...(shared === "secret" ? { shared: existing } : {}),
    ...(shared === "account" || shared === "account name" ? { same: own } : {}),
  };
  const reader = (name: string) =>
    entry({
      ...{ cluster: fc.constant(cluster), namespace: fc.constant("web") },
      serviceAccount: fc.constant(`pod-${name}`),
      mode: fc.constantFrom(undefined, undefined, "targetRole"),
      reads: fc.subarray(Object.keys(secrets), { minLength: 1 }),
    });
  return { secrets, parameters: {}, readers: { "r-1": reader("1"), "r-2": reader("2") } };
}
