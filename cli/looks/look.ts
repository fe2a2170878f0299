import { awsFailure } from "../aws/aws-error";

/** What a look at one thing found: it is as it was deployed, it is not, or nobody could see it. */
export type Look =
  | { result: "right" }
  /** `reason` follows the name of the thing: `is not there`. */
  | { result: "wrong"; reason: string }
  /** `reason` is a sentence of its own. */
  | { result: "not seen"; reason: string };

export const RIGHT: Look = { result: "right" };

export function wrong(reason: string): Look {
  return { result: "wrong", reason };
}

export function notSeen(reason: string): Look {
  return { result: "not seen", reason };
}

/** What `look` finds; not seen where AWS or the cluster does not answer it. `what` is looked at, e.g. `the role orders`. */
export function looked(what: string, look: () => Promise<Look>): Promise<Look> {
  return look().catch((error: unknown) => notSeen(failureOf(error, `cannot look at ${what}`)));
}

function failureOf(error: unknown, what: string): string {
  if (error instanceof Error && error.name === "UserError") return error.message;
  return awsFailure(error, what, undefined).message;
}
