import { isSaid, pinnedReader, SEALED, type Statement } from "eks-pod-secrets/policy";

/**
 * Whom a secret's policy lets in, and does not any more once it has other statements, and denies what is planned: readers, principals,
 * or those whom a statement means.
 */
export function lostBy(
  before: readonly Statement[],
  left: readonly Statement[],
  planned: readonly Statement[],
): string[] {
  const less = before.filter((one) => one.Effect === "Allow" && !isSaid(one, left));
  const denied = planned.filter(
    (one) => one.Effect === "Deny" && isSaid(one, left) && !isSaid(one, before),
  );
  return [...less.map(letIn), ...denied.flatMap((one) => shutOut(one, before))];
}

function letIn({ Condition, Sid }: Statement): string {
  const reader = pinnedReader("aws:PrincipalTag", Condition);
  if (!reader) return `those whom statement ${Sid} let in`;
  return `${reader.namespace}/${reader.serviceAccount} of ${reader.clusterArn}`;
}

/** Principals, where a seal excepts them no more. */
function shutOut(deny: Statement, before: readonly Statement[]): string[] {
  const named = exceptions(deny);
  const seals = before.filter((one) => one.Effect === "Deny").map(exceptions);
  const [first = [], ...others] = seals.filter((excepted) => excepted.length > 0);
  const gone = first.filter(
    (one) => others.every((other) => other.includes(one)) && !named.includes(one),
  );
  return deny.Sid === SEALED && gone.length > 0
    ? gone
    : [`those whom statement ${deny.Sid} denies`];
}

/** Principals that a seal lets in. */
export function exceptions({ Condition }: Statement): string[] {
  return [Condition?.ArnNotEquals?.["aws:PrincipalArn"] ?? []].flat();
}
