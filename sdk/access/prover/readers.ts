import { hasTag, isRole, type SymbolicCaller } from "./caller";
import type { DeclaredReader } from "./deployment";
import { and, type Formula, or } from "./formula";

/** That the caller is a session of the reader's own role with the reader's tags. */
export function isReaderSession(caller: SymbolicCaller, reader: DeclaredReader): Formula {
  const { association } = reader;
  return association
    ? and(isRole(caller.principal, association.roleArn), hasReaderTags(caller, reader))
    : or();
}

/** That the caller's tags are the reader's cluster, namespace and service account. */
export function hasReaderTags(caller: SymbolicCaller, reader: DeclaredReader): Formula {
  return and(...readerTagValues(reader).map(([key, value]) => hasTag(caller, key, value)));
}

export function readerTagValues({
  clusterArn,
  namespace,
  serviceAccount,
}: Pick<DeclaredReader, "clusterArn" | "namespace" | "serviceAccount">): [string, string][] {
  return [
    ["eks-cluster-arn", clusterArn],
    ["kubernetes-namespace", namespace],
    ["kubernetes-service-account", serviceAccount],
  ];
}

/** How sentences speak of a reader. */
export function readerTitle({ clusterArn, namespace, serviceAccount }: DeclaredReader): string {
  const cluster = clusterArn.slice(clusterArn.lastIndexOf("/") + 1);
  return `${namespace}/${serviceAccount} of cluster ${cluster}`;
}
