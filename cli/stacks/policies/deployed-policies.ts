import type { ExportedState } from "../backend/exported-state";

/** A policy of a secret or key that a stack has put in force. */
export interface DeployedPolicy {
  kind: "secret" | "key";
  /** ARN of the secret or key. */
  arn: string;
  urn: string;
  /** The texts that runs of the stack have put there, or were putting when they were killed. */
  ours: string[];
  /** The stack did not make the secret or key. */
  isAdopted: boolean;
}

const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

/**
 * The policies of a stack. What a run put there is what its component has recorded: a refresh overwrites what the policy's own
 * resource says by what it finds.
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
