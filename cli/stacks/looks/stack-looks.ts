import { accountTitle, type ResolvedAccount } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { looked, notSeen, roleLook, wrong } from "../../looks/object-looks";
import { userReason } from "../../terminal/errors";
import type { ExportedResource } from "../backend/exported-state";
import type { LiveLook } from "../before-run/live-clusters";
import { unusableHolders } from "../values/unusable-holders";
import { clusterLooks } from "./cluster-looks";
import type { StackLook } from "./look-answer";

/** The most calls in flight for one account. */
const AT_ONCE = 8;

/** Checks whether everything that these stacks deployed still exists unchanged, without changing anything. */
export async function stackLooks(live: LiveLook): Promise<StackLook[]> {
  return (await Promise.all([clusterAndRoleLooks(live), unusableValues(live)])).flat();
}

/** The same check without keys and secrets. */
export async function clusterAndRoleLooks(live: LiveLook): Promise<StackLook[]> {
  return (await Promise.all([clusterLooks(live), readersRoles(live)])).flat();
}

async function readersRoles({ held, stateOf, stacks, verb }: LiveLook): Promise<StackLook[]> {
  const asked = stacks.filter(({ layer, name }) => layer !== "cluster" && held.has(name));
  const found = await Promise.all(
    asked.map(async ({ account, name: stack }) => {
      const { resources } = await stateOf(stack);
      const roles = resources.filter(
        ({ type }) => type === "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
      );
      if (roles.length === 0) return [];
      const access = await accountAccess(account, account.region, verb).catch(userReason);
      return rolesOf(stack, account, roles, access);
    }),
  );
  return found.flat();
}

async function rolesOf(
  stack: string,
  account: ResolvedAccount,
  roles: readonly ExportedResource[],
  access: AccountAccess | string,
): Promise<StackLook[]> {
  if (typeof access === "string") {
    const what = `the roles of account ${accountTitle(account)}`;
    return [{ stack, kind: "role", what, look: notSeen(access) }];
  }
  const { IAM } = await import("@aws-sdk/client-iam");
  const iam = new IAM(access);
  return inParallel(roles, AT_ONCE, async ({ inputs = {} }) => {
    const { policyNames = [], roleName = "" } = inputs as Record<string, never>;
    const what = `role ${roleName} of account ${accountTitle(account)}`;
    return {
      stack,
      kind: "role",
      what,
      look: await looked(what, () => roleLook(iam, roleName, policyNames)),
    };
  }).finally(() => iam.destroy());
}

/** Looks for keys and secrets that cannot be used. */
async function unusableValues(live: LiveLook): Promise<StackLook[]> {
  const found = await unusableHolders(live);
  return found.map(({ kind, name, says, stack, state }) => {
    const what = `${kind} ${name}`;
    const look = state === "unknown" ? notSeen(says) : wrong(says.replace(`${what} `, ""));
    return { stack, kind, what, look };
  });
}
