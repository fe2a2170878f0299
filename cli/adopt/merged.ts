import { type Found, nothingFound } from "./found";

/** What several sources have found, of which each has found something else. */
export function merged(...sources: readonly Found[]): Found {
  const lists = Object.keys(nothingFound()) as (keyof Found)[];
  const all = lists.map((list) => [list, sources.flatMap((one) => one[list] as unknown[])]);
  return Object.fromEntries(all);
}
