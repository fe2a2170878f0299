import { type AccessDocuments, type SecretReading, whoCanRead } from "eks-pod-secrets/access";
import { landingZoneDocuments, plannedArns } from "eks-pod-secrets/access/landing-zone";
import { readerKey } from "eks-pod-secrets/grant";
import type { RawPolicy } from "iam-proof";
import { groupBy } from "iam-proof/collections";
import { sayPrincipal } from "iam-proof/prover";
import { arnsIn } from "../../documents/arns-in";
import { progressBar } from "../../terminal/progress-bar";
import type { Adoption } from "../adoption/adoption";
import type { Readings } from "../adoption/plans";
import type { AdoptAnswer } from "../shape";

/** Finds who reads these secrets, with the solver. `label`: of its progress. */
export async function readings(
  label: string,
  documents: AccessDocuments,
  secrets: readonly string[],
): Promise<Readings> {
  const who = new Map<string, string[]>();
  const reasons = new Map<string, string>();
  const bar = progressBar(label);
  try {
    for (const [done, arn] of secrets.entries()) {
      const answer = await whoCanRead(documents, arn);
      if (answer.result === "unknown") reasons.set(arn, answer.reason);
      who.set(arn, [...new Set(answer.found.map(nameOf))]);
      bar.update(done + 1, secrets.length);
    }
  } finally {
    bar.end();
  }
  return { who, reasons };
}

function nameOf({ as, principal }: SecretReading): string {
  if (principal.kind !== "session" && principal.kind !== "user") return sayPrincipal(principal);
  const arn = principal.kind === "session" ? principal.roleArn : principal.arn;
  // One principal stands for a whole account if nothing was read about it.
  return as === "unknown principal" ? arn.replace(/:(role|user)\/.*$/, ":*") : arn;
}

/** The documents that were read, as they are after the inventory is deployed over them. */
export function documentsAfter(
  everyone: AccessDocuments,
  { readers, zone }: Pick<Adoption, "readers" | "zone">,
): AccessDocuments {
  const keptPolicies = new Map(
    readers.flatMap(({ kept, role }): [string, RawPolicy[]][] =>
      role ? [[role.arn, kept.map(({ document }) => document)]] : [],
    ),
  );
  const planned = landingZoneDocuments(zone, arnsIn(everyone, plannedArns), { keptPolicies });
  const over = <One extends { arn: string; assumed?: boolean | null }>(
    before: readonly One[] | null = [],
    after: readonly One[] | null = [],
  ): One[] => {
    const all = [...(before ?? []), ...(after ?? []).filter((one) => !one.assumed)];
    return groupBy(all, ({ arn }) => arn).map(([, same]): One => Object.assign({}, ...same));
  };
  const ours = new Set((planned.associations ?? []).map(readerKey));
  return {
    ...everyone,
    secrets: over(everyone.secrets, planned.secrets),
    keys: over(everyone.keys, planned.keys),
    roles: over(everyone.roles, planned.roles),
    associations: [
      ...(everyone.associations ?? []).filter((one) => !ours.has(readerKey(one))),
      ...(planned.associations ?? []),
    ],
  };
}

/** What changes for whom, if all readers of a secret are known. */
export function accessChanges(before: Readings, after: Readings): AdoptAnswer["changes"] {
  return [...after.who].flatMap(([secret, who]) => {
    const then = before.who.get(secret) ?? [];
    const gains = before.reasons.has(secret) ? [] : who.filter((one) => !then.includes(one));
    const loses = after.reasons.has(secret) ? [] : then.filter((one) => !who.includes(one));
    return gains.length + loses.length > 0 ? [{ secret, gains, loses }] : [];
  });
}
