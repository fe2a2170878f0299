import type { HttpRequest } from "../messages/http-request";
import { AwsError } from "../messages/operation";
import type { QueryService } from "../messages/service";
import { parseForm } from "./form";
import type { Protocol, RequestFault } from "./protocol";
import { xmlOf } from "./xml";

const FAULTS: Record<RequestFault, [code: string, status: number]> = {
  missing: ["MissingAuthenticationToken", 403],
  incomplete: ["IncompleteSignature", 400],
  mismatch: ["SignatureDoesNotMatch", 403],
  unknown: ["InvalidClientTokenId", 403],
  expired: ["ExpiredToken", 403],
};

/** The query protocol: form in, XML out. */
export function queryProtocol({ signingName, version }: QueryService): Protocol {
  const namespace = `https://${signingName}.amazonaws.com/doc/${version}/`;
  const document = (status: number, name: string, content: string) => ({
    status,
    contentType: "text/xml",
    body: `<${name} xmlns="${namespace}">${content}</${name}>`,
  });
  return {
    parse: (request) => {
      const { Action: operation, Version: given, ...input } = parametersOf(request);
      if (typeof operation !== "string" || operation === "") {
        throw new AwsError("MissingAction", "The request must contain the parameter Action", 400);
      }
      if (given !== version) {
        throw new AwsError(
          "InvalidAction",
          `Could not find operation ${operation} for version ${typeof given === "string" ? given : "NO_VERSION_SPECIFIED"}`,
          400,
        );
      }
      return { operation, input };
    },
    lacks: (operation) =>
      new AwsError(
        "InvalidAction",
        `Could not find operation ${operation} for version ${version}: this sandbox lacks it`,
        400,
      ),
    result: (operation, output, requestId) =>
      document(
        200,
        `${operation}Response`,
        (output === undefined ? "" : xmlOf(`${operation}Result`, output)) +
          xmlOf("ResponseMetadata", { RequestId: requestId }),
      ),
    error: ({ code, message, status, fault }, requestId) => {
      const accessDenied = code === "AccessDeniedException";
      return document(
        accessDenied ? 403 : status,
        "ErrorResponse",
        xmlOf("Error", {
          Type: fault,
          Code: accessDenied ? "AccessDenied" : code,
          Message: message,
        }) + xmlOf("RequestId", requestId),
      );
    },
    fault: (fault, message) => new AwsError(FAULTS[fault][0], message, FAULTS[fault][1]),
  };
}

function parametersOf(request: HttpRequest): Record<string, unknown> {
  if (request.method === "POST") return parseForm(request.body.toString("utf8"));
  const parameters = request.query.filter(([name]) => !name.startsWith("X-Amz-"));
  return parseForm(new URLSearchParams(parameters).toString());
}
