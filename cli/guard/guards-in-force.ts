import type { LandingZone } from "eks-pod-secrets/grant";
import { type AccessDocuments, parsePolicy, proveGuards, type RawPolicy } from "iam-proof";
import { parseArn } from "iam-proof/names";
import { guardedCalls } from "./guarded-calls";
import { guardedAccounts } from "./plan-guards";
import { protectedIn } from "./protected";

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
  { organization }: Pick<AccessDocuments, "organization">,
): Promise<GuardsInForce> {
  const found = new Map<string, string[]>();
  for (const account of guardedAccounts(zone)) {
    const of = (kind: "service" | "resource") =>
      (organization?.[`${kind}ControlPolicies`] ?? [])
        .filter((one) => one.account === account.id)
        .flatMap(({ levels }) => levels.flat());
    const [service, resource] = [of("service"), of("resource")];
    if (service.length === 0) continue;
    const { assuming, reads } = protectedIn(zone, account);
    const readers = new Set([...assuming, ...reads.map((one) => one.split(" ")[1])]);
    const exempt = exemptedBy(service).filter(
      (arn) => parseArn(arn)?.account === account.id && !readers.has(arn),
    );
    const calls = guardedCalls(protectedIn(zone, account, exempt));
    const { result } = await proveGuards(
      [
        {
          account: account.id,
          calls,
          serviceControlPolicies: service,
          resourceControlPolicies: resource,
        },
      ],
      { claims: ["guard-sufficient"] },
    );
    if (result === "proved") found.set(account.id, exempt);
  }
  return found;
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
