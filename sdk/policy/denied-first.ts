import type { Statement } from "./document";
import { stableSid } from "./sid";

/**
 * The statement under the Sid of what an inventory denies before any of its stacks runs. By it the next run knows the statement as the
 * inventory's own, whatever became of the first run.
 */
export function deniedFirst(statement: Statement, inventory: string): Statement {
  return { ...statement, Sid: sidOf(inventory) };
}

/** Whether this inventory has denied it before its stacks ran. A second one has a number at its end. */
export function isDeniedFirst({ Effect, Sid }: Statement, inventory: string): boolean {
  const own = sidOf(inventory);
  return Effect === "Deny" && String(Sid).startsWith(own) && /^\d*$/.test(Sid.slice(own.length));
}

function sidOf(inventory: string): string {
  return stableSid(["DeniedFirst"], inventory);
}
