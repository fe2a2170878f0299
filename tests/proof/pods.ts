import { type AccessDocuments as AnyDocuments, forReaders, type PrincipalKind } from "../../proof";
import { deploymentOf as deploymentOfAny } from "../../proof/prover/documents/deployment";

/** Everything that `iam-proof` exports. Functions that take documents get documents whose readers are pods. */
export * from "../../proof";

/** A service account, as documents name it. */
export interface Reader {
  clusterArn: string;
  namespace: string;
  serviceAccount: string;
}

export type AccessDocuments = AnyDocuments<Reader>;

const nameOf = (clusterArn: string) => clusterArn.slice(clusterArn.indexOf("/") + 1);
const regionOf = (arn: string) => arn.split(":")[3];
const accountOf = (arn: string) => arn.split(":")[4];

/** Pods, as a user of this library alone would describe them. */
export const PODS: PrincipalKind<Reader> = {
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
  truth: { name: "pod-identity-truth", says: "the service tells the truth" },
  externalId: ({ clusterArn, namespace, serviceAccount }) =>
    `${regionOf(clusterArn)}/${accountOf(clusterArn)}/${nameOf(clusterArn)}/${namespace}/${serviceAccount}`,
  mayCallThrough: ({ arn, ...endpoint }, { clusterArn }) =>
    "clusters" in endpoint && Array.isArray(endpoint.clusters)
      ? endpoint.clusters.includes(clusterArn)
      : regionOf(arn) === regionOf(clusterArn),
  obstacle: ({ clusterArn }, association) => {
    const obstacle = (summary: string) => ({ summary, document: "associations", fix: "mend it" });
    if (!association) return obstacle("there is no association");
    if (accountOf(association.roleArn) !== accountOf(clusterArn)) {
      return obstacle("the role is of another account");
    }
    if (association.policy && !association.disableSessionTags) {
      return obstacle("a session policy stands beside tags");
    }
    return undefined;
  },
  words: {
    maker: "the service",
    principal: "pod",
    tags: "its three session tags",
    oneOf: ({ clusterArn, namespace, serviceAccount }) =>
      `a pod of ${namespace}/${serviceAccount} of cluster ${nameOf(clusterArn)}`,
    subject: ({ clusterArn, namespace, serviceAccount }) =>
      `${clusterArn} ${namespace}/${serviceAccount}`,
    associateAsBefore: "associate it as before",
  },
};

const ofPods = forReaders<Reader>(PODS);

export const {
  blastRadius,
  difference,
  evaluate,
  everyoneInAccounts,
  gapsOfReading,
  mayRead,
  prove,
  summarise,
  whatCanRead,
  whoCanRead,
  withGaps,
} = ofPods;

/** The documents, with pods as the kind of their readers. */
export function withKind(documents: AnyDocuments): AccessDocuments {
  return ofPods.withKind(documents as AccessDocuments);
}

/** The deployment of documents whose readers are pods. */
export function deploymentOf(
  documents: AnyDocuments,
  settings?: Parameters<typeof deploymentOfAny>[1],
) {
  return deploymentOfAny(withKind(documents), settings);
}
