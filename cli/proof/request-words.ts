import type { AccessRequest, RequestPrincipal } from "../../proof";
import { sayPrincipal } from "../../proof/prover/counterexample/say-principal";

/** A request in words, for people. */
export function requestInWords({
  action,
  context = {},
  principal,
  resource,
}: AccessRequest): string {
  const where = pairsInWords(context);
  return `${sayPrincipal(principal)}${tagsInWords(principal)} asks for ${action} on ${resource}${where && `, where ${where}`}`;
}

function tagsInWords(principal: RequestPrincipal): string {
  const tags = "tags" in principal ? principal.tags : undefined;
  if (!tags) return "";
  return ` (${pairsInWords(tags) || "no tags"})`;
}

function pairsInWords(pairs: Record<string, string | string[]>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    .join(", ");
}
