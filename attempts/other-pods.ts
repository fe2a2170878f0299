import { attempt } from "./attempt";
import {
  allowServices,
  applicationB,
  associate,
  onceServicesAllowed,
  readSecret,
  strongPod,
} from "./moves";

/** A pod in the same cluster and namespace, with its own service account. */
export const otherPodReadsSecretB = attempt(
  { name: "application-a's role reads secret-b", refusedBy: "its own policy" },
  async (scene) => {
    const pod = await scene.pod(scene.applicationA.serviceAccount);
    return () => readSecret(pod, scene.secretB);
  },
);

/** The owner's policies alone keep it out, whatever the reader's account allows. */
export const allowedPodReadsSecretB = attempt(
  {
    name: "application-a's role, allowed all secrets in A",
    refusedBy: "the secret's policy",
    changes: true,
  },
  async (scene) => {
    const { applicationA, secretB } = scene;
    await allowServices(await scene.administrator("reader"), applicationA.role);
    const pod = await scene.pod(applicationA.serviceAccount);
    await onceServicesAllowed(pod);
    return () => readSecret(pod, secretB);
  },
);

/** Somebody who may do everything in the readers' account is not somebody whom the owner let in. */
export const administratorReads = attempt(
  {
    name: "A's administrator reads secret-b",
    refusedBy: "the secret's policy",
    isBeyondDemo: true,
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    return () => readSecret(administrator, scene.secretB);
  },
);

/** EKS Pod Identity does not accept a pod's token for another service. */
export const otherAudience = attempt(
  {
    name: "application-b's token for another audience",
    refusedBy: "EKS, by the token",
    isBeyondDemo: true,
    refusedWith: ["InvalidTokenException"],
  },
  async (scene) => {
    const audience = "sts.amazonaws.com";
    const token = await scene.token(scene.applicationB.serviceAccount, { audience });
    return () => token.exchange();
  },
);

/** The secret of one account, read by the pod that may only read the other account's secret. */
export const otherPodReadsSecretA = attempt(
  { name: "application-b's role reads secret-a", refusedBy: "its own policy" },
  async (scene) => {
    const pod = await applicationB(scene);
    return () => readSecret(pod, scene.secretA);
  },
);

/** No association names the other namespace, so its pods get no role. Getting a token there takes a pod, which is a change. */
export const otherNamespace = attempt(
  {
    name: "another namespace's pod reads secret-b",
    refusedBy: "no association",
    changes: true,
    refusedWith: ["ResourceNotFoundException"],
  },
  async (scene) => {
    const { applicationB, otherNamespace: namespace } = scene;
    const token = await scene.token(applicationB.serviceAccount, { namespace });
    return () => token.exchange();
  },
);

/** An administrator of the reader's account makes that association; the role's trust pins the namespace. */
export const associatedNamespace = attempt(
  {
    name: "the same, given the role by A's administrator",
    refusedBy: "the role's trust",
    changes: true,
    refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { applicationB, cluster, otherNamespace: namespace } = scene;
    const { roleArn, serviceAccount } = applicationB;
    // With its own pods' token the same call succeeds, so a refusal does not come from the caller's rights.
    await scene.pod(serviceAccount);
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    const token = await scene.token(serviceAccount, { namespace });
    return () => token.exchange();
  },
);

/** A second cluster in the same account uses the role; the role's trust pins the first cluster's ARN. */
export const otherCluster = attempt(
  {
    name: "another cluster of A gives its pod the role",
    refusedBy: "the role's trust",
    changes: true,
    needs: "a second cluster in the readers' account",
    refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { applicationB, namespace } = scene;
    const { roleArn, serviceAccount } = applicationB;
    const cluster = await scene.secondCluster();
    await associate(administrator, scene, { cluster, namespace, serviceAccount, roleArn });
    const token = await scene.token(serviceAccount, { cluster });
    return () => token.exchange();
  },
);

/** Another account uses the same names for its cluster, namespace, service account and role. */
export const sameNamesInOtherAccount = attempt(
  {
    name: "a third account uses all the same names",
    refusedBy: "the secret's policy",
    changes: true,
    needs: "a cluster of the same name in a third account",
  },
  async (scene) => {
    await scene.haveNamesake();
    const pod = await strongPod(scene, "third");
    return () => readSecret(pod, scene.secretB);
  },
);
