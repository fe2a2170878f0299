import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import type { Mapping } from "iam-proof/collections";
import { matchesWildcards } from "iam-proof/evaluator";
import { parseArn, regionOf } from "iam-proof/names";
import type { Found, FoundPolicy, FoundRole } from "../found";
import { conditionsOf, type FoundRead, statementsOf, texts } from "./reads";
import { areReplaceable, isBesideReads, isGranted, limitMarks, markIf } from "./roles";

/** What a policy that only allows reads may name: by a grant, or as a mark says. */
interface Named {
  reads: readonly FoundRead[];
  found: Pick<Found, "clusters" | "secrets">;
  accounts: readonly { id: string; region: string }[];
  target?: FoundRole | undefined;
}

/** The policies of a role that stay, because they deny something, or allow more than the inventory grants or a mark says. */
export function keptPolicies({ policies = [] }: FoundRole, named: Named): FoundPolicy[] {
  const arns = arnsOf(named);
  return policies.filter(({ document, name }) => {
    const statements = statementsOf(document);
    // A policy that allows only actions beside the reads is there on purpose.
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
    areReplaceable(Action) &&
    Resource !== undefined &&
    texts(Resource).every((one) => one === "*" || isNamed(one) || isAbsent(one, named))
  );
}

/** Whether it names secrets in a place that was read. If none was found there, it names none that exist. */
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

/** What a person must know about the policies that stay, and about those that go although they allowed more than the grants. */
export function policyMarks({ policies = [] }: FoundRole, kept: readonly FoundPolicy[]): string[] {
  const stay = `its policies ${kept.map(({ name }) => name).join(", ")} stay, because they allow or deny more than its reads`;
  const going = policies.filter((one) => one.name !== OWN_POLICY_NAME && !kept.includes(one));
  const lost = going.flatMap(({ document, name }) => [
    ...statementsOf(document)
      .flatMap(lostWith)
      .map((what) => `decide: its policy ${name} allows ${what}, and goes; ${HOW_TO_KEEP}`),
    ...limitMarks(`its policy ${name}`, statementsOf(document)),
  ]);
  return [...markIf(kept, stay), ...new Set(lost)];
}

/** What a statement allows that no grant does. Other marks say if it allows this on more secrets. */
function lostWith(statement: Mapping): string[] {
  const { Action, Resource } = statement;
  return texts(Action).flatMap((action) => {
    if (isBesideReads(action)) return `${action}, which no read of a mount needs`;
    const [service = "", name = ""] = action.toLowerCase().split(":");
    const isDecrypt = `${service}:${name}` === "kms:decrypt";
    const isNamed = ["getparameters", "assumerole"].includes(name);
    if (isDecrypt ? isOfSecretsAlone(statement) : !isNamed) return [];
    // A key may encrypt anything. A name stands only for itself.
    const mayServeMore = (one: string) =>
      one === "*" || (parseArn(one)?.service === service && (isDecrypt || /[*?]/.test(one)));
    return texts(Resource)
      .filter(mayServeMore)
      .map((one) => `${action} on ${one}`);
  });
}

/** Whether conditions let only Secrets Manager use a key. */
function isOfSecretsAlone(statement: Mapping): boolean {
  const services = conditionsOf(statement)
    .filter(
      ({ key, operator }) =>
        /^kms:ViaService$/i.test(key) && /^String(Equals|Like)$/i.test(operator),
    )
    .flatMap(({ values }) => values);
  return services.length > 0 && services.every((one) => one.startsWith("secretsmanager."));
}
