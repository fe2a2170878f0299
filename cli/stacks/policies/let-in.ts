import { pinnedReader, type Statement } from "eks-pod-secrets/policy";

/** Whom the statements of a policy let in, that is whom its Allows name: pods, roles and users, or accounts. */
export function letIn(policy: string | undefined): string[] {
  if (policy === undefined || policy === "") return [];
  const { Statement = [] } = JSON.parse(policy);
  const allowing: Statement[] = [Statement].flat().filter(({ Effect }) => Effect === "Allow");
  return [...new Set(allowing.flatMap(namesIn))];
}

/** By the condition, which says it closer than the principal. */
function namesIn({ Condition, NotPrincipal, Principal }: Statement & { NotPrincipal?: unknown }) {
  const reader = pinnedReader("aws:PrincipalTag", Condition);
  if (reader) return [`${reader.namespace}/${reader.serviceAccount} of ${reader.clusterArn}`];
  const operators = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"];
  const arns = operators.flatMap((one) => Condition?.[one]?.["aws:PrincipalArn"] ?? []).flat();
  if (arns.length > 0) return arns.map(String);
  if (NotPrincipal !== undefined) return ["everybody but some"];
  const principals = typeof Principal === "object" ? Object.values(Principal).flat() : [Principal];
  return principals.map((one) => (one === "*" ? "everybody" : String(one)));
}
