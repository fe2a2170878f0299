import { CLUSTER, clusterArn, type Kubernetes } from "./eks-support";
import { policy } from "./secrets-support";
import { A, type TestSandbox } from "./support";

/** Audience of the tokens that pods exchange for credentials. */
export const AUDIENCE = "pods.eks.amazonaws.com";

/** Associates a service account of the default namespace, and returns the association's ID. */
export async function associate(
  sandbox: TestSandbox,
  serviceAccount: string,
  members: object,
): Promise<string> {
  const { association } = await sandbox.clients(A).eks.createPodIdentityAssociation({
    clusterName: CLUSTER,
    namespace: "default",
    serviceAccount,
    roleArn: undefined,
    ...members,
  } as never);
  return association?.associationId ?? "";
}

export async function createPod(k8s: Kubernetes, name: string): Promise<void> {
  await k8s("POST", "/api/v1/namespaces/default/serviceaccounts", { metadata: { name } });
  await k8s("POST", "/api/v1/namespaces/default/pods", {
    metadata: { name },
    spec: { serviceAccountName: name, containers: [{ name: "main" }] },
  });
}

export async function requestToken(
  k8s: Kubernetes,
  name: string,
  spec: object = {},
): Promise<string> {
  const { body } = await k8s("POST", `/api/v1/namespaces/default/serviceaccounts/${name}/token`, {
    spec: { audiences: [AUDIENCE], boundObjectRef: { kind: "Pod", name }, ...spec },
  });
  return body.status.token;
}

export async function reassociate(sandbox: TestSandbox, associationId: string, members: object) {
  await sandbox
    .clients(A)
    .eks.updatePodIdentityAssociation({ clusterName: CLUSTER, associationId, ...members });
}

export function pinnedTrust(serviceAccount: string, condition: object = {}): string {
  return policy({
    Principal: { Service: AUDIENCE },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": A,
        "aws:RequestTag/eks-cluster-arn": clusterArn(A),
        "aws:RequestTag/kubernetes-namespace": "default",
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
        ...condition,
      },
    },
  });
}
