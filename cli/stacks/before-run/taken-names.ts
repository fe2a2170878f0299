import {
  type HeldNames,
  type NeededName,
  nameKey,
  namesOfState,
  neededNames,
  takenName,
} from "eks-pod-secrets/change-losses";
import { accountTitle } from "eks-pod-secrets/grant";
import { groupBy, inParallel } from "iam-proof/collections";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
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
import { type OwnLook, ownResources } from "./own-resources";
import type { PlannedRun } from "./planned-run";

/** The most accounts that are looked into at the same time. */
const AT_ONCE = 8;

/** Things in accounts with names that stacks need, and that no stack knows. */
interface TakenNames {
  /** A sentence for each, with what to do. */
  taken: string[];
  /** Why it could not be checked. */
  unread: string[];
}

/** What is looked at before a run of stacks, or a plan of them. */
type NamesLook = Pick<PlannedRun, "zone" | "stacks" | "toEmpty" | keyof OwnLook>;

/** Everything that others created with names that `up` needs, one sentence each. */
export async function namesTaken(run: PlannedRun): Promise<string[]> {
  if (run.operation !== "up") return [];
  const { taken, unread } = await takenNames(run, "up");
  for (const reason of unread) note(`${reason}; what is there is not known`);
  return taken;
}

/**
 * Looks into the accounts for what stacks will create and do not hold, import, or were creating when a run was killed, without
 * changing anything.
 */
export async function takenNames(look: NamesLook, verb: string): Promise<TakenNames> {
  // The same run empties these stacks before it creates anything.
  const emptied = await inParallel(look.toEmpty, AT_ONCE, (stack) => heldBy(look, stack));
  const needed = [...neededNames(look.zone)];
  const found = await inParallel(look.stacks, AT_ONCE, async (stack) => {
    const free = [...emptied, await heldBy(look, stack)];
    const open = needed.filter(
      (one) =>
        one.stack === stack.name && LOOKS[one.type] && !free.some((held) => held.has(nameKey(one))),
    );
    return open.length > 0 ? ofStack(stack, open, verb) : { taken: [], unread: [] };
  });
  return {
    taken: found.flatMap(({ taken }) => taken),
    unread: [...new Set(found.flatMap(({ unread }) => unread))],
  };
}

async function heldBy(look: NamesLook, { account, name }: PlannedStack): Promise<HeldNames> {
  return namesOfState(name, account, await ownResources(look, name));
}

async function ofStack(
  stack: PlannedStack,
  names: readonly NeededName[],
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

/** Groups names by type, region and cluster. */
function askedTogether(names: readonly NeededName[]): NeededName[][] {
  return groupBy(names, (one) => nameKey({ ...one, name: "" })).map(([, group]) => group);
}

interface NameLook {
  words(of: NeededName): string;
  look(access: AccountAccess, names: string[], of: NeededName): Promise<NamesThere>;
}

/** How to look for the names of each type, and the words for it. */
const LOOKS: Partial<Record<NeededName["type"], NameLook>> = {
  role: { words: () => "roles", look: rolesThere },
  secret: { words: ({ region }) => `secrets of ${region}`, look: secretsThere },
  alias: { words: ({ region }) => `aliases of ${region}`, look: aliasesThere },
  association: {
    words: ({ cluster }) => `Pod Identity associations of cluster ${cluster}`,
    look: (access, _, { cluster = "" }) => associationsThere(access, cluster),
  },
};

/** A sentence for each name that exists, or the reason why it could not be checked. */
async function lookFor(
  names: readonly NeededName[],
  access: AccountAccess,
  { account }: PlannedStack,
): Promise<string[] | string> {
  const [first] = names;
  const looking = first && LOOKS[first.type];
  if (!looking) return [];
  try {
    const asked = names.map(({ name }) => name);
    const there = await looking.look({ ...access, region: first.region }, asked, first);
    return names.flatMap((one) => {
      const found = there.get(one.name);
      return found ? [takenName(one, account, found)] : [];
    });
  } catch (error) {
    const what = `cannot look for ${looking.words(first)} in account ${accountTitle(account)}`;
    return awsFailure(error, what, undefined).message;
  }
}
