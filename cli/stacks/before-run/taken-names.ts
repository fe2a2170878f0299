import { inParallel } from "../../../proof/collections/in-parallel";
import { groupBy } from "../../../proof/collections/order";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { type AccountAccess, accountAccess, accountTitle } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import {
  aliasesThere,
  associationsThere,
  type NamesThere,
  rolesThere,
  secretsThere,
} from "../../aws/names-there";
import { userReason } from "../../terminal/errors";
import { note } from "../../terminal/output";
import type { PlannedRun } from "./planned-run";
import { heldNames, nameKey, neededNames, type UniqueName, type UniqueType } from "./unique-names";

/** Accounts that are looked into at once. */
const AT_ONCE = 8;

/** What accounts have under names that stacks are to make, and that nobody knows of. */
export interface TakenNames {
  /** A sentence for each that exists, with what to do. */
  taken: string[];
  /** Why nobody could look. */
  unread: string[];
}

/** What is looked at before a run of stacks, or a plan of them. */
export type NamesLook = Pick<PlannedRun, "zone" | "stacks" | "toEmpty" | "held" | "stateOf">;

/** All that others have made under names that `up` is to make, one sentence each. */
export async function namesTaken(run: PlannedRun): Promise<string[]> {
  if (run.operation !== "up") return [];
  const { taken, unread } = await takenNames(run, "up");
  for (const reason of unread) note(`${reason}; what is there is not known`);
  return taken;
}

/** Looks into the accounts for what stacks are to make and do not hold, nor were making when a run was killed. It changes nothing. */
export async function takenNames(look: NamesLook, verb: string): Promise<TakenNames> {
  const given = await emptiedNames(look);
  const found = await inParallel(look.stacks, AT_ONCE, async (stack) => {
    const held = await heldBy(look, stack);
    const open = neededNames(stack, look.zone).filter((name) => {
      const key = nameKey(name);
      return !held.has(key) && !given.has(`${stack.account.id} ${key}`);
    });
    return open.length > 0 ? ofStack(stack, open, verb) : { taken: [], unread: [] };
  });
  return {
    taken: found.flatMap(({ taken }) => taken),
    unread: [...new Set(found.flatMap(({ unread }) => unread))],
  };
}

/** The names of stacks that the same run empties before it makes anything. */
async function emptiedNames(look: NamesLook): Promise<Set<string>> {
  const names = await inParallel(look.toEmpty, AT_ONCE, async (stack) =>
    [...(await heldBy(look, stack))].map((key) => `${stack.account.id} ${key}`),
  );
  return new Set(names.flat());
}

async function heldBy(
  { held, stateOf }: NamesLook,
  { account, name }: PlannedStack,
): Promise<Set<string>> {
  if (!held.has(name)) return new Set();
  const { pending, resources } = await stateOf(name);
  return heldNames([...pending, ...resources], account.region);
}

async function ofStack(
  stack: PlannedStack,
  names: readonly UniqueName[],
  verb: string,
): Promise<TakenNames> {
  const { account } = stack;
  const access = await accountAccess(account, account.region, verb).catch(userReason);
  if (typeof access === "string") return { taken: [], unread: [access] };
  const found = await inParallel(askedTogether(names), AT_ONCE, (together) =>
    lookFor(together, access, stack),
  );
  return {
    taken: found.flatMap((there) => (typeof there === "string" ? [] : there)),
    unread: found.filter((there) => typeof there === "string"),
  };
}

/** The names by type, region and cluster. */
function askedTogether(names: readonly UniqueName[]): UniqueName[][] {
  return groupBy(names, (one) => nameKey({ ...one, name: "" })).map(([, group]) => group);
}

/** How the names of one type, region and cluster are looked for, and what they are in words. */
const LOOKS: Record<
  UniqueType,
  {
    words(of: UniqueName): string;
    look(access: AccountAccess, names: string[], of: UniqueName): Promise<NamesThere>;
  }
> = {
  "aws:iam/role:Role": { words: () => "roles", look: rolesThere },
  "aws:secretsmanager/secret:Secret": {
    words: ({ region }) => `secrets of ${region}`,
    look: secretsThere,
  },
  "aws:kms/alias:Alias": { words: ({ region }) => `aliases of ${region}`, look: aliasesThere },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    words: ({ cluster }) => `Pod Identity associations of cluster ${cluster}`,
    look: (access, _, { cluster = "" }) => associationsThere(access, cluster),
  },
};

/** A sentence for each name that exists; the reason where nobody could look. */
async function lookFor(
  names: readonly UniqueName[],
  access: AccountAccess,
  { account, name: stack }: PlannedStack,
): Promise<string[] | string> {
  const [first] = names;
  if (!first) return [];
  const title = accountTitle(account);
  const { look, words } = LOOKS[first.type];
  try {
    const asked = names.map(({ name }) => name);
    const there = await look({ ...access, region: first.region }, asked, first);
    return names.flatMap(({ instead, name, restore }) => {
      const { isDeleted, words } = there.get(name) ?? {};
      if (words === undefined) return [];
      const says = `account ${title} has ${words}`;
      return isDeleted
        ? `${says}, whose name stack ${stack} needs: ${restore}, ${instead}`
        : `${says}, which stack ${stack} did not make: ${instead}`;
    });
  } catch (error) {
    const what = `cannot look for ${words(first)} in account ${title}`;
    return awsFailure(error, what, undefined).message;
  }
}
