interface ServiceError extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

const notFoundNames = new Set([
  "NoSuchEntity",
  "NoSuchEntityException",
  "NotFoundException",
  "ResourceNotFoundException",
]);

/** A way in which AWS refuses a call: the error's name, and what its message says where the name is not enough. */
export interface Refusal {
  name: string;
  says?: string;
}

/** Whether an error is one of these refusals. */
export function isRefusal(error: unknown, refusals: readonly Refusal[]): boolean {
  return (
    error instanceof Error &&
    refusals.some(({ name, says = "" }) => error.name === name && error.message.includes(says))
  );
}

/** Whether AWS says that the resource does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && notFoundNames.has(error.name);
}

/** An AWS error with its status, request and code, as the real provider prints it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { $metadata } = error as ServiceError;
  if (!$metadata?.httpStatusCode) return error.message;
  return `https response error StatusCode: ${$metadata.httpStatusCode}, RequestID: ${$metadata.requestId ?? ""}, api error ${error.name}: ${error.message}`;
}

/** The value, or `undefined` when AWS says that the thing is not there. */
export async function orGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
