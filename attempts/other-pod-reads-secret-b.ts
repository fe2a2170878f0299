import { attempt } from "./attempt";
import { allowServices, onceServicesAllowed, readSecret } from "./moves";

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
