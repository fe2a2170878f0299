import type { GraphNode } from "./graph-shape";

/** What each sign of a picture stands for, in the order of a legend. An account is a frame, and needs no sign. */
export const SIGNS: Partial<Record<GraphNode["kind"], string>> = {
  cluster: "cluster",
  reader: "reader: a service account and its pods",
  role: "IAM role",
  secret: "secret",
  parameter: "parameter",
  key: "key that encrypts",
};

/** What each arrow of a picture says of its two ends. */
export const ARROWS = {
  "cross-account": "reads across accounts",
  "own-account": "reads within its account",
  assumes: "assumes the role",
  denied: "declared, but denied",
};
