import { findKeyHolder } from "../identity/callers/caller";
import type { Answer, Protocol } from "./messages/answer";
import type { HttpRequest, Signature } from "./messages/http-request";
import { AwsError } from "./messages/operation";
import type { Platform, Service } from "./messages/service";
import { jsonProtocol } from "./protocols/json";
import { queryProtocol } from "./protocols/query";
import { restProtocol } from "./protocols/rest";
import { readSignature, verifySignature } from "./signature/signature";

/** Answers one request: who signed it, which operation it is, what the operation says. Never throws. */
export type Dispatch = (request: HttpRequest, requestId: string) => Promise<Answer>;

/** Makes the dispatcher of the services that stand on `platform`. */
export function createDispatch(
  platform: Platform,
  services: Service[],
  clock: () => Date,
  report: (error: unknown) => void,
): Dispatch {
  const bound = services.map((service) => ({ service, protocol: protocolOf(service) }));
  return async (request, requestId) => {
    const signature = readSignature(request);
    const { service, protocol } =
      bound.find(({ service: { signingName } }) =>
        "fault" in signature ? false : signingName === signature.service,
      ) ?? guess(bound, request);
    try {
      const now = clock();
      const caller = authenticate(platform, request, signature, { service, protocol }, now);
      const { operation, input } = protocol.parse(request);
      const run = Object.hasOwn(service.operations, operation)
        ? service.operations[operation]
        : undefined;
      if (!run) throw protocol.lacks(operation);
      const region = (signature as Signature).region;
      const output = await run({ caller, region, requestId, now }, input);
      return protocol.result(operation, output, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) report(error);
      const known =
        error instanceof AwsError
          ? error
          : new AwsError(
              "InternalFailure",
              "The request processing has failed because of an unknown error, exception or failure.",
              500,
              "Receiver",
            );
      const answer = protocol.error(known, requestId);
      return known.reason === undefined
        ? answer
        : {
            ...answer,
            headers: { ...answer.headers, "x-sandbox-reason": headerText(known.reason) },
          };
    }
  };
}

function authenticate(
  platform: Platform,
  request: HttpRequest,
  signature: ReturnType<typeof readSignature>,
  { service, protocol }: Bound,
  now: Date,
) {
  if ("fault" in signature) {
    if (signature.fault === "missing") refuseLacking(service, protocol, request);
    throw protocol.fault(signature.fault, signature.message);
  }
  if (signature.service !== service.signingName) {
    const { code, status } = protocol.lacks("");
    throw new AwsError(code, `This sandbox has no service '${signature.service}'`, status);
  }
  const holder = findKeyHolder(platform.store, signature, now);
  if ("fault" in holder) throw protocol.fault(holder.fault, holder.message);
  const wrong = verifySignature(request, signature, holder.secretAccessKey, now);
  if (wrong) throw protocol.fault(wrong.fault, wrong.message);
  return holder.caller;
}

/** AWS takes some calls without a signature, such as `AssumeRoleWithWebIdentity`; this sandbox has none of them. */
function refuseLacking(service: Service, protocol: Protocol, request: HttpRequest): void {
  if (service.protocol !== "query" || request.method !== "POST") return;
  const { operation } = protocol.parse(request);
  if (!Object.hasOwn(service.operations, operation)) throw protocol.lacks(operation);
}

interface Bound {
  service: Service;
  protocol: Protocol;
}

/** Which service a request is meant for that none claims: it decides only in which words the refusal comes. */
function guess(bound: Bound[], request: HttpRequest): Bound {
  const target = request.headers["x-amz-target"]?.split(".", 1)[0];
  const found =
    bound.find(({ service }) => service.protocol === "json" && service.targetPrefix === target) ??
    (target !== undefined ? bound.find(({ service }) => service.protocol === "json") : undefined) ??
    (request.rawPath === "/"
      ? bound.find(({ service }) => service.signingName === "sts")
      : bound.find(({ service }) => service.protocol === "rest")) ??
    bound[0];
  if (!found) throw new Error("the sandbox serves no service");
  return found;
}

function protocolOf(service: Service): Protocol {
  switch (service.protocol) {
    case "query":
      return queryProtocol(service);
    case "json":
      return jsonProtocol(service);
    case "rest":
      return restProtocol(service);
  }
}

function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 2000);
}
