import { refusal } from "../../operations/input/refusals";

export const noSuchEntity = refusal("NoSuchEntity", 404);
export const alreadyExists = refusal("EntityAlreadyExists", 409);
export const deleteConflict = refusal("DeleteConflict", 409);
export const limitExceeded = refusal("LimitExceeded", 409);
export const invalidInput = refusal("InvalidInput");
