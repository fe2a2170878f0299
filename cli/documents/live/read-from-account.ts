import type { ResolvedAccount } from "../../../sdk/grant";
import { awsFailure } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";
import { UnreadError } from "./live-call";

/** Calls in flight at once: AWS throttles more of them. */
export const AT_ONCE = 8;

/** Reads something of an account; a failure says what. */
export async function readFromAccount<T>(
  { id, name }: ResolvedAccount,
  what: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadError) {
      throw new UserError(
        `cannot read ${what} of account ${id} (${name}): ${error.action}: ${error.message}`,
      );
    }
    throw awsFailure(error, `cannot read ${what} of account ${id} (${name})`, undefined);
  }
}
