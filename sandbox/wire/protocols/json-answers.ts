import { AwsError } from "../messages/operation";
import type { JsonService, RestService } from "../messages/service";
import { jsonBody } from "./json-body";
import type { Protocol, RequestFault } from "./protocol";

const CODES: Record<RequestFault, string> = {
  missing: "MissingAuthenticationTokenException",
  incomplete: "IncompleteSignatureException",
  mismatch: "InvalidSignatureException",
  unknown: "UnrecognizedClientException",
  expired: "ExpiredTokenException",
};

/** What differs between the answers of the two JSON protocols. */
interface Style {
  contentType: string;
  /** Status of the refusal of an operation that the service does not have. */
  unknownStatus: number;
  /** Status of a fault that comes before an operation runs. */
  faultStatus: number;
  /** Status of an access-denied error, where it has one of its own. */
  deniedStatus?: number;
  messageMember?: string;
}

/** How both JSON protocols answer. */
export function jsonAnswers(
  service: JsonService | RestService,
  style: Style,
): Omit<Protocol, "parse"> {
  const { contentType, deniedStatus, messageMember = "message" } = style;
  return {
    lacks: (operation) => lacks(service, operation, style.unknownStatus),
    result: (_operation, output) => ({ status: 200, contentType, body: jsonBody(output) }),
    error: ({ code, message, status }) => ({
      status: code === "AccessDeniedException" ? (deniedStatus ?? status) : status,
      contentType,
      headers: { "x-amzn-ErrorType": code },
      body: JSON.stringify({ __type: code, [messageMember]: message }),
    }),
    fault: (fault, message) => new AwsError(CODES[fault], message, style.faultStatus),
  };
}

/** The error for an operation that this sandbox lacks. */
export function lacks(
  { signingName }: JsonService | RestService,
  operation: string,
  status: number,
): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `${signingName} has no operation ${operation} in this sandbox, which lacks it`,
    status,
  );
}
