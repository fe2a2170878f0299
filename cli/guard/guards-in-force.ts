import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import { type AccessDocuments, parsePolicy, proveGuards, type RawPolicy } from "iam-proof";
import { parseArn } from "iam-proof/names";
import { guardedCalls } from "./guarded-calls";
import { guardedAccounts } from "./plan-guards";
import { type Protected, protectedIn, protectedTogether } from "./protected";

/** Who may change who reads in each account whose control policies keep everybody else from it, by the account's id. */
export type GuardsInForce = ReadonlyMap<string, string[]>;

/** The guards in force in documents that have the control policies of an inventory. */
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
 * The accounts of which it is proved that their control policies deny each guarded call to everybody but some. Their wholly named
 * principals are taken to be these; whether they are meant, nobody here knows.
 */
export async function guardsInForce(
  zone: LandingZone,
  documents: AccessDocuments,
): Promise<GuardsInForce> {
  const found = new Map<string, string[]>();
  const { organization } = documents;
  if (!organization?.serviceControlPolicies?.length) return found;
  const all = guardedAccounts(zone);
  const open = unguardedIn(documents, protectedBy(zone, all, []));
  for (const account of all.filter(({ id }) => !open.has(id))) {
    const of = (kind: "service" | "resource") =>
      (organization[`${kind}ControlPolicies`] ?? [])
        .filter((one) => one.account === account.id)
        .flatMap(({ levels }) => levels.flat());
    const [service, resource] = [of("service"), of("resource")];
    if (service.length === 0) continue;
    const spared = exemptedBy(service);
    // The guard is one of the account, or one of a unit that has all accounts.
    for (const accounts of [[account], all]) {
      const { assuming, reads } = protectedBy(zone, accounts, []);
      const readers = new Set([...assuming, ...reads.map((one) => one.split(" ")[1])]);
      const things = protectedBy(
        zone,
        accounts,
        spared.filter((arn) => !readers.has(arn)),
      );
      const guard = {
        account: account.id,
        calls: guardedCalls(things),
        serviceControlPolicies: service,
        resourceControlPolicies: resource,
      };
      const { result } = await proveGuards([guard], { claims: ["guard-sufficient"] });
      if (result !== "proved") continue;
      found.set(account.id, things.exempt);
      break;
    }
  }
  return found;
}

/** The accounts where something is read, or reads, that no guard of the inventory protects: others deploy it, or it is left over. */
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

function protectedBy(zone: LandingZone, accounts: ResolvedAccount[], named: string[]): Protected {
  return protectedTogether(accounts.map((one) => protectedIn(zone, one, named)));
}

/** Whom the policies' denials spare by ARN, without wildcards. */
function exemptedBy(policies: RawPolicy[]): string[] {
  const conditions = policies.flatMap((document) =>
    parsePolicy({ name: "service control policy", document }, "scp").statements.flatMap((one) =>
      one.effect === "Deny" ? one.conditions : [],
    ),
  );
  const spared = conditions.filter(
    ({ key, negated }) => negated && key.name === "aws:principalarn",
  );
  return [...new Set(spared.flatMap(({ texts }) => texts))]
    .filter((arn) => !/[*?$]/.test(arn))
    .sort();
}
