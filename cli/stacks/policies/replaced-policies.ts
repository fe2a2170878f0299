import { secretPlace } from "eks-pod-secrets/change-losses";
import type { LandingZone, ResolvedAccount, ResolvedSecret } from "eks-pod-secrets/grant";
import { secretResourcePolicy, secretResourcePolicyInput } from "eks-pod-secrets/policy";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import type { StateReader } from "../backend/exported-state";
import { heldOwners } from "../backend/orphaned-stacks";
import type { StackInBackend } from "../backend/stacks-in-backend";
import { type DeployedPolicy, deployedPolicies, isNarrowedFirst } from "./deployed-policies";
import { type LivePolicy, livePolicies } from "./live-policies";
import { differenceText, policyDifference } from "./policy-difference";

const NO_POLICY = JSON.stringify({ Statement: [] });

/** A policy that is not, or may not be, as a stack deployed it. */
interface ReplacedPolicy {
  stack: string;
  kind: "secret" | "key";
  /** Name of the secret in the inventory, or otherwise the ARN. */
  name: string;
  state: "replaced" | "removed" | "unknown";
  /** The difference, or why it is unknown. */
  says: string;
}

/** Compares each policy that a landing zone's stacks deployed with the one in force. */
export async function replacedPolicies(
  zone: LandingZone,
  held: ReadonlyMap<string, StackInBackend>,
  stateOf: StateReader,
): Promise<ReplacedPolicy[]> {
  const stacks = heldOwners({ held, stacks: stackPlan(zone) });
  const found = await Promise.all(
    stacks.map(async (stack) => {
      const deployed = deployedPolicies(await stateOf(stack.name));
      const answers = await livePolicies(deployed, stack.account, "status");
      return answers.flatMap(({ asked, live }) => replacedPolicy(zone, stack, asked, live));
    }),
  );
  return found.flat();
}

function replacedPolicy(
  zone: LandingZone,
  { account, name: stack }: PlannedStack,
  { arn, kind, ours }: DeployedPolicy,
  live: LivePolicy,
): ReplacedPolicy[] {
  const secret = secretOf(zone, account, arn);
  const subject = { stack, kind, name: secret?.id ?? arn };
  if ("unread" in live) return [{ ...subject, state: "unknown", says: live.unread }];
  const { isFirst, policy } = live;
  const differences = ours.map((one) => policyDifference(one, policy));
  const [difference] = differences;
  if (!difference || differences.includes(undefined)) return [];
  const planned = secret && secretResourcePolicy(secretResourcePolicyInput(zone, secret));
  const narrowed = ours.some((own) =>
    isNarrowedFirst(policy ?? NO_POLICY, own, planned?.Statement ?? [], zone.id),
  );
  if (kind === "secret" && narrowed) return [];
  const state = policy === undefined || isFirst ? "removed" : "replaced";
  return [{ ...subject, state, says: differenceText(difference) }];
}

function secretOf(
  { secrets }: LandingZone,
  account: ResolvedAccount,
  arn: string,
): ResolvedSecret | undefined {
  const { name, region } = secretPlace(arn);
  return secrets.find(
    (one) =>
      one.existingArn === arn ||
      (one.account === account && one.region === region && one.name === name),
  );
}
