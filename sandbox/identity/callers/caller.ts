import type { Store } from "../../store/store";
import { type Caller, EXPIRED_TOKEN, type KeyHolder, type Signature } from "../../wire/messages";
import { documentOf } from "../policies/accept-policy";
import { organizationOf } from "../policies/organization";
import { type AccessKeyRecord, findRole, findUser, type Identity } from "../records/iam-records";
import { openSession, type SessionClaims, type UserSessionClaims } from "./session-token";

const INVALID: KeyHolder = {
  fault: "unknown",
  message: "The security token included in the request is invalid.",
};

export function findKeyHolder(store: Store, signature: Signature, now: Date): KeyHolder {
  const { accessKeyId, sessionToken } = signature;
  if (sessionToken === undefined) {
    const key = store.get<AccessKeyRecord>(["access-key", accessKeyId]);
    const user = key && findUser(store, key.account, key.userName);
    if (!key || !user || key.status !== "Active") return INVALID;
    return { caller: userCaller(store, user), secretAccessKey: key.secretAccessKey };
  }
  const opened = openSession(store, accessKeyId, sessionToken);
  if (!opened) return INVALID;
  const { claims, secretAccessKey } = opened;
  if (claims.expiresAt <= now.getTime()) return { fault: "expired", message: EXPIRED_TOKEN };
  const caller =
    "userName" in claims ? userSessionCaller(store, claims) : sessionCaller(store, claims);
  return caller ? { caller, secretAccessKey } : INVALID;
}

function userCaller(store: Store, user: Identity): Caller {
  return {
    account: user.account,
    partition: user.partition,
    arn: user.arn,
    userId: user.id,
    principal: {
      kind: "user",
      arn: user.arn,
      tags: user.tags,
      ...organizationOf(store, user.account),
    },
    sessionPolicies: [],
    transitiveTags: {},
  };
}

function userSessionCaller(store: Store, claims: UserSessionClaims): Caller | undefined {
  const user = findUser(store, claims.account, claims.userName);
  if (user?.id !== claims.userId) return undefined;
  return { ...userCaller(store, user), issuedAt: claims.issuedAt };
}

export function sessionCaller(store: Store, claims: SessionClaims): Caller | undefined {
  const name = claims.roleArn.slice(claims.roleArn.lastIndexOf("/") + 1);
  const role = findRole(store, claims.account, name);
  if (role?.id !== claims.roleId) return undefined;
  const transitive = new Set(claims.transitiveTagKeys.map((key) => key.toLowerCase()));
  return {
    account: claims.account,
    partition: claims.partition,
    arn: `arn:${claims.partition}:sts::${claims.account}:assumed-role/${role.name}/${claims.sessionName}`,
    userId: `${role.id}:${claims.sessionName}`,
    principal: {
      kind: "session",
      roleArn: role.arn,
      sessionName: claims.sessionName,
      tags: overlay(role.tags, claims.tags),
      ...organizationOf(store, claims.account),
    },
    sessionPolicies: claims.sessionPolicies.map(documentOf),
    issuedAt: claims.issuedAt,
    ...(claims.sourceIdentity !== undefined && { sourceIdentity: claims.sourceIdentity }),
    ...(claims.federatedProvider !== undefined && { federatedProvider: claims.federatedProvider }),
    transitiveTags: Object.fromEntries(
      Object.entries(claims.tags).filter(([key]) => transitive.has(key.toLowerCase())),
    ),
  };
}

/** Session tags win over the role's; AWS compares tag keys without regard to case. */
function overlay(
  roleTags: Record<string, string>,
  sessionTags: Record<string, string>,
): Record<string, string> {
  const taken = new Set(Object.keys(sessionTags).map((key) => key.toLowerCase()));
  const kept = Object.entries(roleTags).filter(([key]) => !taken.has(key.toLowerCase()));
  return { ...Object.fromEntries(kept), ...sessionTags };
}
