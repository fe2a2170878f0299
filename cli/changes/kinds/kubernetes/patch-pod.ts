import { podKind } from "../../kind";

/** Somebody changes the image of a running pod's container to their own program. */
export const patchPod = podKind({
  id: "patch-pod",
  title: "Change the image of a reader's pod",
  actions: ["patch pods", "update pods"],
  verbs: "patch update",
  resource: "pods",
});
