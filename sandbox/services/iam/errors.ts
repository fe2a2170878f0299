import { refusal } from "../../operations/input/refusals";

/** The named thing does not exist. */
export const noSuchEntity = refusal("NoSuchEntity", 404);
/** The name is taken. */
export const alreadyExists = refusal("EntityAlreadyExists", 409);
/** Something still hangs on it. */
export const deleteConflict = refusal("DeleteConflict", 409);
/** A quota of IAM is used up. */
export const limitExceeded = refusal("LimitExceeded", 409);
export const invalidInput = refusal("InvalidInput");
