import { attempt } from "./attempt";
import { applicationB, readSecret } from "./moves";

/** The secret of one account, read by the pod that may read only the other account's. */
export const otherPodReadsSecretA = attempt(
  { name: "application-b's role reads secret-a", refusedBy: "its own policy" },
  async (scene) => {
    const pod = await applicationB(scene);
    return () => readSecret(pod, scene.secretA);
  },
);
