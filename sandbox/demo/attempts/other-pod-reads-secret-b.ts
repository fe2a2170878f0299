import type { Attempt } from "../attempt";
import { readSecret } from "../moves";

/** A pod of the same cluster and namespace, under its own service account. */
export const otherPodReadsSecretB: Attempt = {
  name: "application-a's role reads secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => readSecret(await scene.pod("serviceaccount-a"), scene.secretB),
};
