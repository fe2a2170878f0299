import type { Answer } from "../messages/answer";
import type { HttpRequest } from "../messages/http-request";
import type { AwsError } from "../messages/operation";

/** Faults that come before an operation runs, which every protocol names its own way. */
export type RequestFault = "missing" | "incomplete" | "mismatch" | "unknown" | "expired";

/** An operation's name and its input, as one protocol reads them from a request. */
export interface ParsedRequest {
  operation: string;
  input: Record<string, unknown>;
}

/** One of AWS's wire protocols. */
export interface Protocol {
  /** Throws `AwsError` where the request is malformed or names no operation. */
  parse(request: HttpRequest): ParsedRequest;
  /** The error for an operation that this sandbox lacks. */
  lacks(operation: string): AwsError;
  result(operation: string, output: unknown, requestId: string): Answer;
  error(error: AwsError, requestId: string): Answer;
  fault(fault: RequestFault, message: string): AwsError;
}
