import type * as pulumi from "@pulumi/pulumi";

import { arnProblems, clusterRule } from "../checks/aws-name";
import type { Known } from "../checks/known";
import { labelProblems, subdomainProblems } from "../rules/kubernetes-name";
import type { Problem } from "../rules/problem";

/** The Kubernetes service account that reads. */
export interface ReaderArgs {
  /** ARN of the EKS cluster. */
  clusterArn: pulumi.Input<string>;
  /** Kubernetes namespace. */
  namespace: pulumi.Input<string>;
  /** Kubernetes service account within the namespace. */
  serviceAccount: pulumi.Input<string>;
}

/** Wildcards above all: `StringEquals` takes them literally, so that nobody could read. */
export function readerProblems(
  { clusterArn, namespace, serviceAccount }: Known<ReaderArgs>,
  prefix = "",
): Problem[] {
  return [
    ...arnProblems(`${prefix}clusterArn`, clusterArn, clusterRule),
    ...labelProblems(`${prefix}namespace`, namespace),
    ...subdomainProblems(`${prefix}serviceAccount`, serviceAccount),
  ];
}
