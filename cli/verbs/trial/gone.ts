import { isError } from "../../aws/aws-error";

/** Whether something is no longer there that was found before. */
export function isGone(error: unknown): boolean {
  return isError(
    error,
    "ResourceNotFoundException",
    "NoSuchEntityException",
    "NoSuchEntity",
    "ParameterNotFound",
  );
}

/** What a look at something answers that a list named; undefined where it has gone since. */
export async function unlessGone<Answer>(look: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await look;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
