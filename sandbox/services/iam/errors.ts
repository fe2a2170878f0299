import { AwsError } from "../../wire/messages/operation";

/** The named thing does not exist. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}

/** The name is taken. */
export function alreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, 409);
}

/** Something still hangs on it. */
export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, 409);
}

/** A quota of IAM is used up. */
export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, 409);
}

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}
