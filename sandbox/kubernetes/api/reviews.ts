import { isObject, type Json, type JsonObject } from "../model/object";
import { badRequest, StatusError } from "../model/status-error";
import { isAllowed, isPathAllowed, type User } from "./access";

/** A question that all users may ask about themselves. Nothing of it is stored. */
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

const WHAT_MAY_I: Review = {
  ...authorization,
  ...{ plural: "selfsubjectrulesreviews", kind: "SelfSubjectRulesReview" },
};

export const REVIEWS = [WHO_AM_I, MAY_I, WHAT_MAY_I];

/** The rules that EKS lists for a user: only those bound to all users, because access policies work like a webhook. */
const RULES = {
  resourceRules: [
    {
      verbs: ["create"],
      apiGroups: [authorization.group],
      resources: [MAY_I.plural, WHAT_MAY_I.plural],
    },
    { verbs: ["create"], apiGroups: [WHO_AM_I.group], resources: [WHO_AM_I.plural] },
  ],
  nonResourceRules: [
    {
      verbs: ["get"],
      nonResourceURLs: [
        ...["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez"],
        ...["/openapi", "/openapi/*", "/readyz", "/version", "/version/"],
      ],
    },
  ],
  incomplete: true,
  evaluationError: "webhook authorizer does not support user rule resolution",
};

export function reviewAt([root, group, version, plural, ...more]: string[]): Review | undefined {
  if (root !== "apis" || more.length > 0) return undefined;
  return REVIEWS.find(
    (review) => review.group === group && review.version === version && review.plural === plural,
  );
}

export function answerReview(review: Review, body: Json, user: User): object {
  const { group, kind, version } = review;
  const { spec } = isObject(body) ? body : {};
  const answer = { kind, apiVersion: `${group}/${version}`, metadata: {} };
  switch (review) {
    case WHO_AM_I:
      return { ...answer, status: { userInfo: userInfo(user) } };
    case WHAT_MAY_I:
      checkNamespace(spec);
      return { ...answer, spec: {}, status: RULES };
    default:
      return { ...answer, spec, status: { allowed: mayI(spec, user) } };
  }
}

function checkNamespace(spec: Json | undefined): void {
  const { namespace } = isObject(spec) ? spec : {};
  if (typeof namespace !== "string" || namespace === "") {
    throw badRequest("no namespace on request");
  }
}

/** The user as the authenticator of EKS describes it. */
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
