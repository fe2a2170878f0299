import { type ClusterRecord, clusterKey } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { Handler } from "../../wire/http-server";
import type { Answer, HttpRequest } from "../../wire/messages";
import { qualifiedName } from "../model/resource-types";
import {
  badRequest,
  methodNotAllowed,
  StatusError,
  statusBody,
  unknownResource,
} from "../model/status-error";
import { apiServerDocument, ISSUER_PATH, oidcDocument } from "../tokens/oidc";
import { checkAccess, unauthorized, userOf, type Verb } from "./access";
import { parseResourcePath, type ResourcePath } from "./api-path";
import { type BefallCluster, CLUSTERS_PATH, callerOfToken } from "./cluster-call";
import { discoveryDocument } from "./discovery";
import { isOpenApiProtobuf, openApiProtobuf, swagger } from "./openapi";
import { isWatch, jsonAnswer } from "./read-objects";
import { readBody } from "./request-body";
import { answerReview, reviewAt } from "./reviews";
import { serve } from "./serve";

export function createKubernetesApi(
  platform: Platform,
  clock: () => Date,
  befall: BefallCluster = (_call, answer) => answer(),
): Handler {
  return async (request) => {
    if (request.rawPath.startsWith(ISSUER_PATH)) {
      const document = request.method === "GET" && oidcDocument(platform.store, request.rawPath);
      return document ? jsonAnswer(200, document) : jsonAnswer(404, statusBody(unknownResource()));
    }
    if (!request.rawPath.startsWith(CLUSTERS_PATH)) return undefined;
    if (!request.isSecure) return NOT_SECURE;
    try {
      return await answer(platform, request, clock(), befall);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const { retryAfterSeconds } = error.details;
      return {
        ...jsonAnswer(error.code, statusBody(error)),
        ...(retryAfterSeconds !== undefined && {
          headers: { "retry-after": String(retryAfterSeconds) },
        }),
      };
    }
  };
}

/** The answer of servers written in Go. */
const NOT_SECURE: Answer = {
  status: 400,
  contentType: "text/plain",
  body: "Client sent an HTTP request to an HTTPS server.\n",
};

const HEALTH = ["healthz", "livez", "readyz"];

async function answer(
  platform: Platform,
  request: HttpRequest,
  now: Date,
  befall: BefallCluster,
): Promise<Answer> {
  const [account = "", region = "", name = "", ...segments] = request.rawPath
    .slice(CLUSTERS_PATH.length)
    .split("/")
    .map(decode);
  const { store } = platform;
  const cluster = isKeyPart(account, region, name)
    ? store.get<ClusterRecord>(clusterKey({ account, region, name }))
    : undefined;
  if (segments.at(-1) === "") segments.pop();
  const isRead = request.method === "GET";
  if (cluster && isRead && segments.length === 1 && HEALTH.includes(segments[0] ?? "")) {
    return { status: 200, contentType: "text/plain", body: "ok" };
  }
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  const caller = cluster && token ? callerOfToken(platform, token, name, now) : undefined;
  if (!cluster || !caller) throw unauthorized();
  const accepted = acceptedTypes(request);
  if (isRead && segments.join("/") === "openapi/v2" && isOpenApiProtobuf(accepted[0] ?? "")) {
    return openApiProtobuf(swagger(cluster.version));
  }
  if (!accepted.some(isJson)) {
    throw new StatusError(
      406,
      "NotAcceptable",
      "only the following media types are accepted: application/json",
    );
  }
  const document =
    isRead &&
    (discoveryDocument(segments, cluster.version) ??
      apiServerDocument(cluster, segments.join("/")));
  if (document) return jsonAnswer(200, document);
  const user = userOf(store, cluster, caller);
  const review = request.method === "POST" && reviewAt(segments);
  if (review) return jsonAnswer(201, answerReview(review, readBody(request), user));
  const path = parseResourcePath(segments);
  const verb = verbOf(request, path);
  checkAccess(user, verb, path);
  const userAgent = request.headers["user-agent"] ?? "";
  const call = { cluster, caller, verb, resource: qualifiedName(path.type), now, userAgent };
  return befall(call, async () => serve(platform, cluster, request, path, now));
}

function verbOf(request: HttpRequest, { name }: ResourcePath): Verb {
  switch (request.method) {
    case "GET":
      if (isWatch(request)) return "watch";
      return name === undefined ? "list" : "get";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return "delete";
    default:
      throw methodNotAllowed();
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest("the path is not URL-encoded UTF-8");
  }
}

function isKeyPart(...parts: string[]): boolean {
  return parts.every((part) => /^[A-Za-z0-9_-]{1,100}$/.test(part));
}

/** The media types that a client accepts, its first choice first. */
function acceptedTypes({ headers }: HttpRequest): string[] {
  return (headers.accept ?? "*/*").split(",").map((type) => type.replace(/;.*/s, "").trim());
}

function isJson(type: string): boolean {
  return type === "application/json" || type.endsWith("/*");
}
