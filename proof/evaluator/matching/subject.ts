import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import { type Arn, parseArn } from "../../names";

/** A request that contradicts itself or cannot exist. It is not evaluated. */
export class AccessRequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AccessRequestError";
  }
}

/** The principal of a request, prepared for the evaluation. */
export interface Subject {
  principal: RequestPrincipal;
  /** Its account. Absent for services, anonymous callers and federated identities, which belong to no account. */
  account?: string;
  /** The value of `aws:PrincipalArn`. For a session, its role's ARN. */
  arn?: string;
  /** Its name in explanations. */
  label: string;
  /** Whether it is a session of a service-linked role, which no control policy limits. */
  serviceLinked: boolean;
}

/** Reads the principal of a request. */
export function subjectOf(principal: RequestPrincipal): Subject {
  switch (principal.kind) {
    case "session": {
      const { account, resource } = arnOf(principal.roleArn, "role/");
      const name = principal.sessionName ?? "session";
      const label = `session ${JSON.stringify(name)} of ${principal.roleArn}`;
      const serviceLinked = resource.startsWith("role/aws-service-role/");
      return { principal, account, arn: principal.roleArn, label, serviceLinked };
    }
    case "user": {
      const { account } = arnOf(principal.arn, "user/");
      return { principal, account, arn: principal.arn, label: principal.arn, serviceLinked: false };
    }
    case "root": {
      const { account, partition = "aws" } = principal;
      const arn = `arn:${partition}:iam::${account}:root`;
      return {
        principal,
        account,
        arn,
        label: `the root user of ${account}`,
        serviceLinked: false,
      };
    }
    case "service":
      return { principal, label: `the service ${principal.service}`, serviceLinked: false };
    case "federated": {
      const arn = readArn(principal.arn);
      const label = `federated ${principal.arn}`;
      if (arn?.service !== "sts") return { principal, label, serviceLinked: false };
      return { principal, account: arn.account, arn: principal.arn, label, serviceLinked: false };
    }
    case "anonymous":
      return { principal, label: "an anonymous caller", serviceLinked: false };
    default:
      throw new AccessRequestError(
        `principal.kind must be session, user, root, service, federated or anonymous, got ${JSON.stringify((principal as { kind: unknown }).kind)}`,
      );
  }
}

/** The account in ARNs of AWS's own resources, which every caller reads with rights of its own account. */
const AWS_ITSELF = "aws";

/** Calls about another account that policies of the caller's own account decide. */
export const OF_CALLER = /^(sts:assumeroot$|account:)/i;

/** The account that owns the resource of a request: as given, or from its ARN, or otherwise the caller's. */
export function resourceAccountOf(request: AccessRequest, subject: Subject): string | undefined {
  const inArn = readArn(request.resource)?.account;
  const named = inArn === AWS_ITSELF ? undefined : inArn;
  const { action, resourceAccount } = request;
  // The root user and the address of a member account have no policy: AWS asks those of the caller alone, whichever account administers.
  if (OF_CALLER.test(action)) return subject.account;
  if (resourceAccount !== undefined && named && resourceAccount !== named) {
    throw new AccessRequestError(
      `resourceAccount must be ${named}, as the resource's ARN says, got ${resourceAccount}`,
    );
  }
  return resourceAccount ?? (named || subject.account);
}

function arnOf(text: string, start: "role/" | "user/") {
  const arn = readArn(text);
  if (arn?.service !== "iam" || !arn.account || !arn.resource.startsWith(start)) {
    throw new AccessRequestError(
      `the principal must have the ARN of a ${start.slice(0, 4)}, got ${JSON.stringify(text)}`,
    );
  }
  return arn;
}

const MOST = 10_000;
const known = new Map<string, Arn | undefined>();

/** `parseArn` with a cache: one decision needs the same few ARNs many times. */
export function readArn(text: string): Arn | undefined {
  const arn = known.get(text);
  if (arn) return arn;
  if (known.size >= MOST) known.clear();
  const parsed = parseArn(text);
  known.set(text, parsed);
  return parsed;
}
