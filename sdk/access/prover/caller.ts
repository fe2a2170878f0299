import { parseArn } from "../../grant/arn";
import type { RoleDocuments } from "../documents";
import type { ParsedPolicy } from "../grammar/syntax";
import {
  accountOf,
  controlLevels,
  controlledAccounts,
  type Deployment,
  identityPolicies,
  readDocument,
  regionOf,
} from "./deployment";
import { isAllowed, type Readings } from "./encode/decision";
import { readPolicies, type SymbolicRequest } from "./encode/statement";
import { always, and, type Formula, implies, never, not, or } from "./formula";
import type { Problem } from "./problem";
import { type ContextScope, type SymbolicContext, symbolicContext } from "./symbolic-context";
import { freeElement, type SymbolicElement, type SymbolicKey } from "./symbolic-key";
import { type SymbolicPrincipal, symbolicPrincipal } from "./symbolic-principal";
import { constantPattern, stepsPattern, textSteps } from "./text-pattern";
import { knownText } from "./text-value";

/** What a question is about, and what is known about it. */
export interface Scene {
  problem: Problem;
  deployment: Deployment;
  /** Roles whose documents take part. */
  roles: RoleDocuments[];
  /** Number of conditions that ask for a key, the most values of a list that can matter. */
  multiplicity(name: string): number;
  /** Keys of tags that anything asks for, in lower case. */
  tagKeys: string[];
  /** ARNs of the clusters that readers are declared in. */
  clusters: string[];
  /** The partition of AWS that everything belongs to, where it is one: no request crosses into another. */
  partition?: string;
  /** Principals to show where any would do. */
  exampleArns: string[];
}

/** An unknown principal with its tags; and where it is a session, who made it. */
export interface SymbolicCaller {
  principal: SymbolicPrincipal;
  /** One tag of the principal: of the session, or of the role where the session gives none. */
  tag(key: string): SymbolicElement;
  /** Tags asked for so far. */
  tags: ReadonlyMap<string, SymbolicElement>;
  /** Who assumed the role, where somebody asks. */
  maker?: SymbolicCaller;
  /** The request that made the session, where it is one of this role. */
  making?(roleArn: string): SymbolicContext | undefined;
}

const POD_IDENTITY = "pods.eks.amazonaws.com";

/** A caller of whom nothing is known. */
export function symbolicCaller(
  { clusters, exampleArns, partition, problem }: Scene,
  name: string,
): SymbolicCaller {
  const principal = symbolicPrincipal(problem, name, exampleArns, partition);
  const tags = new Map<string, SymbolicElement>();
  return {
    principal,
    tags,
    tag: (key) => {
      const lower = key.toLowerCase();
      const known = tags.get(lower);
      if (known) return known;
      const examples = lower === "eks-cluster-arn" ? otherClusters(clusters) : POD_TAGS[lower];
      const free = freeElement(problem, `${name} tag ${lower}`, undefined, examples);
      const mayHaveTags = and(principal.hasArn, not(principal.kinds.root));
      const made = { ...free, present: and(mayHaveTags, free.present) };
      tags.set(lower, made);
      return made;
    },
  };
}

/** What tags that tell a pod may say. */
const POD_TAGS: Partial<Record<string, string[]>> = {
  "kubernetes-pod-name": ["pod"],
  "kubernetes-pod-uid": ["00000000-0000-0000-0000-000000000000"],
};

/** ARNs of clusters beside these, that people recognise. */
export function otherClusters(clusters: string[]): string[] {
  return clusters.map((arn) => `${arn.slice(0, arn.lastIndexOf("/"))}/another-cluster`);
}

/** Keys of a request by the caller on a resource that is known. */
export function contextOn(
  { deployment, multiplicity, problem }: Scene,
  caller: SymbolicCaller,
  name: string,
  resourceArn: string,
  more: Partial<ContextScope> = {},
): SymbolicContext {
  return symbolicContext({
    problem,
    name,
    principal: caller.principal,
    resourceAccount: knownText(accountOf(resourceArn)),
    resourceRegion: knownText(regionOf(resourceArn)),
    isActionOf: (service) => (service === actionServiceOf(resourceArn) ? always : never),
    principalTags: (key): SymbolicKey => [caller.tag(key)],
    organization: deployment.organization,
    multiplicity,
    ...more,
  });
}

/** A request by the caller on a resource that is known. */
export function requestOn(
  scene: Scene,
  caller: SymbolicCaller,
  context: SymbolicContext,
  action: SymbolicRequest["action"],
  resourceArn: string,
): SymbolicRequest {
  const { principal } = caller;
  const account = constantPattern(accountOf(resourceArn));
  return {
    problem: scene.problem,
    keyOf: context.keyOf,
    principal,
    action,
    resource: knownText(resourceArn),
    isSameAccount: and(principal.hasArn, principal.account.matches(account)),
  };
}

/** The service of the actions on a resource: those on roles that claims speak of are of STS. */
function actionServiceOf(resourceArn: string): string | undefined {
  const service = parseArn(resourceArn)?.service;
  return service === "iam" ? "sts" : service;
}

export interface AllDocuments {
  /** The policy of the resource. */
  resource: ParsedPolicy[];
  resourceKind: Readings["resourceKind"];
  resourceAccount: string;
  /** Resource control policies do not reach the resource. Defaults to false. */
  skipResourceControl?: boolean;
  /** Session policies of the caller; each must allow. Defaults to none. */
  session?: ParsedPolicy[];
  /** What boundaries and session policies leave out does not count, but what they deny does. Defaults to false. */
  isUnlimited?: boolean;
  /** That principals of whom the documents say nothing may do everything by their own rights. Defaults to always. */
  strangersMay?: Formula;
}

/** That the request is allowed by all documents together. */
export function isAllowedByAll(
  scene: Scene,
  request: SymbolicRequest,
  {
    isUnlimited = false,
    resource,
    resourceAccount,
    resourceKind,
    session = [],
    skipResourceControl = false,
    strangersMay = always,
  }: AllDocuments,
): Formula {
  const { identity, limits } = callerReadings(scene, request, strangersMay);
  return isAllowed(request, {
    resource: readPolicies(resource, request),
    resourceKind,
    identity,
    limits: [...limits, ...session.map((policy) => readPolicies([policy], request))].map(
      ({ allows, denies }) => ({ allows: isUnlimited ? always : allows, denies }),
    ),
    root: strangersMay,
    control: [
      ...serviceControl(scene, request),
      ...(skipResourceControl ? [] : resourceControl(scene, request, resourceAccount)),
    ],
  });
}

function callerReadings(
  { roles }: Scene,
  request: SymbolicRequest,
  strangersMay: Formula,
): Pick<Readings, "identity" | "limits"> {
  const known = roles.map((role) => ({
    is: isRole(request.principal, role.arn),
    identity: readPolicies(identityPolicies(role), request),
    boundary: readDocument("boundary", "permissions boundary", role.arn, role.permissionsBoundary),
  }));
  return {
    identity: {
      allows: or(
        and(not(or(...known.map(({ is }) => is))), strangersMay),
        ...known.map(({ identity, is }) => and(is, identity.allows)),
      ),
      denies: or(...known.map(({ identity, is }) => and(is, identity.denies))),
    },
    limits: known
      .filter(({ boundary }) => boundary.length > 0)
      .map(({ boundary, is }) => {
        const reading = readPolicies(boundary, request);
        return { allows: implies(is, reading.allows), denies: and(is, reading.denies) };
      }),
  };
}

function serviceControl({ deployment }: Scene, request: SymbolicRequest): Readings["control"] {
  const { principal } = request;
  return controlledAccounts("scp", deployment).flatMap((account) => {
    const applies = and(
      principal.hasArn,
      principal.account.matches(constantPattern(account)),
      not(isServiceLinked(principal)),
    );
    return controlLevels("scp", deployment, account).map((level) => {
      const reading = readPolicies(level, request);
      return { allows: implies(applies, reading.allows), denies: and(applies, reading.denies) };
    });
  });
}

function resourceControl(
  { deployment }: Scene,
  request: SymbolicRequest,
  account: string,
): Readings["control"] {
  const levels = controlLevels("rcp", deployment, account);
  if (levels.length === 0) return [];
  const applies = not(isServiceLinked(request.principal));
  return levels.map((level) => {
    const reading = readPolicies(level, request);
    return { allows: implies(applies, reading.allows), denies: and(applies, reading.denies) };
  });
}

export function isRole({ arn, kinds }: SymbolicPrincipal, roleArn: string): Formula {
  return and(kinds.session, arn.matches(constantPattern(roleArn)));
}

/** Name of the assumption about service-linked roles that the documents lack. */
export const SERVICE_LINKED = "service-linked-roles";

/**
 * That the caller is no session of a service-linked role that the documents lack. Where there are no control policies, from
 * which such roles are excepted, they are as all others: then it says nothing.
 */
export function isNoServiceLinked(
  { deployment, roles }: Scene,
  { principal }: SymbolicCaller,
): Formula {
  const isControlled = (["scp", "rcp"] as const).some((kind) =>
    controlledAccounts(kind, deployment).some(
      (account) => controlLevels(kind, deployment, account).length > 0,
    ),
  );
  if (!isControlled) return always;
  return or(not(isServiceLinked(principal)), ...roles.map(({ arn }) => isRole(principal, arn)));
}

function isServiceLinked({ arn, kinds }: SymbolicPrincipal): Formula {
  const any = { class: { kind: "any" as const }, many: true };
  const pattern = stepsPattern([
    ...textSteps("arn:", false),
    any,
    ...textSteps(":role/aws-service-role/", false),
    any,
  ]);
  return and(kinds.session, arn.matches(pattern));
}

/** That the caller is the service by which EKS Pod Identity acts. */
export function isPodIdentity({ principal }: SymbolicCaller): Formula {
  return and(principal.kinds.service, principal.service.matches(constantPattern(POD_IDENTITY)));
}

/** That the caller has exactly this tag. */
export function hasTag(caller: SymbolicCaller, key: string, value: string): Formula {
  const { present, text } = caller.tag(key);
  return and(present, text.matches(constantPattern(value)));
}

/** That the tag is missing. */
export function lacksTag(caller: SymbolicCaller, key: string): Formula {
  return not(caller.tag(key).present);
}
