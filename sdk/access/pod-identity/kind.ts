import {
  type AccessDocuments as AnyDocuments,
  type VpcEndpointDocuments as AnyEndpoint,
  type GrantDeclaration as AnyGrant,
  forReaders,
  type PrincipalKind,
} from "iam-proof";
import type { AssociatedRoles } from "iam-proof/domain";
import { accountOf, parseArn } from "iam-proof/names";
import { clusterName, type Reader, readerKey } from "../../grant/landing-zone/pods";

/** The external id that EKS sends instead of tags when it assumes a target role without them. */
export function externalIdOf({ clusterArn, namespace, serviceAccount }: Reader): string {
  const { region, account } = parseArn(clusterArn) ?? {};
  return [region, account, clusterName(clusterArn), namespace, serviceAccount].join("/");
}

/** Pods as a kind of principal: their sessions are the ones that EKS Pod Identity creates for their service account. */
export const POD_IDENTITY: PrincipalKind<Reader> = {
  service: "pods.eks.amazonaws.com",
  fields: {
    clusterArn: "eks-cluster-arn",
    namespace: "kubernetes-namespace",
    serviceAccount: "kubernetes-service-account",
  },
  source: { field: "clusterArn", service: "eks", type: "cluster", nameTag: "eks-cluster-name" },
  varying: {
    "kubernetes-pod-name": "pod",
    "kubernetes-pod-uid": "00000000-0000-0000-0000-000000000000",
  },
  truth: {
    name: "pod-identity-truth",
    says: "EKS Pod Identity tells the truth: a session that it makes has the tags, cluster and account of its own pod, and keeps them when it assumes another role",
  },
  externalId: externalIdOf,
  mayCallThrough: ({ arn, clusters }: VpcEndpointDocuments, { clusterArn }) =>
    clusters
      ? clusters.includes(clusterArn)
      : parseArn(arn)?.region === parseArn(clusterArn)?.region,
  obstacle: ({ clusterArn }, association) => {
    const document = `associations of ${clusterArn}`;
    if (!association) {
      return {
        summary: "the reader has no Pod Identity association, so its pods get no credentials",
        document,
        fix: "associate the reader's service account with its role",
      };
    }
    if (association.webIdentity) return undefined;
    if (accountOf(association.roleArn) !== accountOf(clusterArn)) {
      return {
        summary: "the associated role is not of the cluster's account, which EKS refuses",
        document,
        fix: "associate a role of the cluster's account, and reach the other account's through targetRoleArn",
      };
    }
    if (association.policy && !association.disableSessionTags) {
      return {
        summary: "the association has a session policy beside session tags, which EKS refuses",
        document,
        fix: "remove the session policy, or disable session tags",
      };
    }
    return undefined;
  },
  words: {
    maker: "EKS Pod Identity",
    principal: "pod",
    tags: "its three session tags",
    oneOf: ({ clusterArn, namespace, serviceAccount }) =>
      `a pod of ${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)}`,
    subject: ({ clusterArn, namespace, serviceAccount }) =>
      `${clusterArn} ${namespace}/${serviceAccount}`,
    associateAsBefore: "associate the service account as before",
  },
};

/** An EKS Pod Identity association; with `webIdentity`, the tokens with which the pods become the role without one (IRSA). */
export interface AssociationDocuments extends Reader, AssociatedRoles {}

/** A key that is equal when the same reader gets its sessions in the same way, whatever the role is. */
export function wayKey(association: AssociationDocuments): string {
  const { former, roleArn, webIdentity } = association;
  return [readerKey(association), webIdentity ? "token" : "", former ? roleArn : ""].join("\n");
}

/** What was declared: this reader may read this secret or parameter. */
export type GrantDeclaration = AnyGrant<Reader>;

/** A VPC endpoint, and which pods may call through it. */
export interface VpcEndpointDocuments extends AnyEndpoint {
  /** ARNs of the clusters whose pods may call through it. None means every cluster of its region. */
  clusters?: string[] | null;
}

/**
 * Everything that decides which pods, and who else, read which secret in one deployment, whoever made it. The shape of a documents file
 * (`prove --documents FILE`). Null or absent means "none".
 */
export interface AccessDocuments extends Omit<AnyDocuments<Reader>, "principalKind"> {
  associations?: AssociationDocuments[] | null;
  vpcEndpoints?: VpcEndpointDocuments[] | null;
}

/** Questions about documents whose readers are pods. */
export const ofPods = forReaders<Reader, AccessDocuments>(POD_IDENTITY);
