import { clusterName } from "../../domain/pod-tags";
import type { Reader } from "../../domain/reader";
import { accountOf, type DeclaredReader } from "../documents/deployment";
import { and, type Formula, or } from "../solver/formula";
import { hasTag, isRole, type SymbolicCaller } from "./caller";

/** Whether the role that reads is of another account than the resource. A reader without an association has none. */
export function isForeign(
  readingRole: string | undefined,
  resource: string,
): readingRole is string {
  return readingRole !== undefined && accountOf(readingRole) !== accountOf(resource);
}

/** Says that the caller is a session of the role that reads, with the reader's tags. */
export function isReaderSession(caller: SymbolicCaller, reader: DeclaredReader): Formula {
  const { readingRole } = reader;
  return readingRole
    ? and(isRole(caller.principal, readingRole), hasReaderTags(caller, reader))
    : or();
}

/** Says that the caller's tags are the reader's cluster, namespace and service account. */
export function hasReaderTags(caller: SymbolicCaller, reader: DeclaredReader): Formula {
  return and(...readerTagValues(reader).map(([key, value]) => hasTag(caller, key, value)));
}

export function readerTagValues({
  clusterArn,
  namespace,
  serviceAccount,
}: Reader): [string, string][] {
  return [
    ["eks-cluster-arn", clusterArn],
    ["kubernetes-namespace", namespace],
    ["kubernetes-service-account", serviceAccount],
  ];
}

/** How sentences speak of a reader. */
export function readerTitle({ clusterArn, namespace, serviceAccount }: DeclaredReader): string {
  return `${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)}`;
}
