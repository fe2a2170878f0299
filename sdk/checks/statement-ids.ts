import type { PolicyDocument } from "../policy/document";
import { reject } from "./reject";

/** The document itself, unless two of its statements have one `Sid`: a statement of the user's own never replaces another. */
export function withDistinctSids<D extends PolicyDocument>(document: D): D {
  const seen = new Set<string>();
  for (const { Sid } of document.Statement) {
    if (Sid !== undefined && seen.has(Sid)) {
      const reason = `extraPolicyStatements must have Sids of their own, got "${Sid}" twice; rename yours`;
      reject([{ propertyPath: "extraPolicyStatements", reason }]);
    }
    seen.add(Sid);
  }
  return document;
}
