import { type ClusterRecord, clusterKey } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { Handler } from "../../wire/http-server";
import type { Answer } from "../../wire/messages/answer";
import type { HttpRequest } from "../../wire/messages/http-request";
import { badRequest, StatusError, statusBody, unknownResource } from "../model/status-error";
import { oidcDocument } from "../tokens/oidc";
import { checkAccess, unauthorized, type Verb } from "./access";
import { parseResourcePath, type ResourcePath } from "./api-path";
import { callerOfToken } from "./bearer-token";
import { discoveryDocument } from "./discovery";
import { serve } from "./serve";

const PREFIX = "/_kubernetes/";

/** Answers for the Kubernetes APIs of all clusters, `/_kubernetes/ACCOUNT/REGION/CLUSTER/…`, and their issuers, `/_oidc/…`. */
export function createKubernetesApi(platform: Platform, clock: () => Date): Handler {
  return async (request) => {
    if (request.rawPath.startsWith("/_oidc/")) {
      const document = request.method === "GET" && oidcDocument(platform, request.rawPath);
      return document ? json(200, document) : json(404, statusBody(unknownResource()));
    }
    if (!request.rawPath.startsWith(PREFIX)) return undefined;
    try {
      const { status, body } = await answer(platform, request, clock());
      return json(status, body);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return json(error.code, statusBody(error));
    }
  };
}

async function answer(
  platform: Platform,
  request: HttpRequest,
  now: Date,
): Promise<{ status: number; body: unknown }> {
  const [account = "", region = "", name = "", ...segments] = request.rawPath
    .slice(PREFIX.length)
    .split("/")
    .map(decode);
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  const cluster = isKeyPart(account, region, name)
    ? platform.store.get<ClusterRecord>(clusterKey({ account, region, name }))
    : undefined;
  const caller = cluster && token ? callerOfToken(platform, token, name, now) : undefined;
  if (!cluster || !caller) throw unauthorized();
  if (segments.at(-1) === "") segments.pop();
  const document = request.method === "GET" && discoveryDocument(segments, cluster.version);
  if (document) return { status: 200, body: document };
  const path = parseResourcePath(segments);
  checkAccess(platform.store, cluster, caller, verbOf(request, path), path);
  return serve(platform, cluster, request, path, now);
}

function verbOf({ method }: HttpRequest, { name }: ResourcePath): Verb {
  switch (method) {
    case "GET":
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
      throw new StatusError(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
      );
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

function json(status: number, body: unknown): Answer {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}
