import { ask, canAsk } from "../terminal/ask";
import { UserError } from "../terminal/errors";

/** Asks on the terminal; without one, `--yes` must have been given. Answers whether to go on. */
export async function confirm(
  question: string,
  yes: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  if (yes) return true;
  if (!canAsk()) throw new UserError("--yes must be given where no terminal can ask");
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, signal)) ?? "");
}
