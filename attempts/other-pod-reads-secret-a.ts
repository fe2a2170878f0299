import type { Attempt } from "./attempt";
import { readSecret } from "./moves";

/** The secret of one account, read by the pod that may read only the other account's. */
export const otherPodReadsSecretA: Attempt = {
  name: "application-b's role reads secret-a",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) =>
    readSecret(await scene.pod(scene.applicationB.serviceAccount), scene.secretA),
};
