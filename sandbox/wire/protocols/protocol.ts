import type { Answer, AwsError, HttpRequest } from "../messages";

export type RequestFault = "missing" | "incomplete" | "mismatch" | "unknown" | "expired";

export interface ParsedRequest {
  operation: string;
  input: Record<string, unknown>;
}

export interface Protocol {
  parse(request: HttpRequest): ParsedRequest;
  lacks(operation: string): AwsError;
  result(operation: string, output: unknown, requestId: string): Answer;
  error(error: AwsError, requestId: string): Answer;
  fault(fault: RequestFault, message: string): AwsError;
}
