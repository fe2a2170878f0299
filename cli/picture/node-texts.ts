import type { NodeOf } from "./graph-shape";

/** What a secret's or a parameter's box says beneath its name. */
export function secretDetail(object: NodeOf<"secret"> | NodeOf<"parameter">): string {
  if (object.kind === "parameter") return "parameter";
  return `${object.regions.join(", ")}${object.sealed ? " · sealed" : ""}${ofOthers(object)}`;
}

/** What is said of a node that others own or deploy. */
export function ofOthers({ external }: { external?: true | undefined }): string {
  return external ? " · of others" : "";
}
