import type { Protocol, RequestFault } from "../messages/answer";
import { AwsError } from "../messages/operation";
import type { JsonService } from "../messages/service";
import { jsonBody, parseJsonBody } from "./json-body";

const CONTENT_TYPE = "application/x-amz-json-1.1";

const CODES: Record<RequestFault, string> = {
  missing: "MissingAuthenticationTokenException",
  incomplete: "IncompleteSignatureException",
  mismatch: "InvalidSignatureException",
  unknown: "UnrecognizedClientException",
  expired: "ExpiredTokenException",
};

/** JSON 1.1, the operation named by a header: KMS, Secrets Manager, Systems Manager. */
export function jsonProtocol({ signingName, targetPrefix }: JsonService): Protocol {
  const messageName = signingName === "secretsmanager" ? "Message" : "message";
  return {
    parse: (request) => {
      const target = request.headers["x-amz-target"] ?? "";
      const prefix = `${targetPrefix}.`;
      if (request.method !== "POST" || !target.startsWith(prefix)) {
        throw new AwsError(
          "UnknownOperationException",
          `${signingName} has no operation ${JSON.stringify(target)}`,
          400,
        );
      }
      return { operation: target.slice(prefix.length), input: parseJsonBody(request.body) };
    },
    lacks: (operation) =>
      new AwsError(
        "UnknownOperationException",
        `${signingName} has no operation ${operation} in this sandbox, which lacks it`,
        400,
      ),
    result: (_operation, output) => ({
      status: 200,
      contentType: CONTENT_TYPE,
      body: jsonBody(output),
    }),
    error: ({ code, message, status }) => ({
      status,
      contentType: CONTENT_TYPE,
      headers: { "x-amzn-ErrorType": code },
      body: JSON.stringify({ __type: code, [messageName]: message }),
    }),
    fault: (fault, message) => new AwsError(CODES[fault], message, 400),
  };
}
