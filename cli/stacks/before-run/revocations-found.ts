import { deployedValues } from "eks-pod-secrets/change-losses";
import { formerSecrets, type LandingZone, type ResolvedAccount } from "eks-pod-secrets/grant";
import {
  type PolicyDocument,
  revocationsIn,
  revokedRole,
  secretResourcePolicy,
  secretResourcePolicyInput,
} from "eks-pod-secrets/policy";
import { withNames } from "../../aws/arn-titles";
import { note } from "../../terminal/output";
import type { ExportedState, StaleResource } from "../backend/exported-state";
import { deployedPolicies } from "../policies/deployed-policies";
import { livePolicies } from "../policies/live-policies";
import { policyDifference } from "../policies/policy-difference";
import type { PlannedRun } from "./planned-run";

/** Revocations in policies that a run changes, if the states of their stacks do not contain them. */
interface RevocationsFound {
  /** ARNs of the roles that policies revoke whose stacks have no state for them. */
  roles: string[];
  /** The other policies, to refresh in the states of their stacks. */
  stale: StaleResource[];
  /** Why stacks must not be deployed, by name: AWS does not say whom a policy revokes. */
  unread: ReadonlyMap<string, string>;
}

/**
 * Looks at the policies that the run changes. `revoke` records in the states which Deny it added or removed. That may have
 * failed, and a policy that does not exist yet has no state.
 */
export async function revocationsFound({
  held,
  stacks,
  stateOf,
  zone,
}: PlannedRun): Promise<RevocationsFound> {
  const found = { roles: new Set<string>(), stale: [] as StaleResource[] };
  const unread = new Map<string, string>();
  const owners = stacks.filter(({ layer, name }) => layer === "secrets" && held.has(name));
  await Promise.all(
    owners.map(async ({ account, name: stack }) => {
      const changing = changingPolicies(zone, account, await stateOf(stack));
      for (const { asked, live } of await livePolicies(changing, account, "up")) {
        if ("unread" in live) {
          if (live.cause === "no credentials") continue; // the stack cannot run either
          unread.set(stack, `${live.unread}; up would change it, and must know whom it revokes`);
          continue;
        }
        const roles = revokedRoles(live.policy);
        const { arn, recorded, urn } = asked;
        if (roles.join() === recorded.join()) continue;
        if (urn) found.stale.push({ stack, urn });
        else for (const role of roles) found.roles.add(role);
        note(
          withNames(
            `the policy of ${arn} revokes ${roles.join(", ") || "nobody"}, and the state of ${stack} does not say so: up goes by the policy`,
          ),
        );
      }
    }),
  );
  return { ...found, roles: [...found.roles], unread };
}

interface ChangingPolicy {
  kind: "secret";
  arn: string;
  /** Undefined if the stack has not created it yet. */
  urn?: string;
  /** The roles that it revokes according to the state. */
  recorded: string[];
}

/** Policies that an account's secrets will get and that its stack has not put there yet. */
function changingPolicies(
  zone: LandingZone,
  account: ResolvedAccount,
  state: ExportedState,
): ChangingPolicy[] {
  const byUrn = Object.fromEntries(state.resources.map((one) => [one.urn, one]));
  const made = new Map(
    deployedValues(account.name, state.resources).secrets.map(({ arn, id }) => [id, arn]),
  );
  const deployed = new Map(deployedPolicies(state).map((one) => [one.arn, one]));
  const secrets = zone.secrets.filter((one) => one.account === account);
  return [...secrets, ...formerSecrets(zone, account)].flatMap((secret) => {
    const arn = secret.existingArn ?? made.get(secret.id);
    const planned = secretResourcePolicy(secretResourcePolicyInput(zone, secret));
    if (arn === undefined || !planned) return [];
    const { ours = [], urn } = deployed.get(arn) ?? {};
    const isSame = (one: string) => policyDifference(one, JSON.stringify(planned)) === undefined;
    if (urn && ours.every(isSame)) return [];
    const recorded = revokedRoles(urn && byUrn[urn]?.outputs?.policy);
    return [{ kind: "secret" as const, arn, recorded, ...(urn && { urn }) }];
  });
}

function revokedRoles(policy: unknown): string[] {
  if (typeof policy !== "string" || policy === "") return [];
  const document: PolicyDocument = JSON.parse(policy);
  return revocationsIn(document)
    .flatMap((one) => revokedRole(one) ?? [])
    .sort();
}
