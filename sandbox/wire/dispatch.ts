import {
  type Answer,
  AwsError,
  type Caller,
  EXPIRED_TOKEN,
  type HttpRequest,
  type KeyHolder,
  type Service,
  type Signature,
} from "./messages";
import { jsonProtocol, restProtocol } from "./protocols/json";
import type { Protocol } from "./protocols/protocol";
import { ec2QueryProtocol, queryProtocol } from "./protocols/query";
import { readSignature, verifySignature } from "./signature/signature";

/** Answers one request: who signed it, which operation it is, what the operation says. Never throws. */
export type Dispatch = (request: HttpRequest, requestId: string) => Promise<Answer>;

export interface NamedCall {
  /** The service's name in signatures. */
  service: string;
  operation: string;
  caller: Caller;
  region: string;
  now: Date;
  /** The refusal of credentials that have expired, as the service's protocol has it. */
  expired(): AwsError;
}

/** What becomes of a call: answers it by `answer`, or throws the error with which it ends. */
export type Befall = (call: NamedCall, answer: () => Promise<Answer>) => Promise<Answer>;

export interface DispatchOptions {
  services: Service[];
  findKeyHolder(signature: Signature, now: Date): KeyHolder;
  clock: () => Date;
  befall?: Befall;
  report: (error: unknown) => void;
  /** What a caller is told of such an error; undefined where it is nothing that the caller can help. */
  faultText?: (error: unknown) => string | undefined;
}

/** AWS's text where it does not say what failed. */
const UNKNOWN_FAULT =
  "The request processing has failed because of an unknown error, exception or failure.";

export function createDispatch({
  services,
  findKeyHolder,
  clock,
  befall = (_call, answer) => answer(),
  faultText,
  report,
}: DispatchOptions): Dispatch {
  const bound = services.map((service) => ({ service, protocol: protocolOf(service) }));
  return async (request, requestId) => {
    const signature = readSignature(request);
    const { service, protocol } =
      bound.find(({ service: { signingName } }) =>
        "fault" in signature ? false : signingName === signature.service,
      ) ?? guess(bound, request);
    try {
      const now = clock();
      if ("fault" in signature) {
        if (signature.fault === "missing") refuseLacking(service, protocol, request);
        throw protocol.fault(signature.fault, signature.message);
      }
      const holder = () => findKeyHolder(signature, now);
      const caller = authenticate(request, signature, { service, protocol }, holder, now);
      const { operation, input } = protocol.parse(request);
      const run = Object.hasOwn(service.operations, operation)
        ? service.operations[operation]
        : undefined;
      if (!run) throw protocol.lacks(operation);
      const { region } = signature;
      const expired = () => protocol.fault("expired", EXPIRED_TOKEN);
      const call = { service: service.signingName, operation, caller, region, now, expired };
      return await befall(call, async () => {
        const output = await run({ caller, region, requestId, now }, input);
        return protocol.result(operation, output, requestId);
      });
    } catch (error) {
      if (error instanceof AwsError) return errorAnswer(protocol, error, requestId);
      report(error);
      const fault = new AwsError(
        "InternalFailure",
        faultText?.(error) ?? UNKNOWN_FAULT,
        500,
        "Receiver",
      );
      return errorAnswer(protocol, fault, requestId);
    }
  };
}

function authenticate(
  request: HttpRequest,
  signature: Signature,
  { service, protocol }: Bound,
  findHolder: () => KeyHolder,
  now: Date,
): Caller {
  if (signature.service !== service.signingName) {
    const { code, status } = protocol.lacks("");
    throw new AwsError(code, `This sandbox has no service '${signature.service}'`, status);
  }
  const holder = findHolder();
  if ("fault" in holder) throw protocol.fault(holder.fault, holder.message);
  const wrong = verifySignature(request, signature, holder.secretAccessKey, now);
  if (wrong) throw protocol.fault(wrong.fault, wrong.message);
  return holder.caller;
}

function errorAnswer(protocol: Protocol, error: AwsError, requestId: string): Answer {
  const answer = protocol.error(error, requestId);
  if (error.reason === undefined) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "x-sandbox-reason": headerText(error.reason) },
  };
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
      ? bound.find(({ service }) => service.protocol === "query" && service.refusesStrays)
      : bound.find(({ service }) => service.protocol === "rest")) ??
    bound[0];
  if (!found) throw new Error("the sandbox serves no service");
  return found;
}

function protocolOf(service: Service): Protocol {
  switch (service.protocol) {
    case "query":
      return queryProtocol(service);
    case "ec2Query":
      return ec2QueryProtocol(service);
    case "json":
      return jsonProtocol(service);
    case "rest":
      return restProtocol(service);
  }
}

function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 2000);
}
