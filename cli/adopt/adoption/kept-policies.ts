import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { isMapping, type Mapping } from "iam-proof/collections";
import { matchesWildcards } from "iam-proof/evaluator";
import { parseArn, regionOf } from "iam-proof/names";
import type { Found, FoundPolicy, FoundRole } from "../found";
import { type FoundRead, statementsOf, texts } from "./reads";
import { isBesideReads, isGranted, isReplaceable, markIf } from "./roles";

/** What policies of reads alone may name: by a grant, or as a mark tells. */
interface Named {
  reads: readonly FoundRead[];
  found: Pick<Found, "clusters" | "secrets">;
  accounts: readonly { id: string; region: string }[];
  target?: FoundRole | undefined;
}

/** The policies of a role that stay, because they deny something, or allow more than what the inventory grants or marks tell. */
export function keptPolicies({ policies = [] }: FoundRole, named: Named): FoundPolicy[] {
  const arns = arnsOf(named);
  return policies.filter(({ document, name }) => {
    const statements = statementsOf(document);
    // A policy of what stands beside reads alone is there on purpose.
    const grants = statements.some(({ Action }) => texts(Action).some(isGranted));
    const isAllReplaced = grants && statements.every((one) => isReplaced(one, arns, named));
    return name !== OWN_POLICY_NAME && !isAllReplaced;
  });
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
  const regions = [given?.region, ...found.clusters.map(({ arn }) => regionOf(arn))];
  return service === "secretsmanager" && given !== undefined && regions.includes(region);
}

function arnsOf({ found: { secrets }, reads, target }: Named): string[] {
  const targets = reads.map((read) => read.target);
  const replicas = targets.flatMap((one) => ("replicas" in one ? one.replicas : []));
  const keys = [...targets, ...replicas].flatMap(({ key }) => key ?? []);
  return [...[...secrets, ...targets].map(({ arn }) => arn), ...keys, target?.arn ?? ""];
}

const HOW_TO_KEEP =
  "if its pods need that for anything but its reads, allow it by a policy of its own first, and run adopt again";

/** What a person must know of the policies that stay, and of those that go and named by a pattern what no grant does. */
export function policyMarks({ policies = [] }: FoundRole, kept: readonly FoundPolicy[]): string[] {
  const stay = `its policies ${policyNames(kept)} stay, because they allow or deny more than its reads`;
  const going = policies
    .filter((one) => one.name !== OWN_POLICY_NAME && !kept.includes(one))
    .flatMap(({ document, name }) =>
      lostWith(statementsOf(document)).map(
        (what) => `decide: its policy ${name} allows ${what}, and goes; ${HOW_TO_KEEP}`,
      ),
    );
  return [...markIf(kept, stay), ...going];
}

/** What statements allow that go, and that no grant allows in their place. */
function lostWith(statements: readonly Mapping[]): string[] {
  const actions = new Set(statements.flatMap(({ Action }) => texts(Action)));
  const beside = [...actions].filter(isBesideReads);
  const besidesReads = statements.flatMap(({ Action, Condition, Resource }) =>
    texts(Action)
      .filter((action) => isOfMore(action, Condition))
      .flatMap((action) =>
        texts(Resource)
          .filter((one) => mayServeMore(action, one))
          .map((one) => `${action} on ${one}`),
      ),
  );
  return [
    ...markIf(beside, `${beside.join(", ")}, which no read of a mount needs`),
    ...besidesReads,
  ];
}

/** Whether an action serves other things than secrets, of which other marks tell. */
function isOfMore(action: string, condition: unknown): boolean {
  if (isDecrypt(action)) return !isOfSecretsAlone(condition);
  return /^(ssm:GetParameters|sts:AssumeRole)$/i.test(action);
}

/** Whether it allows that on more than what a grant does: a key may encrypt anything, a name stands for itself alone. */
function mayServeMore(action: string, resource: string): boolean {
  if (resource === "*") return true;
  const [service] = action.split(":");
  return parseArn(resource)?.service === service && (isDecrypt(action) || /[*?]/.test(resource));
}

function isDecrypt(action: string): boolean {
  return /^kms:Decrypt$/i.test(action);
}

/** Whether a condition lets a key be used by Secrets Manager alone. */
function isOfSecretsAlone(condition: unknown): boolean {
  const services = Object.entries(isMapping(condition) ? condition : {})
    .filter(([operator]) => /^String(Equals|Like)$/i.test(operator))
    .flatMap(([, pairs]) => Object.entries(isMapping(pairs) ? pairs : {}))
    .filter(([key]) => /^kms:ViaService$/i.test(key))
    .flatMap(([, values]) => texts(values));
  return services.length > 0 && services.every((one) => one.startsWith("secretsmanager."));
}

/** The names of policies, in words. */
export function policyNames(policies: readonly FoundPolicy[]): string {
  return policies.map(({ name }) => name).join(", ");
}

/** Whether policies that stay may let their role read secrets. */
export function mayRead(policies: readonly FoundPolicy[]): boolean {
  return policies
    .flatMap(({ document }) => statementsOf(document))
    .some(
      ({ Action, Effect }) =>
        Effect === "Allow" && (Action === undefined || texts(Action).some(isOfReading)),
    );
}

function isOfReading(action: string): boolean {
  return matchesWildcards(action.toLowerCase(), "secretsmanager:getsecretvalue");
}
