import type { AccessDocuments } from "eks-pod-secrets/access";
import { sha256 } from "../terminal/sha256";

/** A digest of documents as JSON without whitespace, with the keys of each object in order. */
export function documentsDigest(documents: AccessDocuments): string {
  return sha256(JSON.stringify(inOrder(documents)));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, inOrder(one)]));
}
