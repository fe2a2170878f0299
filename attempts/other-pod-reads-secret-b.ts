import type { Attempt } from "./attempt";
import { allowEverything, readSecret, readSecretOnceAllowed } from "./moves";

/** A pod of the same cluster and namespace, under its own service account. */
export const otherPodReadsSecretB: Attempt = {
  name: "application-a's role reads secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) =>
    readSecret(await scene.pod(scene.applicationA.serviceAccount), scene.secretB),
};

/** The owner's side holds alone, whatever the reader's account allows. */
export const allowedPodReadsSecretB: Attempt = {
  name: "application-a's role, allowed everything in A",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const { applicationA, secretB } = scene;
    await allowEverything(await scene.administrator("reader"), applicationA.role);
    return readSecretOnceAllowed(await scene.pod(applicationA.serviceAccount), secretB);
  },
};

/** Whoever may do everything in the readers' account is not whom the owner let in. */
export const administratorReads: Attempt = {
  name: "A's administrator reads secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => readSecret(await scene.administrator("reader"), scene.secretB),
};

/** A token that the pod has for another service is none for EKS Pod Identity. */
export const otherAudience: Attempt = {
  name: "application-b's token for another audience",
  changes: false,
  refusedWith: ["InvalidTokenException"],
  run: async (scene) => {
    const { applicationB, secretB } = scene;
    const audience = "sts.amazonaws.com";
    return readSecret(await scene.pod(applicationB.serviceAccount, { audience }), secretB);
  },
};
