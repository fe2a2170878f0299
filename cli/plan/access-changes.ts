import type { AccessDocuments, ClaimResult, RoleDocuments } from "../../sdk/access";

/**
 * The documents cut down to the secrets and parameters that may be read differently: those whose own documents, readers
 * or readers' roles differ. Where administrators or the organization differ, that is all of them.
 */
export function affected(
  before: AccessDocuments,
  after: AccessDocuments,
): { before: AccessDocuments; after: AccessDocuments; left: number } {
  const [old, now] = [contents(before), contents(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const everywhere = common(before) !== common(after);
  const kept = new Set([...names].filter((arn) => everywhere || old.get(arn) !== now.get(arn)));
  const only = (documents: AccessDocuments): AccessDocuments => ({
    ...documents,
    secrets: (documents.secrets ?? []).filter(({ arn }) => kept.has(arn)),
    parameters: (documents.parameters ?? []).filter(({ arn }) => kept.has(arn)),
  });
  return { before: only(before), after: only(after), left: names.size - kept.size };
}

function common({ administrators, organization }: AccessDocuments): string {
  return JSON.stringify([administrators, organization]);
}

/** Each secret and parameter by its ARN, as a text that differs where what its readers may do does. */
function contents(documents: AccessDocuments): Map<string, string> {
  const { associations, grants, keys, parameters, roles, secrets } = documents;
  const keysByArn = new Map((keys ?? []).map((key) => [key.arn, key]));
  const rolesByArn = new Map((roles ?? []).map((role) => [role.arn, role]));
  const identity = (one: { clusterArn: string; namespace: string; serviceAccount: string }) =>
    [one.clusterArn, one.namespace, one.serviceAccount].join("\n");
  const rolesByReader = new Map<string, (RoleDocuments | undefined)[]>();
  for (const one of associations ?? []) {
    const arns = [one.roleArn, one.targetRoleArn ?? ""];
    rolesByReader.set(
      identity(one),
      arns.map((arn) => rolesByArn.get(arn)),
    );
  }
  const readers = new Map<string, unknown[]>();
  for (const { reader, secret } of grants ?? []) {
    const known = readers.get(secret) ?? [];
    known.push([reader, rolesByReader.get(identity(reader))]);
    readers.set(secret, known);
  }
  return new Map(
    [...(secrets ?? []), ...(parameters ?? [])].map((one) => [
      one.arn,
      JSON.stringify([one, one.key && keysByArn.get(one.key), readers.get(one.arn)]),
    ]),
  );
}

/** The sentences of a comparison: who gains or loses what, and what could not be told. */
export function sentences(claims: readonly ClaimResult[]): string[] {
  return claims.flatMap(({ counterexample, reason, result, subject }) => {
    if (result === "proved") return [];
    return [counterexample?.summary ?? `${subject}: unknown, ${reason ?? "out of time"}`];
  });
}
