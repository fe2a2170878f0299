import type { AccessDocuments } from "eks-pod-secrets/access";
import { type Reader, readerKey } from "eks-pod-secrets/grant";
import type { ClaimResult, ParameterDocuments, SecretDocuments } from "iam-proof";
import { addTo, grouped, isSameJson } from "iam-proof/collections";
import { copiesIn, keyPolicyOfRead } from "iam-proof/prover";

/**
 * The documents reduced to secrets and parameters whose readers may differ: their own documents, readers or readers' roles have
 * changed. If administrators or the organization have changed, that is all of them.
 */
export function affected(
  before: AccessDocuments,
  after: AccessDocuments,
): { before: AccessDocuments; after: AccessDocuments; left: number } {
  const [old, now] = [contents(before), contents(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const everywhere = !isSameJson(common(before), common(after));
  const kept = new Set(
    [...names].filter((arn) => everywhere || !isSameJson(old.get(arn)?.(), now.get(arn)?.())),
  );
  const only = (documents: AccessDocuments): AccessDocuments => ({
    ...documents,
    secrets: (documents.secrets ?? []).filter(({ arn }) => kept.has(arn)),
    parameters: (documents.parameters ?? []).filter(({ arn }) => kept.has(arn)),
  });
  return { before: only(before), after: only(after), left: names.size - kept.size };
}

function common({ administrators, organization }: AccessDocuments): unknown {
  return [administrators, organization];
}

/** Each secret and parameter by its ARN, with all that says what its readers may do, which is made where it is compared. */
function contents(documents: AccessDocuments): Map<string, () => unknown> {
  const { associations, grants, keys, parameters, roles, secrets } = documents;
  const keysByArn = new Map((keys ?? []).map((key) => [key.arn, key]));
  const rolesByArn = new Map((roles ?? []).map((role) => [role.arn, role]));
  const ways = grouped(associations ?? [], (one) => [readerKey(one)]);
  const rolesOf = (reader: Reader) =>
    (ways.get(readerKey(reader)) ?? []).map(({ roleArn, targetRoleArn, ...way }) => [
      way,
      ...[roleArn, targetRoleArn ?? ""].map((arn) => rolesByArn.get(arn)),
    ]);
  const readers = new Map<string, Reader[]>();
  for (const { reader, secret } of grants ?? []) addTo(readers, secret, reader);
  const copiesOf = copiesIn(secrets ?? []);
  const content = (one: SecretDocuments | ParameterDocuments, keyPolicy: unknown): unknown => [
    one,
    keyPolicy,
    readers.get(one.arn)?.map((reader) => [reader, rolesOf(reader)]),
  ];
  const policyOf = ({ key }: SecretDocuments | ParameterDocuments) =>
    key ? keysByArn.get(key)?.policy : undefined;
  const all = new Map<string, () => unknown>();
  for (const secret of secrets ?? []) {
    // Other secrets under the same key may come and go.
    all.set(secret.arn, () =>
      content(secret, keyPolicyOfRead(policyOf(secret), copiesOf(secret.arn))),
    );
  }
  for (const one of parameters ?? []) all.set(one.arn, () => content(one, policyOf(one)));
  return all;
}

/** The sentences of a comparison: who gains or loses what, and what could not be decided. */
export function sentences(claims: readonly ClaimResult[]): string[] {
  return claims.flatMap(({ counterexample, reason, result, subject }) => {
    if (result === "proved") return [];
    return [counterexample?.summary ?? `${subject}: unknown, ${reason ?? "out of time"}`];
  });
}
