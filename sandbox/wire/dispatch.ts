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
import { readSignature, type SignatureFault, verifySignature } from "./signature/signature";

/** Answers one request: finds its signer and operation, and runs it. Never throws. */
export type Dispatch = (request: HttpRequest, requestId: string) => Promise<Answer>;

export interface NamedCall {
  /** The service's name in signatures. */
  service: string;
  operation: string;
  caller: Caller;
  region: string;
  now: Date;
  userAgent: string;
  /** The error for expired credentials in the service's protocol. */
  expired(): AwsError;
}

/** Decides a call: returns `answer()`, or throws the error with which the call ends. */
export type Befall = (call: NamedCall, answer: () => Promise<Answer>) => Promise<Answer>;

export interface DispatchOptions {
  services: Service[];
  findKeyHolder(signature: Signature, now: Date): KeyHolder;
  clock: () => Date;
  befall?: Befall;
  report: (error: unknown) => void;
  /** The text for the caller about such an error. Undefined if the caller cannot help it. */
  faultText?: (error: unknown) => string | undefined;
}

/** AWS's text when it does not say what failed. */
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
      const { caller, region } = callerOf(
        request,
        signature,
        { service, protocol },
        findKeyHolder,
        now,
      );
      const { operation, input } = protocol.parse(request);
      const run = Object.hasOwn(service.operations, operation)
        ? service.operations[operation]
        : undefined;
      if (!run) throw protocol.lacks(operation);
      const expired = () => protocol.fault("expired", EXPIRED_TOKEN);
      const userAgent = request.headers["user-agent"] ?? "";
      const call = {
        ...{ service: service.signingName, operation, caller, region, now, userAgent, expired },
      };
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

/** The signer of a request, and its region. Nobody if its operation needs no signature. */
function callerOf(
  request: HttpRequest,
  signature: Signature | SignatureFault,
  { service, protocol }: Bound,
  findKeyHolder: DispatchOptions["findKeyHolder"],
  now: Date,
): { caller: Caller; region: string } {
  if ("fault" in signature) {
    const isUnsigned =
      signature.fault === "missing" && needsNoSignature(service, protocol, request);
    if (isUnsigned) return { caller: NOBODY, region: DEFAULT_REGION };
    throw protocol.fault(signature.fault, signature.message);
  }
  if (signature.service !== service.signingName) {
    const { code, status } = protocol.lacks("");
    throw new AwsError(code, `This sandbox has no service '${signature.service}'`, status);
  }
  const holder = findKeyHolder(signature, now);
  if ("fault" in holder) throw protocol.fault(holder.fault, holder.message);
  const wrong = verifySignature(request, signature, holder.secretAccessKey, now);
  if (wrong) throw protocol.fault(wrong.fault, wrong.message);
  return { caller: holder.caller, region: signature.region };
}

const NOBODY: Caller = {
  account: "anonymous",
  partition: "aws",
  arn: "anonymous",
  userId: "anonymous",
  principal: { kind: "anonymous" },
  sessionPolicies: [],
  transitiveTags: {},
};

/** The region of the global endpoint. */
const DEFAULT_REGION = "us-east-1";

function errorAnswer(protocol: Protocol, error: AwsError, requestId: string): Answer {
  const answer = protocol.error(error, requestId);
  if (error.reason === undefined) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "x-sandbox-reason": headerText(error.reason) },
  };
}

/** Throws if the service lacks the operation: AWS accepts some calls without a signature that are not supported here. */
function needsNoSignature(service: Service, protocol: Protocol, request: HttpRequest): boolean {
  if (service.protocol !== "query") return false;
  const isCall = request.method === "POST" || request.query.some(([name]) => name === "Action");
  if (!isCall) return false;
  const { operation } = protocol.parse(request);
  if (!Object.hasOwn(service.operations, operation)) throw protocol.lacks(operation);
  return service.unsigned?.includes(operation) ?? false;
}

interface Bound {
  service: Service;
  protocol: Protocol;
}

/** Guesses the service of a request that none claims. Only the wording of the refusal depends on it. */
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
