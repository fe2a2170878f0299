import { isMapping } from "iam-proof/collections";
import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { HttpRequest } from "../../wire/messages";
import type { KubernetesObject } from "../model/object";
import { PODS, SERVICE_ACCOUNTS } from "../model/resource-types";
import { badRequest, StatusError, unknownResource } from "../model/status-error";
import { ClusterObjects } from "../objects/cluster-objects";
import { serviceAccountToken } from "../tokens/service-account-token";
import type { ResourcePath } from "./api-path";
import { readBody } from "./request-body";

export async function createToken(
  platform: Platform,
  cluster: ClusterRecord,
  request: HttpRequest,
  { namespace, name }: ResourcePath,
  now: Date,
): Promise<object> {
  if (request.method !== "POST" || name === undefined) throw unknownResource();
  const objects = new ClusterObjects(platform.store, cluster);
  const serviceAccount = objects.require(SERVICE_ACCOUNTS, namespace, name);
  const { audiences, expirationSeconds, boundObjectRef } = readTokenRequest(readBody(request));
  let pod: KubernetesObject | undefined;
  if (boundObjectRef) {
    pod = objects.require(PODS, namespace, boundObjectRef.name);
    if (pod.spec?.serviceAccountName !== name) {
      throw badRequest(`pod ${boundObjectRef.name} does not run as service account ${name}`);
    }
  }
  const { token, expiration } = await serviceAccountToken(cluster, {
    serviceAccount,
    audiences: audiences?.length ? audiences : ["https://kubernetes.default.svc"],
    expirationSeconds,
    pod,
    now,
  });
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name, namespace },
    spec: { audiences, expirationSeconds, boundObjectRef },
    status: { token, expirationTimestamp: expiration.toISOString() },
  };
}

interface TokenRequestSpec {
  audiences?: string[];
  expirationSeconds: number;
  boundObjectRef?: { kind: string; name: string };
}

const SHORTEST = 600;
const LONGEST = 2 ** 32;

/** Reads the body of a token request. Throws a `StatusError` for what an API server refuses. */
function readTokenRequest(body: unknown): TokenRequestSpec {
  const {
    audiences,
    expirationSeconds = 3600,
    boundObjectRef,
  } = structureAt(structureAt(body, "").spec ?? {}, "spec");
  if (audiences !== undefined && !isTexts(audiences)) {
    throw wrongType("spec.audiences", audiences, "[]string");
  }
  if (!Number.isInteger(expirationSeconds)) {
    throw wrongType("spec.expirationSeconds", expirationSeconds, "int64");
  }
  const seconds = expirationSeconds as number;
  if (seconds < SHORTEST) {
    throw wrongDuration(seconds, "may not specify a duration less than 10 minutes");
  }
  if (seconds > LONGEST) {
    throw wrongDuration(seconds, "may not specify a duration larger than 2^32 seconds");
  }
  return {
    ...(audiences !== undefined && { audiences }),
    expirationSeconds: seconds,
    ...(boundObjectRef !== undefined && { boundObjectRef: readReference(boundObjectRef) }),
  };
}

function readReference(value: unknown): { kind: string; name: string } {
  const { kind = "", name = "" } = structureAt(value, "spec.boundObjectRef");
  for (const [field, text] of Object.entries({ kind, name })) {
    if (typeof text !== "string") throw wrongType(`spec.boundObjectRef.${field}`, text, "string");
  }
  if (kind !== "Pod" || name === "") throw badRequest("spec.boundObjectRef must name a Pod");
  return { kind, name: name as string };
}

function structureAt(value: unknown, place: string): Record<string, unknown> {
  if (!isMapping(value)) throw wrongType(place, value, "struct");
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function wrongType(place: string, value: unknown, type: string): StatusError {
  const given = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return badRequest(
    `TokenRequest in version "v1" cannot be handled as a TokenRequest: json: cannot unmarshal ${given} into Go struct field TokenRequest.${place} of type ${type}`,
  );
}

function wrongDuration(seconds: number, problem: string): StatusError {
  const field = "spec.expirationSeconds";
  const message = `TokenRequest.authentication.k8s.io "" is invalid: ${field}: Invalid value: ${seconds}: ${problem}`;
  return new StatusError(422, "Invalid", message, {
    group: "authentication.k8s.io",
    kind: "TokenRequest",
    causes: [
      { reason: "FieldValueInvalid", message: `Invalid value: ${seconds}: ${problem}`, field },
    ],
  });
}
