import type { Input } from "../input/input";
import type { Limits } from "../input/input-dialect";

export interface PageStyle {
  /** The member for the number of items. Defaults to 100, or the most that an answer holds. */
  size: string;
  /** Most items in an answer, even if more are asked for. */
  most?: number;
  /** The member for the token from the previous answer. */
  token: string;
  tokenLimits?: Limits;
  /** The members of an answer that say if another page follows. */
  more(next: string | undefined): Record<string, unknown>;
}

export const PAGES = {
  ec2: {
    size: "MaxResults",
    token: "NextToken",
    more: (nextToken) => (nextToken ? { nextToken } : {}),
  },
  eks: { size: "maxResults", token: "nextToken", more: (nextToken) => ({ nextToken }) },
  iam: {
    size: "MaxItems",
    token: "Marker",
    more: (Marker) => ({ IsTruncated: Marker !== undefined, ...(Marker && { Marker }) }),
  },
  kms: {
    size: "Limit",
    token: "Marker",
    tokenLimits: { min: 1, max: 1024 },
    more: (NextMarker) => ({
      ...(NextMarker && { NextMarker }),
      Truncated: NextMarker !== undefined,
    }),
  },
  lambda: {
    size: "MaxItems",
    most: 50,
    token: "Marker",
    more: (NextMarker) => (NextMarker ? { NextMarker } : {}),
  },
  secretsManager: {
    size: "MaxResults",
    token: "NextToken",
    tokenLimits: { min: 1, max: 4096 },
    more: (NextToken) => (NextToken ? { NextToken } : {}),
  },
  ssm: {
    size: "MaxResults",
    token: "NextToken",
    more: (NextToken) => (NextToken ? { NextToken } : {}),
  },
} satisfies Record<string, PageStyle>;

export interface Page<T> {
  items: T[];
  more: Record<string, unknown>;
}

/** The page that the input asks for, of at most `largest` items. With `nameOf` the token is the last name, which stays valid. */
export function cutPage<T>(
  items: T[],
  input: Input,
  style: PageStyle,
  largest: number,
  nameOf?: (item: T) => string,
  isDescending = false,
): Page<T> {
  const asked = input.integer(style.size, { min: 1, max: largest }) ?? 100;
  const size = Math.min(asked, style.most ?? largest);
  const token = input.optionalText(style.token, style.tokenLimits);
  const last = token === undefined ? undefined : Buffer.from(token, "base64url").toString();
  const rest =
    last === undefined
      ? items
      : nameOf
        ? items.filter((item) => (isDescending ? nameOf(item) < last : nameOf(item) > last))
        : items.slice(positionOf(last, token, input, style));
  const shown = rest.slice(0, size);
  const end = shown.at(-1);
  if (end === undefined || rest.length <= size)
    return { items: shown, more: style.more(undefined) };
  const next = nameOf ? nameOf(end) : String(items.length - rest.length + size);
  return { items: shown, more: style.more(Buffer.from(next).toString("base64url")) };
}

function positionOf(text: string, token: unknown, input: Input, style: PageStyle): number {
  const position = Number(text);
  if (Number.isSafeInteger(position) && position >= 0) return position;
  throw input.refuse(style.token, "Member must be a marker of an earlier answer", token);
}
