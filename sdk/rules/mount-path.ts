import type { TextRule } from "./text-rule";

/** Kubernetes takes a colon in a mount path for a separator, and the root would hide the container's own files. */
export const mountPath: TextRule = {
  pattern: /^\/[ -9;-~\u00a1-\uffff]*[ -.0-9;-~\u00a1-\uffff]$/,
  must: "an absolute path below /, without colons or a final slash",
};
