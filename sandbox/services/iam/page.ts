import { integer, invalid, text } from "./input";

/** One page of a list, in IAM's words. */
export interface Page<T> {
  items: T[];
  IsTruncated: boolean;
  Marker?: string;
}

/** Cuts the page out of a list that the input's `MaxItems` and `Marker` ask for. */
export function page<T>(all: T[], input: Record<string, unknown>): Page<T> {
  const size = integer(input, "MaxItems", { min: 1, max: 1000 }) ?? 100;
  const marker = text(input, "Marker", { optional: true });
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, "base64url").toString());
  if (!Number.isSafeInteger(start) || start < 0) {
    throw invalid("Marker", marker ?? "", "Member must be a marker of an earlier answer");
  }
  const end = start + size;
  const truncated = end < all.length;
  return {
    items: all.slice(start, end),
    IsTruncated: truncated,
    ...(truncated && { Marker: Buffer.from(String(end)).toString("base64url") }),
  };
}
