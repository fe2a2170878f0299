import { isObject, type JsonObject } from "../model/json";
import type { Json } from "../model/object";
import { badRequest, StatusError } from "../model/status-error";
import { isAllowed, isPathAllowed, type User } from "./access";

/** A question that everyone may ask about himself; nothing of it is kept. */
export interface Review {
  group: string;
  version: string;
  plural: string;
  kind: string;
}

const authorization = { group: "authorization.k8s.io", version: "v1" };

const WHO_AM_I: Review = {
  ...{ group: "authentication.k8s.io", version: "v1" },
  ...{ plural: "selfsubjectreviews", kind: "SelfSubjectReview" },
};
const MAY_I: Review = {
  ...authorization,
  ...{ plural: "selfsubjectaccessreviews", kind: "SelfSubjectAccessReview" },
};

export const REVIEWS = [WHO_AM_I, MAY_I];

/** The review that a path below the API server's root asks for. */
export function reviewAt([root, group, version, plural, ...more]: string[]): Review | undefined {
  if (root !== "apis" || more.length > 0) return undefined;
  return REVIEWS.find(
    (review) => review.group === group && review.version === version && review.plural === plural,
  );
}

/** Answers a review. */
export function answerReview(review: Review, body: Json, user: User): object {
  const { group, kind, version } = review;
  const { spec } = isObject(body) ? body : {};
  return {
    kind,
    apiVersion: `${group}/${version}`,
    metadata: {},
    ...(review === WHO_AM_I
      ? { status: { userInfo: userInfo(user) } }
      : { spec, status: { allowed: mayI(spec, user) } }),
  };
}

/** As the authenticator of EKS fills it in. */
function userInfo({ caller, groups, username }: User): object {
  const { account, arn, principal, userId } = caller;
  const [principalId = "", sessionName = ""] = userId.split(":");
  const canonicalArn = principal.kind === "session" ? principal.roleArn : arn;
  return {
    username,
    uid: `aws-iam-authenticator:${account}:${principalId}`,
    groups,
    extra: {
      arn: [arn],
      canonicalArn: [canonicalArn],
      principalId: [principalId],
      sessionName: [sessionName],
    },
  };
}

function mayI(spec: Json | undefined, user: User): boolean {
  const { nonResourceAttributes, resourceAttributes } = isObject(spec) ? spec : {};
  if (isObject(resourceAttributes) === isObject(nonResourceAttributes)) {
    throw new StatusError(
      422,
      "Invalid",
      `${MAY_I.kind}.${MAY_I.group} "" is invalid: spec.resourceAttributes: Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified`,
    );
  }
  if (isObject(resourceAttributes)) {
    const { group = "", namespace = "", resource = "", verb = "" } = texts(resourceAttributes);
    return isAllowed(user, {
      verb,
      resource: group === "" || resource === "*" ? resource : `${resource}.${group}`,
      namespace: namespace === "" ? undefined : namespace,
    });
  }
  const { path = "", verb = "" } = texts(nonResourceAttributes as JsonObject);
  return isPathAllowed(user, verb, path);
}

function texts(attributes: JsonObject): Record<string, string> {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value !== "string") throw badRequest(`the sandbox does not judge ${name}`);
  }
  return attributes as Record<string, string>;
}
