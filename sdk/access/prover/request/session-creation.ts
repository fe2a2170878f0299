import type { RoleDocuments } from "../../domain/documents";
import { accountOf, readDocument } from "../documents/deployment";
import { BECOMING } from "../documents/read-target";
import { and, atom, type Formula, implies, not, or } from "../solver/formula";
import { lowerKeys } from "../symbols/lower-keys";
import type { SymbolicContext } from "../symbols/symbolic-context";
import type { freeElement } from "../symbols/symbolic-key";
import { constantPattern } from "../texts/text-pattern";
import { knownText } from "../texts/text-value";
import { isAllowedByAll } from "./allowed-by-all";
import {
  contextOn,
  hasTag,
  isPodIdentity,
  isRole,
  lacksTag,
  requestOn,
  type Scene,
  type SymbolicCaller,
  symbolicCaller,
} from "./caller";
import { assumingRequest, POD_IDENTITY_TAGS } from "./pod-identity-request";

/** Names of the assumptions about sessions. */
export const READER_TRUST = "reader-trust";
const POD_IDENTITY_TRUTH = "pod-identity-truth";

/**
 * Gives the caller a maker: where it is a session of a role whose trust policy is known, somebody assumed the role, with
 * tags that became the session's, and the trust policy let them.
 */
export function withMaker(
  scene: Scene,
  caller: SymbolicCaller,
  name: string,
  depth: number,
): MadeCaller {
  const { tagKeys } = scene;
  const trusted = scene.roles.filter(({ trust }) => trust !== null && trust !== undefined);
  if (depth === 0 || trusted.length === 0) return { caller, facts: [] };
  const bare = symbolicCaller(scene, `${name}'s maker`);
  const { caller: maker, facts } = withMaker(scene, bare, `${name}'s maker`, depth - 1);
  const requestTag = (key: string) => ({
    ...caller.tag(key),
    present: atom(`${name}'s making tag ${JSON.stringify(key)} is present`),
  });
  const request = assumingRequest(scene, maker, `${name}'s making`, requestTag);
  const makings = new Map(
    trusted.map((role) => [
      role.arn,
      contextOn(scene, maker, `${name}'s making`, role.arn, {
        settled: request.keys,
        resourceTags: lowerKeys(role.tags),
      }),
    ]),
  );
  for (const role of trusted) {
    const isSession = isRole(caller.principal, role.arn);
    facts.push(
      {
        assumption: READER_TRUST,
        fact: implies(
          isSession,
          and(
            isTrusted(scene, maker, makings, role, requestTag),
            ...tagKeys.map((key) => tagComesFrom(caller, role, key, requestTag(key).present)),
          ),
        ),
      },
      {
        assumption: POD_IDENTITY_TRUTH,
        fact: implies(and(isSession, isPodIdentity(maker)), request.podIdentitySays(role.arn)),
      },
    );
  }
  facts.push(...transitiveTags(scene, caller, maker, requestTag));
  return { caller: { ...caller, maker, making: (roleArn) => makings.get(roleArn) }, facts };
}

/** What is true of sessions, by the assumption under which it is. */
export interface SessionFact {
  assumption: string;
  fact: Formula;
}

export interface MadeCaller {
  caller: SymbolicCaller;
  facts: SessionFact[];
}

/** Gives the caller a maker, and assumes all that is true of sessions. */
export function assumeMaker(scene: Scene, caller: SymbolicCaller): SymbolicCaller {
  const made = withMaker(scene, caller, caller.principal.name, HOPS);
  for (const { assumption, fact } of made.facts) scene.problem.assume(assumption, fact);
  return made.caller;
}

/** How many steps from a session back to its maker are looked at: from a target role's to the reader's, and from that to EKS. */
export const HOPS = 2;

/** Says that the caller is a session whose role's trust policy is known, so that its maker is who made it. */
export function isMadeSession({ roles }: Scene, { making, principal }: SymbolicCaller): Formula {
  return or(...roles.filter(({ arn }) => making?.(arn)).map(({ arn }) => isRole(principal, arn)));
}

/** Says that EKS Pod Identity itself made the session, with session tags. */
export function isMadeByPodIdentity({ maker, principal }: SymbolicCaller): Formula {
  if (!maker) return or();
  return and(principal.kinds.session, isPodIdentity(maker));
}

type RequestTag = (key: string) => ReturnType<typeof freeElement>;

function isTrusted(
  scene: Scene,
  maker: SymbolicCaller,
  makings: ReadonlyMap<string, SymbolicContext>,
  role: RoleDocuments,
  requestTag: RequestTag,
): Formula {
  const making = makings.get(role.arn);
  if (!making) return or();
  const trust = readDocument("trust", "trust policy", role.arn, role.trust);
  const allowed = (action: string) =>
    isAllowedByAll(scene, requestOn(scene, maker, making, knownText(action), role.arn), {
      resource: trust,
      resourceKind: "trust",
      resourceAccount: accountOf(role.arn),
    });
  const isTagged = or(...scene.tagKeys.map((key) => requestTag(key).present));
  const { federated } = maker.principal.kinds;
  return and(
    or(
      and(not(federated), allowed(BECOMING.alone)),
      and(federated, or(...BECOMING.federated.map(allowed))),
    ),
    implies(isTagged, allowed(BECOMING.tagged)),
  );
}

/** A tag of the session is the request's; or else the role's own, or there is none. */
function tagComesFrom(
  caller: SymbolicCaller,
  role: RoleDocuments,
  key: string,
  isRequested: Formula,
): Formula {
  const own = Object.entries(role.tags ?? {}).find(([tag]) => tag.toLowerCase() === key);
  return and(
    implies(isRequested, caller.tag(key).present),
    implies(not(isRequested), own ? hasTag(caller, key, own[1]) : lacksTag(caller, key)),
  );
}

/** Says that EKS Pod Identity made the session, or one from which it was reached. */
function comesFromPod(caller: SymbolicCaller): Formula {
  const { maker } = caller;
  return or(isMadeByPodIdentity(caller), maker ? comesFromPod(maker) : or());
}

/** The six tags are transitive: they go with every role that the session assumes, and cannot be replaced. */
function transitiveTags(
  { problem }: Scene,
  caller: SymbolicCaller,
  maker: SymbolicCaller,
  requestTag: RequestTag,
): SessionFact[] {
  if (!maker.maker) return [];
  const isPod = comesFromPod(maker);
  return POD_IDENTITY_TAGS.filter((key) => caller.tags.has(key) && maker.tags.has(key)).map(
    (key) => {
      const passed = problem.template({
        name: `${caller.principal.name} has its maker's tag ${key}`,
        left: caller.tag(key).text,
        holes: [maker.tag(key).text],
        fill: ([text = ""]) => constantPattern(text),
        isEquality: true,
      });
      return {
        assumption: POD_IDENTITY_TRUTH,
        fact: implies(and(isPod, maker.tag(key).present), and(requestTag(key).present, passed)),
      };
    },
  );
}
