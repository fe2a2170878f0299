import type { RoleDocuments } from "../../domain/documents";
import type { ParsedPolicy } from "../../grammar/syntax";
import {
  controlLevels,
  controlledAccounts,
  identityPolicies,
  readDocument,
} from "../documents/deployment";
import { isAllowed, type Readings } from "../encoder/decision";
import { readPolicies, type SymbolicRequest, speaksOf } from "../encoder/statement";
import { always, and, type Formula, implies, not, or } from "../solver/formula";
import type { SymbolicPrincipal } from "../symbols/symbolic-principal";
import { constantPattern } from "../texts/text-pattern";
import { isRole, isServiceLinked, type Scene } from "./caller";

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
  scene: Scene,
  request: SymbolicRequest,
  strangersMay: Formula,
): Pick<Readings, "identity" | "limits"> {
  const { principal } = request;
  const known = rolesThatSpeakOf(scene, request).map((role) => ({
    is: isRole(principal, role.arn),
    identity: readPolicies(identityPolicies(role), request),
  }));
  return {
    identity: {
      allows: or(
        and(isStranger(scene, principal), strangersMay),
        ...known.map(({ identity, is }) => and(is, identity.allows)),
      ),
      denies: or(...known.map(({ identity, is }) => and(is, identity.denies))),
    },
    limits: scene.roles
      .map(({ arn, permissionsBoundary }) => ({
        arn,
        boundary: readDocument("boundary", "permissions boundary", arn, permissionsBoundary),
      }))
      .filter(({ boundary }) => boundary.length > 0)
      .map(({ arn, boundary }) => {
        const is = isRole(principal, arn);
        const reading = readPolicies(boundary, request);
        return { allows: implies(is, reading.allows), denies: and(is, reading.denies) };
      }),
  };
}

const speaking = new WeakMap<Scene, Map<string, RoleDocuments[]>>();

/** Roles whose own policies have a statement about the action. Nearly none has one about becoming another role. */
function rolesThatSpeakOf(scene: Scene, request: SymbolicRequest): RoleDocuments[] {
  const find = () =>
    scene.roles.filter((role) =>
      identityPolicies(role).some((policy) => speaksOf(policy, request)),
    );
  const { constant } = request.action;
  if (constant === undefined) return find();
  const byAction = speaking.get(scene) ?? new Map<string, RoleDocuments[]>();
  speaking.set(scene, byAction);
  const roles = byAction.get(constant) ?? find();
  byAction.set(constant, roles);
  return roles;
}

const strangers = new WeakMap<SymbolicPrincipal, Formula>();

/** That the principal is a session of none of the roles. */
function isStranger({ roles }: Scene, principal: SymbolicPrincipal): Formula {
  const known =
    strangers.get(principal) ?? not(or(...roles.map(({ arn }) => isRole(principal, arn))));
  strangers.set(principal, known);
  return known;
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
