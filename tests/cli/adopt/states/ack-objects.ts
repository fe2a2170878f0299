import { ASSOCIATION, KEY, ROLE, SECRET, SENTINEL } from "./terraform-state";

type Values = Record<string, unknown>;

function ackObject(arn: string, spec: Values): Values {
  return {
    apiVersion: SENTINEL,
    kind: SENTINEL,
    metadata: {
      name: "orders",
      namespace: "orders",
      uid: SENTINEL,
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": SENTINEL },
      managedFields: [{ fieldsV1: { [SENTINEL]: SENTINEL } }],
    },
    spec: { description: SENTINEL, policy: SENTINEL, name: SENTINEL, ...spec },
    status: {
      ackResourceMetadata: { arn, ownerAccountID: SENTINEL, region: SENTINEL },
      conditions: [{ message: SENTINEL }],
    },
  };
}

/** Lists of ACK's objects, as a cluster's API returns them, by path. */
export function ackLists(): Record<string, Values[]> {
  const pod = { namespace: "orders", serviceAccount: "orders", roleARN: SENTINEL };
  return {
    "/apis/eks.services.k8s.aws/v1alpha1/podidentityassociations": [ackObject(ASSOCIATION, pod)],
    "/apis/iam.services.k8s.aws/v1alpha1/roles": [ackObject(ROLE, { inlinePolicies: SENTINEL })],
    "/apis/secretsmanager.services.k8s.aws/v1alpha1/secrets": [
      ackObject(SECRET, { secretString: { name: SENTINEL, key: SENTINEL } }),
    ],
    "/apis/kms.services.k8s.aws/v1alpha1/keys": [ackObject(KEY, { keySpec: SENTINEL })],
    "/apis/kms.services.k8s.aws/v1alpha1/aliases": [
      ackObject(KEY.replace(/key.*/, "alias/orders"), {
        name: "alias/orders",
        targetKeyID: SENTINEL,
      }),
    ],
  };
}
