import { isDeniedFirst, isSaid, type Statement } from "eks-pod-secrets/policy";
import type { ExportedState } from "../backend/exported-state";
import { policyDifference } from "./policy-difference";

/** A policy of a secret or key that a stack deployed. */
export interface DeployedPolicy {
  kind: "secret" | "key";
  /** ARN of the secret or key. */
  arn: string;
  urn: string;
  /** The texts that the stack's runs put there, or were putting when they were killed. */
  ours: string[];
  /** Whether the stack did not create the secret or key. */
  isAdopted: boolean;
}

const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

/**
 * The policies of a stack. Its components record what a run put there: a refresh overwrites the policy resource itself with what
 * it finds.
 */
export function deployedPolicies({ pending, resources }: ExportedState): DeployedPolicy[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const made = new Set(resources.map(({ outputs }) => outputs?.arn));
  const all = new Map([...pending, ...resources].map((one) => [one.urn, one]));
  return [...all.values()].flatMap((resource) => {
    const { parent = "", type, urn } = resource;
    if (type !== SECRET_POLICY && type !== KEY_POLICY) return [];
    const component = byUrn.get(parent);
    const kind = type === KEY_POLICY ? "key" : "secret";
    const arn =
      kind === "key"
        ? (component?.inputs?.keyArn ?? component?.outputs?.keyArn)
        : resource.inputs?.secretArn;
    if (typeof arn !== "string") return [];
    const texts = [
      component?.outputs?.policy ?? byUrn.get(urn)?.inputs?.policy,
      ...pending.filter((one) => one.urn === urn).map(({ inputs }) => inputs?.policy),
    ];
    const ours = texts.filter((one) => typeof one === "string");
    return [{ kind, arn, urn, ours, isAdopted: !made.has(arn) }];
  });
}

/**
 * Whether a policy contains something that the stack's own policy does not. Having less is not a sign of others, and neither are
 * denials that the inventory added first: `up` itself narrows a policy before it runs the stack.
 */
export function addsToPolicy(live: string, own: string, inventory = ""): boolean {
  const ours = statementsOf(own);
  const Statement = statementsOf(live).filter(
    (one) => !isDeniedFirst(one, inventory) && !(one.Effect === "Allow" && isSaid(one, ours)),
  );
  return Boolean(policyDifference(own, JSON.stringify({ Statement }))?.adds.length);
}

/**
 * Whether a policy only lacks parts of the stack's own that the inventory does not plan, as `up` leaves it before it runs the
 * stack.
 */
export function isNarrowedFirst(
  live: string,
  own: string,
  planned: readonly Statement[],
  inventory = "",
): boolean {
  const theirs = statementsOf(live);
  return (
    !addsToPolicy(live, own, inventory) &&
    statementsOf(own).every(
      (one) => isSaid(one, theirs) || (one.Effect === "Allow" && !isSaid(one, planned)),
    )
  );
}

function statementsOf(policy: string): Statement[] {
  return [JSON.parse(policy).Statement].flat();
}
