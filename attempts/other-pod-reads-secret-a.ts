import type { Attempt } from "./attempt";
import { readSecret } from "./moves";

/** The secret of one account, read by the pod that may read only the other account's. */
export const otherPodReadsSecretA: Attempt = {
  name: "application-b's role reads secret-a",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  prepare: async (scene) => {
    const pod = await scene.pod(scene.applicationB.serviceAccount);
    return () => readSecret(pod, scene.secretA);
  },
};
