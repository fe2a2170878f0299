import { getOrMake } from "iam-proof/collections";
import type { PageData } from "./page-data";

/** How a picture highlights what belongs to the open entry. */
export interface Lights {
  /** The number of a node's entry within its account, or within all if one picture shows everything. */
  numberOf(id: string): number | undefined;
  /** The classes of a node in an account's pictures, or of an arrow, whose two ids are on one line each. */
  classesOf(account: string, of: string): string;
  /** The style rules for these classes. */
  rules: string;
}

/**
 * Gives every box and arrow a class for each entry whose grants involve it, so that no script has to find them. Accounts use the
 * same classes, because an entry only highlights the pictures of its own account.
 */
export function lightsOf(data: PageData, isWhole: boolean): Lights {
  const { accountOf, edges, grants, nodes } = data;
  const assumed = edges.filter(({ kind }) => kind === "assumes");
  const roleOf = new Map(assumed.map(({ from, to }) => [from, to]));
  const numbers = new Map<string, number>();
  const entries = new Map<string, number>();
  const classes = new Map<string, Map<string, Set<string>>>();
  for (const { id, kind } of nodes) {
    // An account or cluster would highlight everything that its own pictures show.
    if (kind === "role" || (!isWhole && (kind === "account" || kind === "cluster"))) continue;
    const scope = isWhole ? "" : (accountOf(id)?.id ?? "");
    const number = entries.get(scope) ?? 0;
    entries.set(scope, number + 1);
    numbers.set(id, number);
    const within = getOrMake(classes, scope, () => new Map<string, Set<string>>());
    const light = (of: string, name: string) => getOrMake(within, of, () => new Set()).add(name);
    light(id, `c${number}`);
    for (const { as, from, to } of grants.get(id) ?? []) {
      const role = roleOf.get(from) ?? as;
      const steps = [
        [from, role],
        [role, as],
        [as, to],
        [from, to],
      ].map((ends) => ends.join("\n"));
      for (const of of [from, role, as, to, ...steps]) light(of, `l${number}`);
    }
  }
  const most = Math.max(0, ...entries.values());
  return {
    numberOf: (id) => numbers.get(id),
    classesOf: (account, of) =>
      [...(classes.get(account)?.get(of) ?? [])].map((name) => ` ${name}`).join(""),
    rules: Array.from({ length: most }, (_, number) => {
      const scope = `.lights:has(.e${number} :target)`;
      return `${scope} .l${number}{opacity:1}${scope} .c${number} rect{stroke-width:3}\n`;
    }).join(""),
  };
}
