import { clusterName, type Reader } from "../grant/landing-zone/pods";
import type { ConditionBlock } from "./document";

/** The two tags by which the attribute style matches a secret with its readers. */
export interface AttributeTags {
  "eks-cluster-name": string;
  "kubernetes-namespace": string;
}

/** Conditions that pin a session to one reader by its EKS Pod Identity tags, under `aws:RequestTag` or `aws:PrincipalTag`. */
export function readerTags(
  key: "aws:RequestTag" | "aws:PrincipalTag",
  reader: Reader,
): Record<string, string> {
  return {
    [`${key}/eks-cluster-arn`]: reader.clusterArn,
    [`${key}/kubernetes-namespace`]: reader.namespace,
    [`${key}/kubernetes-service-account`]: reader.serviceAccount,
  };
}

/** The tags that a secret of the attribute style carries for this reader. */
export function attributeTags(reader: Reader): AttributeTags {
  return {
    "eks-cluster-name": clusterName(reader.clusterArn),
    "kubernetes-namespace": reader.namespace,
  };
}

/** The attribute style's conditions: the secret's tags equal the session's. */
export function attributeConditions(): Record<string, string> {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM policy variables
  return {
    "aws:ResourceTag/eks-cluster-name": "${aws:PrincipalTag/eks-cluster-name}",
    "aws:ResourceTag/kubernetes-namespace": "${aws:PrincipalTag/kubernetes-namespace}",
  };
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM policy variables
}

/** The reader to which a condition pins a session, as `readerTags` writes it; undefined if it does not. */
export function pinnedReader(
  key: "aws:RequestTag" | "aws:PrincipalTag",
  condition: ConditionBlock | undefined,
): Reader | undefined {
  const tag = (name: string) => condition?.StringEquals?.[`${key}/${name}`];
  const clusterArn = tag("eks-cluster-arn");
  const namespace = tag("kubernetes-namespace");
  const serviceAccount = tag("kubernetes-service-account");
  if (typeof clusterArn !== "string" || typeof namespace !== "string") return undefined;
  return typeof serviceAccount === "string" ? { clusterArn, namespace, serviceAccount } : undefined;
}
