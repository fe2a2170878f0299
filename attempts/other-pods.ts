import { attempt } from "./attempt";
import {
  allowServices,
  applicationB,
  associate,
  onceServicesAllowed,
  readSecret,
  strongPod,
} from "./moves";

/** A pod of the same cluster and namespace, under its own service account. */
export const otherPodReadsSecretB = attempt(
  { name: "application-a's role reads secret-b", refusedBy: "its own policy" },
  async (scene) => {
    const pod = await scene.pod(scene.applicationA.serviceAccount);
    return () => readSecret(pod, scene.secretB);
  },
);

/** The owner's side holds alone, whatever the reader's account allows. */
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

/** Whoever may do everything in the readers' account is not whom the owner let in. */
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

/** A token that the pod has for another service is none for EKS Pod Identity. */
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

/** The secret of one account, read by the pod that may read only the other account's. */
export const otherPodReadsSecretA = attempt(
  { name: "application-b's role reads secret-a", refusedBy: "its own policy" },
  async (scene) => {
    const pod = await applicationB(scene);
    return () => readSecret(pod, scene.secretA);
  },
);

/** No association names the other namespace, so there is nothing to assume. Its token needs a pod there: a change. */
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
    // By its own pods' token the same call goes through, so that a refusal is none of whoever calls.
    await scene.pod(serviceAccount);
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    const token = await scene.token(serviceAccount, { namespace });
    return () => token.exchange();
  },
);

/** A second cluster of the same account borrows the role; its trust pins the first one's ARN. */
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

/** Another account gives its cluster, namespace, service account and role the very same names. */
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
