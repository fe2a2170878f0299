import { podKind } from "../../kind";

/** Somebody adds their own container to a running pod. It can mount the pod's volumes. */
export const ephemeralContainer = podKind({
  id: "add-ephemeral-container",
  title: "Add an ephemeral container to a reader's pod",
  actions: ["patch pods/ephemeralcontainers"],
  verbs: "patch update",
  resource: "pods/ephemeralcontainers",
});
