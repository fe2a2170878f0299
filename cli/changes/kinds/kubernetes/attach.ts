import { podKind } from "../../kind";

/** Somebody attaches to the program of a reader's pod. */
export const attach = podKind({
  id: "attach-to-pod",
  title: "Attach to a reader's pod",
  actions: ["create pods/attach", "get pods/attach"],
  verbs: "create get",
  resource: "pods/attach",
});
