import type { AccessDocuments } from "eks-pod-secrets/access";
import type { LandingZone } from "eks-pod-secrets/grant";
import { type AssignedArns, secretArnIn } from "eks-pod-secrets/policy";
import type { ClaimResult } from "iam-proof";
import type { InventoryNames } from "../../access-answers/inventory-names";
import { nodeId } from "../../picture/graph";
import type { PageResult } from "./page-data";

/** The node of every ARN that a document or a proof may name. */
export function nodesByArn(zone: LandingZone, arns: AssignedArns): Map<string, string> {
  const nodes = new Map<string, string>();
  for (const cluster of zone.clusters) nodes.set(cluster.arn, nodeId.cluster(cluster));
  for (const reader of [...zone.readers, ...zone.externalReaders]) {
    nodes.set(reader.clusterArn, nodeId.cluster(reader.cluster));
    nodes.set(reader.role.arn, nodeId.role(reader));
    if (reader.targetRole) nodes.set(reader.targetRole.arn, nodeId.targetRole(reader));
  }
  const keysOfOthers = zone.externalSecrets.flatMap(({ key }) => key ?? []);
  for (const key of [...zone.keys, ...keysOfOthers]) nodes.set(arns.keyArn(key), nodeId.key(key));
  for (const parameter of zone.parameters) nodes.set(parameter.arn, nodeId.parameter(parameter));
  for (const secret of [...zone.secrets, ...zone.externalSecrets]) {
    const primary = arns.secretArn(secret);
    nodes.set(primary, nodeId.secret(secret));
    for (const { region } of secret.replicas) {
      nodes.set(secretArnIn(region, primary), nodeId.secret(secret));
    }
  }
  return nodes;
}

/**
 * Finds the nodes of a proof's subjects: one of an ARN, or the reader and the secret of a grant. None where the
 * subject is of another landing zone.
 */
export function subjectNodes(
  zone: LandingZone,
  { grants }: AccessDocuments,
  byArn: ReadonlyMap<string, string>,
): (subject: string) => string[] {
  const readers = new Map(
    [...zone.readers, ...zone.externalReaders].map((reader) => [
      `${reader.clusterArn} ${reader.namespace}/${reader.serviceAccount}`,
      nodeId.reader(reader),
    ]),
  );
  const granted = new Set(
    (grants ?? []).map(
      ({ reader, secret }) =>
        `${reader.clusterArn} ${reader.namespace}/${reader.serviceAccount} → ${secret}`,
    ),
  );
  return (subject) => {
    const node = byArn.get(subject);
    if (node) return [node];
    if (!granted.has(subject)) return [];
    const [reader = "", target = ""] = subject.split(" → ");
    return [readers.get(reader) ?? "", byArn.get(target) ?? ""].filter((id) => id !== "");
  };
}

/** What was proved of what stands in the picture. Subjects are found by the ARNs and the grants that they name. */
export function pageResults(
  claims: readonly ClaimResult[],
  nodesOf: (subject: string) => string[],
  { named }: Pick<InventoryNames, "named">,
): PageResult[] {
  return claims
    .filter(({ claim }) => claim !== "difference")
    .map(({ assumptionsUsed, claim, counterexample, reason, result, subject }) => ({
      claim,
      result,
      about: nodesOf(subject),
      assumptionsUsed,
      ...(reason && { reason: named(reason) }),
      ...(counterexample && {
        summary: named(counterexample.summary),
        fix: named(counterexample.fix),
      }),
    }));
}
