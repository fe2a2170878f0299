import { AwsError } from "../messages/operation";
import type { JsonService } from "../messages/service";
import { jsonAnswers } from "./json-answers";
import { parseJsonBody } from "./json-body";
import type { Protocol } from "./protocol";

/** JSON 1.1, the operation named by a header. */
export function jsonProtocol(service: JsonService): Protocol {
  const prefix = `${service.targetPrefix}.`;
  return {
    ...jsonAnswers(service, {
      contentType: "application/x-amz-json-1.1",
      unknownStatus: 400,
      faultStatus: 400,
      messageMember: service.messageMember,
    }),
    parse: (request) => {
      const target = request.headers["x-amz-target"] ?? "";
      if (request.method !== "POST" || !target.startsWith(prefix)) {
        throw new AwsError(
          "UnknownOperationException",
          `${service.signingName} has no operation ${JSON.stringify(target)}`,
        );
      }
      return { operation: target.slice(prefix.length), input: parseJsonBody(request.body) };
    },
  };
}
