import { StatusError } from "../kubernetes/model/status-error";
import { AwsError } from "../wire/messages/operation";

/** How each service says that it is called too often: code, status and text. Those that are not listed say `ThrottlingException`. */
const THROTTLED: Record<string, [code: string, status: number, text: string]> = {
  iam: ["Throttling", 400, "Rate exceeded"],
  sts: ["Throttling", 400, "Rate exceeded"],
  kms: [
    "ThrottlingException",
    400,
    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
  ],
  ec2: ["RequestLimitExceeded", 503, "Request limit exceeded."],
  eks: ["TooManyRequestsException", 429, "Too Many Requests"],
  "eks-auth": ["ThrottlingException", 429, "Rate exceeded"],
};

/** The refusal of a call that comes too soon after others. */
export function throttled(service: string): AwsError {
  const [code, status, text] = THROTTLED[service] ?? ["ThrottlingException", 400, "Rate exceeded"];
  return new AwsError(code, text, status);
}

/** AWS's two ways to fail, each as often as the other. `drawn`: a number from 0 to below 1. */
export function failed(drawn: number): AwsError {
  return drawn < 0.5
    ? new AwsError(
        "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.",
        500,
        "Receiver",
      )
    : new AwsError(
        "ServiceUnavailable",
        "The request has failed due to a temporary failure of the server.",
        503,
        "Receiver",
      );
}

/** How a cluster's API server says that it has too much to do. */
export function clusterThrottled(): StatusError {
  return new StatusError(
    429,
    "TooManyRequests",
    "the server has received too many requests and has asked us to try again later",
    { retryAfterSeconds: 1 },
  );
}

/** Its two ways to fail: the first asks to be called again, and the second does not. */
export function clusterFailed(drawn: number, resource: string): StatusError {
  return drawn < 0.5
    ? new StatusError(
        500,
        "ServerTimeout",
        `The operation against ${resource} could not be completed at this time, please try again.`,
        { retryAfterSeconds: 1 },
      )
    : new StatusError(
        500,
        "InternalError",
        "Internal error occurred: etcdserver: request timed out",
      );
}
