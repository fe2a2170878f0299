import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { parseArn } from "eks-pod-secrets/grant";
import type { Mapping } from "iam-proof/collections";
import { matchesWildcards } from "iam-proof/evaluator";
import type { Found, FoundPolicy, FoundRole } from "../found";
import { type FoundRead, statementsOf, texts } from "./reads";
import { isBesideReads, isGranted, isReplaceable } from "./roles";

/** What policies of reads alone may name: by a grant, or as a mark tells. */
interface Named {
  reads: readonly FoundRead[];
  found: Pick<Found, "clusters" | "secrets">;
  accounts: readonly { id: string; region: string }[];
  target: FoundRole | undefined;
}

/** The policies of a role that stay, because they deny something, or allow more than what the inventory grants or marks tell. */
export function keptPolicies(
  { policies }: FoundRole,
  named: Named,
): NonNullable<FoundRole["policies"]> {
  const { attached = [], inline = [] } = policies ?? {};
  const arns = arnsOf(named);
  const isKept = ({ document, name }: FoundPolicy) => {
    const statements = statementsOf(document);
    // A policy of what stands beside reads alone is there on purpose.
    const grants = statements.some(({ Action }) => texts(Action).some(isGranted));
    const isAllReplaced = grants && statements.every((one) => isReplaced(one, arns, named));
    return name !== OWN_POLICY_NAME && !isAllReplaced;
  };
  return { inline: inline.filter(isKept), attached: attached.filter(isKept) };
}

function isReplaced(
  { Action, Effect, Resource }: Mapping,
  arns: readonly string[],
  named: Named,
): boolean {
  const isNamed = (one: string) => arns.some((arn) => matchesWildcards(one, arn));
  return (
    Effect === "Allow" &&
    Action !== undefined &&
    texts(Action).every(isReplaceable) &&
    Resource !== undefined &&
    texts(Resource).every((one) => one === "*" || isNamed(one) || isAbsent(one, named))
  );
}

/** Whether it names secrets of a place that was read, and so none that is there where none was found. */
function isAbsent(pattern: string, { accounts, found }: Named): boolean {
  const { account, region = "", service } = parseArn(pattern) ?? {};
  const given = accounts.find(({ id }) => id === account);
  const regions = [given?.region, ...found.clusters.map(({ arn }) => parseArn(arn)?.region)];
  return service === "secretsmanager" && given !== undefined && regions.includes(region);
}

function arnsOf({ found: { secrets }, reads, target }: Named): string[] {
  const keys = reads.flatMap(({ target: one }) => [
    one.key ?? [],
    "replicas" in one ? one.replicas.flatMap(({ key }) => key ?? []) : [],
  ]);
  const read = reads.map(({ target: { arn } }) => arn);
  return [
    ...secrets.map(({ arn }) => arn),
    ...read,
    ...keys.flat(),
    ...(target ? [target.arn] : []),
  ];
}

const HOW_TO_KEEP =
  "if its pods need that for anything but its reads, allow it by a policy of its own first, and run adopt again";

/** What a person must know of the policies that stay, and of those that go and named by a pattern what no grant does. */
export function policyMarks(
  { policies }: FoundRole,
  kept: NonNullable<FoundRole["policies"]>,
): string[] {
  const stay = [...kept.inline, ...kept.attached];
  const go = [...(policies?.inline ?? []), ...(policies?.attached ?? [])].filter(
    (one) => one.name !== OWN_POLICY_NAME && !stay.includes(one),
  );
  return [
    ...(stay.length > 0
      ? [`its policies ${policyNames(kept)} stay, because they allow or deny more than its reads`]
      : []),
    ...go.flatMap(({ document, name }) => {
      const actions = statementsOf(document).flatMap(({ Action }) => texts(Action));
      const beside = [...new Set(actions.filter(isBesideReads))];
      return beside.length > 0
        ? [
            `decide: its policy ${name} allows ${beside.join(", ")}, which no read of a mount needs, and goes; ${HOW_TO_KEEP}`,
          ]
        : [];
    }),
    ...go.flatMap(({ document, name }) =>
      statementsOf(document).flatMap(({ Action, Condition, Resource }) => {
        const patterns = texts(Resource).filter((one) => /[*?]/.test(one));
        const uses = texts(Action).filter((one) => isOfMore(one, Condition));
        return uses.flatMap((action) =>
          patterns
            .filter((one) => one === "*" || parseArn(one)?.service === action.split(":")[0])
            .map(
              (one) =>
                `decide: its policy ${name} allows ${action} on ${one}, and goes; ${HOW_TO_KEEP}`,
            ),
        );
      }),
    ),
  ];
}

/** The names of policies, in words. */
export function policyNames({ attached, inline }: NonNullable<FoundRole["policies"]>): string {
  return [...inline, ...attached].map(({ name }) => name).join(", ");
}

/** Whether an action serves other things than secrets, of which other marks tell. */
function isOfMore(action: string, condition: unknown): boolean {
  const isOfSecrets = /"kms:ViaService":\[?"secretsmanager\./i.test(
    JSON.stringify(condition ?? {}),
  );
  if (/^kms:Decrypt$/i.test(action)) return !isOfSecrets;
  return /^(ssm:GetParameters|sts:AssumeRole)$/i.test(action);
}

/** Whether policies that stay may let their role read secrets. */
export function mayRead({ attached, inline }: NonNullable<FoundRole["policies"]>): boolean {
  return [...inline, ...attached]
    .flatMap(({ document }) => statementsOf(document))
    .some(
      ({ Action, Effect }) =>
        Effect === "Allow" &&
        (Action === undefined ||
          texts(Action).some((one) =>
            matchesWildcards(one.toLowerCase(), "secretsmanager:getsecretvalue"),
          )),
    );
}
