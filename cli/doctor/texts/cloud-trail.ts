/** The part of a CloudTrail event that is read. */
interface TrailEvent {
  eventName: string;
  errorCode?: unknown;
  errorMessage?: unknown;
  userIdentity?: { arn?: unknown };
}

/** How deep events may be nested in lists and wrappers. */
const DEEPEST = 8;

/**
 * The failed calls in a text with CloudTrail events as JSON, each as one line of an AWS client. The text may be one event, a
 * list, a file's `Records`, or the answer of `aws cloudtrail lookup-events`. Undefined without events.
 */
export function failedCalls(text: string): string | undefined {
  const events = eventsOf(parsed(text), 0);
  if (events.length === 0) return undefined;
  return events
    .filter(({ errorCode }) => typeof errorCode === "string")
    .map(lineOf)
    .join("\n");
}

function lineOf({ errorCode, errorMessage, eventName, userIdentity }: TrailEvent): string {
  const message = typeof errorMessage === "string" ? errorMessage : "";
  const caller = typeof userIdentity?.arn === "string" ? ` Caller: ${userIdentity.arn}.` : "";
  return `An error occurred (${errorCode}) when calling the ${eventName} operation: ${message}${caller}`;
}

function eventsOf(value: unknown, depth: number): TrailEvent[] {
  if (depth > DEEPEST || typeof value !== "object" || value === null) return [];
  if (isEvent(value)) return [value];
  const inner = "CloudTrailEvent" in value ? [parsed(value.CloudTrailEvent)] : [];
  return [...inner, ...Object.values(value)].flatMap((one) => eventsOf(one, depth + 1));
}

function isEvent(value: object): value is TrailEvent {
  const isWhole = "eventSource" in value || "errorCode" in value;
  return isWhole && "eventName" in value && typeof value.eventName === "string";
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string" || !/^\s*[{["]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? parsed(value) : value;
  } catch {
    return undefined;
  }
}
