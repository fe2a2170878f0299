import { podKind } from "../../kind";

/** Somebody runs a program in a pod, with the reader's files and credentials. */
export const exec = podKind({
  id: "exec-in-pod",
  title: "Run a program in a reader's pod",
  actions: ["create pods/exec", "get pods/exec"],
  verbs: "create get",
  resource: "pods/exec",
});
