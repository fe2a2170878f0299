import type { Attempt } from "../scene/attempt";
import { allowEverything, readSecret } from "../scene/moves";
import { READER_ACCOUNT, ROLE } from "../scene/scene";

/** A pod of the same cluster and namespace, under its own service account. */
export const otherPodReadsSecretB: Attempt = {
  name: "application-a's role reads secret-b",
  changes: false,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => readSecret(await scene.pod("serviceaccount-a"), scene.secretB),
};

/** The owner's side holds alone, whatever the reader's account allows. */
export const allowedPodReadsSecretB: Attempt = {
  name: "application-a's role, allowed everything in A",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    await allowEverything(await scene.administrator(READER_ACCOUNT), ROLE);
    return readSecret(await scene.pod("serviceaccount-a"), scene.secretB);
  },
};
