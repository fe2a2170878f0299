import { getOrMake } from "../collections";
import type { Actor, World } from "./change";
import type { Closed, ClosureOptions } from "./closed";
import { Closure, type Rival } from "./closure";

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
  const tried = new Map<string, Closure[]>();
  let runs = 0;
  // The loop also visits the orders that it adds.
  for (const { before, order } of orders) {
    const wanted = options.wanted.filter((arn) => !all.found.has(arn));
    if (wanted.length === 0) return;
    const alike = getOrMake(tried, keyOf(order), () => []);
    if (before && alike.some((one) => one.hasAllOf(before))) continue;
    if (runs++ > MOST_ORDERS) {
      all.open.add(`nobody tried the changes of ${start.key} in every order`);
      return;
    }
    const one = new Closure(world, start, { ...options, wanted }, order);
    one.run();
    alike.push(one);
    for (const [arn, found] of one.found) all.found.set(arn, found);
    for (const reason of one.open) all.open.add(reason);
    const last = order.at(-1);
    const isVain = before && last && before.hasAllOf(one, last);
    for (const rival of one.rivals.values()) {
      // What was set in vain can be set to something else without that.
      if (isVain && last.sets.every((set) => rival.sets.includes(set))) continue;
      orders.push({ order: [...order, rival], before: one });
    }
  }
}

/** The same for orders that end alike. Where each change sets something of its own, all orders of them do. */
function keyOf(order: readonly Rival[]): string {
  const names = order.map(({ name }) => name);
  const sets = order.flatMap((one) => one.sets);
  return JSON.stringify(new Set(sets).size === sets.length ? names.sort() : names);
}
