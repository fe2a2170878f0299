import type { Actor, World } from "./change";
import { type Closed, Closure, type ClosureOptions, type Rival } from "./closure";

/** Makes every possible change: all at once, and what may be in each other's way also one after another. */
export function close(world: World, start: Actor, options: ClosureOptions): Closed {
  const closure = new Closure(world, start, options);
  closure.run();
  if (closure.hasRivals) tryOrders(world, start, options, closure);
  return closure;
}

/** The most orders of changes that are in each other's way. */
const MOST_ORDERS = 40;

/** Makes changes that may be in each other's way one after another, in each order, for what is not read yet. */
function tryOrders(world: World, start: Actor, options: ClosureOptions, all: Closure): void {
  const orders: { order: Rival[]; before?: Closure }[] = [{ order: [] }];
  const seen = new Set<string>();
  // The loop also visits the orders that it adds.
  for (const { before, order } of orders) {
    const wanted = options.wanted.filter((arn) => !all.found.has(arn));
    if (wanted.length === 0) return;
    if (seen.size > MOST_ORDERS) {
      all.open.add(`nobody tried the changes of ${start.key} in every order`);
      return;
    }
    const one = new Closure(world, start, { ...options, wanted }, order);
    one.run();
    for (const [arn, found] of one.found) all.found.set(arn, found);
    for (const reason of one.open) all.open.add(reason);
    const last = order.at(-1);
    const isVain = before && last && !one.hasMore(before, last);
    for (const rival of one.rivals.values()) {
      // What was set in vain can be set to something else without that.
      if (isVain && rival.sets === last.sets) continue;
      const longer = [...order, rival];
      const names = longer.map(({ name }) => name);
      // Where each sets something of its own, the order makes no difference.
      const isFree = new Set(longer.map(({ sets }) => sets)).size === longer.length;
      const key = JSON.stringify(isFree ? names.sort() : names);
      if (!seen.has(key)) orders.push({ order: longer, before: one });
      seen.add(key);
    }
  }
}
