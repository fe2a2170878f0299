import { parseArn, type ResolvedAccount, type ResolvedSecret } from "eks-pod-secrets/grant";
import {
  pinnedReader,
  type Statement,
  secretResourcePolicy,
  secretResourcePolicyInput,
} from "eks-pod-secrets/policy";
import { withNames } from "../../aws/arn-titles";
import { UserError } from "../../terminal/errors";
import { holdsSomething } from "../backend/orphaned-stacks";
import { addsToPolicy, type DeployedPolicy, deployedPolicies } from "../policies/deployed-policies";
import { type LivePolicy, livePolicies } from "../policies/live-policies";
import { differenceText, policyDifference, statementTitles } from "../policies/policy-difference";
import type { Confirmation } from "./confirmations";
import { importedHolders } from "./imported-holders";
import type { PlannedRun } from "./planned-run";

const NO_POLICY = JSON.stringify({ Statement: [] });

/** A policy that a run may replace or delete although its stack did not create the secret or key. */
interface AdoptedPolicy extends Omit<DeployedPolicy, "isAdopted" | "urn"> {
  stack: string;
  /** The name of the secret or key for people. */
  name: string;
  /** Undefined if no run of the stack has put a policy there. */
  urn?: string;
  /** The secret, if the stack imports it. */
  secret?: ResolvedSecret;
}

/**
 * What must be confirmed about the policies of existing secrets and keys: those that somebody else put there, and those that
 * could not be read. Without credentials for the account there is no question, because its stack cannot run either.
 */
export async function policiesOfOthers(run: PlannedRun): Promise<Confirmation[]> {
  if (run.operation === "refresh") return [];
  const stacks = run.stacks.filter(({ layer }) => layer === "secrets");
  const found = await Promise.all(
    stacks.map(async ({ account, name }) => {
      const adopted = await adoptedPolicies(run, name, account);
      return livePolicies(adopted, account, run.operation);
    }),
  );
  return found.flat().flatMap(({ asked, live }) => confirmationOf(run, asked, live));
}

/** The policies that the stack holds and, for `up`, those that it will put in force. */
async function adoptedPolicies(
  { held, importsOf, operation, stateOf, zone }: PlannedRun,
  stack: string,
  account: ResolvedAccount,
): Promise<AdoptedPolicy[]> {
  const isHeld = holdsSomething(held.get(stack)?.resources ?? 0);
  const deployed = isHeld ? deployedPolicies(await stateOf(stack)) : [];
  const own = zone.secrets.filter((one) => one.account === account);
  const secrets = own.filter((one) => one.existingArn);
  const imported = importedHolders(importsOf(stack), account, own);
  const names = new Map([
    ...secrets.map(({ existingArn = "", id }) => [existingArn, id] as const),
    ...imported.flatMap(({ arn, secret }) => (secret ? [[arn, secret.id] as const] : [])),
  ]);
  const nameOf = (arn: string) => names.get(arn) ?? arn;
  const known = deployed.filter(({ isAdopted }) => isAdopted);
  const planned = [
    ...secrets
      .filter((one) => secretResourcePolicy(secretResourcePolicyInput(zone, one)))
      .map(({ existingArn = "" }) => ({ kind: "secret" as const, arn: existingArn })),
    ...zone.keys
      .filter((key) => key.account === account && key.existingArn)
      .map(({ existingArn = "" }) => ({ kind: "key" as const, arn: existingArn })),
    ...imported,
  ];
  const isDeployed = new Set(deployed.map(({ arn }) => arn));
  const first = planned.filter(({ arn }) => !isDeployed.has(arn));
  return [...known, ...(operation === "up" ? first : [])].map((one) => ({
    ours: [],
    ...one,
    stack,
    name: nameOf(one.arn),
  }));
}

/** Words about those whom the present policy lets in and the run's does not. */
function cutOff({ operation, zone }: PlannedRun, asked: AdoptedPolicy, live: string) {
  const { arn, kind, ours } = asked;
  const secret = asked.secret ?? zone.secrets.find(({ existingArn }) => existingArn === arn);
  const planned =
    operation === "up" && secret && secretResourcePolicy(secretResourcePolicyInput(zone, secret));
  const others = [...ours, ...(planned ? [JSON.stringify(planned)] : [])];
  const { account, partition } = parseArn(arn) ?? {};
  // Every policy that a stack puts on a key keeps its owner's rights to administer it.
  const owner =
    operation === "up" && kind === "key" ? [`arn:${partition}:iam::${account}:root`] : [];
  const stay = new Set([...others.flatMap(letIn), ...owner]);
  const go = letIn(live).filter((one) => !stay.has(one));
  const but = operation === "up" ? "but for the readers of the inventory, " : "";
  return go.length > 0 ? withNames(`; ${but}this would no longer let in ${go.join(", ")}`) : "";
}

function confirmationOf(run: PlannedRun, asked: AdoptedPolicy, live: LivePolicy): Confirmation[] {
  const { operation } = run;
  const { arn, kind, name, ours, stack, urn } = asked;
  const object = kind === "key" ? `key ${arn}` : `secret ${name} (${arn})`;
  const takeOver = { option: "take-over" as const, name };
  const costs = operation === "up" ? "up would replace it or delete it" : "destroy would delete it";
  const leave =
    urn && operation === "destroy"
      ? `; to leave it as it is, pulumi state delete '${urn}' --stack ${stack}`
      : "";
  if ("unread" in live) {
    const says = `${live.unread}; where somebody else has given ${object} a policy, ${costs}`;
    if (live.cause === "no answer") throw new UserError(live.unread);
    return live.cause === "no credentials" ? [] : [{ ...takeOver, says }];
  }
  const { isFirst, policy } = live;
  if (policy === undefined || isFirst) return [];
  const differences = ours.map((one) => policyDifference(one, policy));
  if ([...ours, NO_POLICY].some((one) => !addsToPolicy(policy, one, run.zone.id))) return [];
  const [difference] = differences;
  if (!urn || !difference) {
    const statements = statementTitles(policy).join(", ");
    const says = `${object} has a policy that stack ${stack} did not deploy (${statements}), and ${costs}${cutOff(run, asked, policy)}`;
    return [{ ...takeOver, says }];
  }
  const says = `somebody else has replaced the policy that stack ${stack} deployed for ${object}: the one that it has ${differenceText(difference)}; ${costs}${cutOff(run, asked, policy)}${leave}`;
  return [{ ...takeOver, says, stale: { stack, urn } }];
}

/** Whom a policy's Allow statements name: pods, roles and users, or accounts. */
export function letIn(policy: string | undefined): string[] {
  if (policy === undefined || policy === "") return [];
  const { Statement = [] } = JSON.parse(policy);
  const allowing: Statement[] = [Statement].flat().filter(({ Effect }) => Effect === "Allow");
  return [...new Set(allowing.flatMap(namesIn))];
}

/** The names in the condition, which is more precise than the principal. */
function namesIn({ Condition, NotPrincipal, Principal }: Statement & { NotPrincipal?: unknown }) {
  const reader = pinnedReader("aws:PrincipalTag", Condition);
  if (reader) return [`${reader.namespace}/${reader.serviceAccount} of ${reader.clusterArn}`];
  const operators = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"];
  const arns = operators.flatMap((one) => Condition?.[one]?.["aws:PrincipalArn"] ?? []).flat();
  if (arns.length > 0) return arns.map(String);
  if (NotPrincipal !== undefined) return ["everybody but some"];
  const principals = typeof Principal === "object" ? Object.values(Principal).flat() : [Principal];
  return principals.map((one) => (one === "*" ? "everybody" : String(one)));
}
