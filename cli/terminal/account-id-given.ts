import { accountId } from "../../sdk/rules/names";
import { UserError } from "./errors";

/** The account id that `--account` gives. Anything else is a `UserError`. */
export function accountIdGiven(text: string): string {
  if (accountId.pattern.test(text)) return text;
  throw new UserError(`--account must be an account id of ${accountId.must}, got "${text}"`);
}
