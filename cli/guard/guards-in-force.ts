import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import {
  type AccessDocuments,
  type GuardedCalls,
  type ParsedStatement,
  parsePolicy,
  proveGuards,
  type RawPolicy,
} from "iam-proof";
import { matchesWildcards } from "iam-proof/evaluator";
import { parseArn } from "iam-proof/names";
import { guardedCalls } from "./guarded-calls";
import { guardedAccounts } from "./plan-guards";
import { type Protected, protectedIn, protectedTogether } from "./protected";

/** For each account whose control policies keep everybody else from it, by id: who may change who reads. */
export type GuardsInForce = ReadonlyMap<string, string[]>;

/** The guards in force in documents that contain an inventory's control policies. */
export async function guardsOf({
  documents,
  zone,
}: {
  documents: AccessDocuments;
  zone?: LandingZone;
}): Promise<GuardsInForce> {
  return zone ? guardsInForce(zone, documents) : new Map();
}

/**
 * The accounts for which it is proved that their control policies deny each guarded call to everybody but some. These are assumed
 * to be the principals that the policies name in full. Whether they are the intended ones is not known here.
 */
export async function guardsInForce(
  zone: LandingZone,
  documents: AccessDocuments,
): Promise<GuardsInForce> {
  const found = new Map<string, string[]>();
  const { organization } = documents;
  if (!organization?.serviceControlPolicies?.length) return found;
  const all = guardedAccounts(zone);
  const each = all.map((account) => ({
    account,
    own: withCalls([account], protectedIn(zone, account)),
  }));
  const whole = withCalls(all, protectedTogether(each.map(({ own }) => own.things)));
  const open = unguardedIn(documents, whole.things);
  for (const { account, own } of each.filter((one) => !open.has(one.account.id))) {
    const of = (kind: "service" | "resource") =>
      (organization[`${kind}ControlPolicies`] ?? [])
        .filter((one) => one.account === account.id)
        .flatMap(({ levels }) => levels.flat());
    const [service, resource] = [of("service"), of("resource")];
    if (service.length === 0) continue;
    const ofService = denialsIn(service, "scp");
    const denials = [...ofService, ...denialsIn(resource, "rcp")];
    const spared = exemptedBy(ofService);
    // A guard belongs to the account, or to a unit with all accounts.
    for (const { accounts, calls, things } of [own, whole]) {
      // Most control policies are not guards, and a proof would search long for a request that they let through.
      if (!nameEachCall(denials, calls)) continue;
      const readers = new Set([
        ...things.assuming,
        ...things.reads.map((one) => one.split(" ")[1]),
      ]);
      const exempting = protectedBy(
        zone,
        accounts,
        spared.filter((arn) => !readers.has(arn)),
      );
      const guard = {
        account: account.id,
        calls: guardedCalls(exempting),
        serviceControlPolicies: service,
        resourceControlPolicies: resource,
      };
      const { result } = await proveGuards([guard], { claims: ["guard-sufficient"] });
      if (result !== "proved") continue;
      found.set(account.id, exempting.exempt);
      break;
    }
  }
  return found;
}

/** The accounts with secrets or readers that no guard of the inventory protects: others deploy them, or they are left over. */
function unguardedIn(
  { associations, parameters, secrets }: AccessDocuments,
  things: Protected,
): Set<string | undefined> {
  const known = new Set([...things.parameters, ...things.roles, ...things.secrets]);
  const roles = (associations ?? []).flatMap((one) =>
    [one.roleArn, one.targetRoleArn ?? []].flat(),
  );
  const open = [
    ...roles.filter((arn) => !known.has(arn) && !known.has(arn.replace(/[^/]*$/, "*"))),
    ...(parameters ?? []).map(({ arn }) => arn).filter((arn) => !known.has(arn)),
    ...(secrets ?? []).flatMap(({ arn }) => {
      const written = [arn, arn.replace(/.{6}$/, "??????")];
      const everywhere = written.map((one) => one.replace(/:[^:]*(?=:\d{12}:)/, ":*"));
      return [...written, ...everywhere].some((one) => known.has(one)) ? [] : arn;
    }),
  ];
  return new Set(open.map((arn) => parseArn(arn)?.account));
}

function withCalls(accounts: ResolvedAccount[], things: Protected) {
  return { accounts, things, calls: guardedCalls(things) };
}

function protectedBy(zone: LandingZone, accounts: ResolvedAccount[], named: string[]): Protected {
  return protectedTogether(accounts.map((one) => protectedIn(zone, one, named)));
}

/** Whether denials name the action of each call, whatever their conditions. If they do not, the call is not denied. */
export function nameEachCall(
  denials: readonly ParsedStatement[],
  calls: readonly GuardedCalls[],
): boolean {
  const actions = new Set(calls.flatMap((one) => one.actions.map((name) => name.toLowerCase())));
  return [...actions].every((name) =>
    denials.some(({ action: { negated, patterns } }) => {
      const isNamed = patterns.some(({ text }) => matchesWildcards(text.toLowerCase(), name));
      return isNamed !== negated;
    }),
  );
}

/** The Deny statements of control policies. */
export function denialsIn(policies: readonly RawPolicy[], kind: "rcp" | "scp"): ParsedStatement[] {
  return policies.flatMap((document) =>
    parsePolicy({ name: "control policy", document }, kind).statements.filter(
      ({ effect }) => effect === "Deny",
    ),
  );
}

/** The ARNs, without wildcards, that denials exempt. */
function exemptedBy(denials: readonly ParsedStatement[]): string[] {
  const spared = denials
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, negated }) => negated && key.name === "aws:principalarn");
  return [...new Set(spared.flatMap(({ texts }) => texts))]
    .filter((arn) => !/[*?$]/.test(arn))
    .sort();
}
