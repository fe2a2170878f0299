/** One page of a list, and the token of the next where there is more. */
export interface Page<T> {
  items: T[];
  next?: string;
}

/**
 * Cuts the page that starts at `token` out of `items`, which are in the order of `nameOf`.
 * The token holds the last name shown, so items made or deleted between two calls shift nothing.
 */
export function page<T>(
  items: T[],
  nameOf: (item: T) => string,
  size: number,
  token: string | undefined,
): Page<T> {
  const last = token === undefined ? undefined : Buffer.from(token, "base64url").toString();
  const rest = last === undefined ? items : items.filter((item) => nameOf(item) > last);
  const shown = rest.slice(0, size);
  const end = shown.at(-1);
  return end !== undefined && rest.length > size
    ? { items: shown, next: Buffer.from(nameOf(end)).toString("base64url") }
    : { items: shown };
}
