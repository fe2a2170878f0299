import type { AssociationDocuments, RoleDocuments } from "../../domain/documents";
import type { AccessRequest } from "../../domain/request";
import { isUnderResourceControl } from "../../domain/resource-control-levels";
import { CROSS_SERVICE_KEYS } from "../../grammar/global-keys";
import type { ParsedPolicy } from "../../grammar/syntax";
import { accountOf } from "../documents/deployment";
import { isEncrypted, openingOf } from "../documents/key-of-read";
import { readDocument } from "../documents/policies";
import { type ReadTarget, readActions, resourcePolicyOf } from "../documents/read-target";
import { isAllowedByAll } from "../request/allowed-by-all";
import {
  contextOn,
  hasTag,
  isRole,
  requestOn,
  type SymbolicCaller,
  symbolicCaller,
} from "../request/caller";
import type { SpelledSetup } from "../request/question-setup";
import { serviceKeys } from "../request/service-keys";
import { always, atom, type Formula, not } from "../solver/formula";
import { spellAction } from "../symbols/actions";
import { lowerKeys } from "../symbols/lower-keys";
import { type SymbolicContext, settledText } from "../symbols/symbolic-context";
import {
  freeElement,
  knownElement,
  type SymbolicKey,
  saysSomething,
} from "../symbols/symbolic-key";
import { knownText } from "../texts/text-value";

/** One request that a grant needs allowed. */
export interface Step {
  /** What fails where the step does. */
  title: string;
  isAllowed: Formula;
  /** The request, but for its principal and what the model chooses. */
  request: Pick<AccessRequest, "action" | "resource">;
  caller: SymbolicCaller;
  context: SymbolicContext;
}

/** Making a session is one call, and all its actions have the same keys. */
const ASSUME = knownText("sts:assumerole");

/**
 * Keys of credentials that others than a reader's service gave out, of people, and of agents: no session of a reader has them. Whether a call that comes by no
 * server for agents is said not to, or nothing is said of it, AWS does not tell (Agent Toolkit, "Troubleshooting AWS MCP Server identity and access").
 */
const ABSENT: Record<string, SymbolicKey> = Object.fromEntries(
  [
    ...CROSS_SERVICE_KEYS,
    "aws:calledviaawsmcp",
    "aws:assumedroot",
    "aws:chatbotsourcearn",
    "aws:ec2instancesourceprivateipv4",
    "aws:ec2instancesourcevpc",
    "aws:federatedprovider",
    "aws:multifactorauthage",
  ].map((name) => [name.toLowerCase(), []]),
);
ABSENT["aws:viaawsmcpservice"] = [
  knownElement("false", atom("a call that no agent makes says so")),
];

/** What a call by the reader itself says, and no service that calls for it: IAM's guide has no other keys in such a call. */
const DIRECT: Record<string, SymbolicKey> = {
  "aws:viaawsservice": settledText("false"),
  "aws:calledvia": [],
  "aws:calledviafirst": [],
  "aws:calledvialast": [],
  "aws:referer": [],
};

/** Keys of whoever has a session of a reader: when it was made, no document knows. */
function ofSession({ problem, spellings }: SpelledSetup): Record<string, SymbolicKey> {
  const name = "aws:tokenissuetime";
  if (!spellings.has(name)) return ABSENT;
  const made = { ...freeElement(problem, `session ${name}`), present: always };
  problem.require(saysSomething(made), "a session has a time of issue");
  return { ...ABSENT, [name]: [made] };
}

/** The service assumes the reader's role and tags the session; from that, the target role. */
export function sessionSteps(
  setup: SpelledSetup,
  association: AssociationDocuments,
  chain: RoleDocuments[],
): Step[] {
  const service = symbolicCaller(setup, "service");
  setup.problem.require(service.isMaker(), "the service makes the reader's session");
  const session = callerOf(setup, association, chain[0], "session");
  const actions = association.disableSessionTags
    ? ["sts:assumerole"]
    : ["sts:assumerole", "sts:tagsession"];
  return chain.flatMap((role, index) => {
    const caller = index === 0 ? service : session;
    const context = contextOn(setup, caller, `making ${index + 1}`, ASSUME, role.arn, {
      resourceTags: lowerKeys(role.tags),
      settled: {
        ...(index > 0 ? ofSession(setup) : ABSENT),
        ...madeWith(setup, association, session, index),
      },
    });
    // So that requests show all tags: by them the evaluator knows aws:TagKeys.
    for (const key of tagsSent(setup, association)) context.keyOf(`aws:requesttag/${key}`);
    const trust = setup.policies.trustOf(role);
    return actions.map((action): Step => {
      const request = requestOn(setup, caller, context, knownText(action), role.arn);
      return {
        title: `${spellAction(action)} on ${role.arn}`,
        isAllowed: isAllowedByAll(setup, request, {
          resource: trust,
          resourceKind: "trust",
          resourceAccount: accountOf(role.arn),
          strict: true,
          isForwarded: true,
        }),
        request: { action: spellAction(action), resource: role.arn },
        caller,
        context,
      };
    });
  });
}

/** Both reads of a secret and its decryption, or the one of a parameter. */
export function readSteps(
  setup: SpelledSetup,
  association: AssociationDocuments,
  target: ReadTarget,
  chain: RoleDocuments[],
  contextArn?: string,
): Step[] {
  const role = chain.at(-1);
  const caller = callerOf(setup, association, role, "reader");
  const { arn, tags } = target.of;
  const documents = resourcePolicyOf(setup, target);
  const steps = readActions(target).map((action): Step => {
    const context = contextOn(setup, caller, "request", knownText(action), arn, {
      resourceTags: lowerKeys(tags),
      settled: { ...ofSession(setup), ...DIRECT },
    });
    const request = requestOn(setup, caller, context, knownText(action), arn);
    return {
      title: `${spellAction(action)} on ${arn}`,
      isAllowed: isAllowedByAll(setup, request, {
        resource: documents,
        resourceKind: "resource",
        resourceAccount: accountOf(arn),
        strict: true,
        session: sessionPolicy(association),
        skipResourceControl: !isUnderResourceControl(arn),
      }),
      request: { action: spellAction(action), resource: arn },
      caller,
      context,
    };
  });
  return isEncrypted(target)
    ? [...steps, decryptStep(setup, association, target, caller, contextArn)]
    : steps;
}

function decryptStep(
  setup: SpelledSetup,
  association: AssociationDocuments,
  target: ReadTarget,
  caller: SymbolicCaller,
  contextArn?: string,
): Step {
  const { arn } = target.of;
  const opening = openingOf(setup.deployment, target);
  const { keyArn } = opening;
  const action = knownText("kms:decrypt");
  const context = contextOn(setup, caller, "decryption", action, keyArn, {
    isForwarded: true,
    resourceTags: lowerKeys(opening.tags),
    settled: { ...ofSession(setup), ...serviceKeys(setup, target, "decryption", contextArn) },
  });
  const request = requestOn(setup, caller, context, action, keyArn);
  return {
    title: `kms:Decrypt of ${arn}`,
    isAllowed: isAllowedByAll(setup, request, {
      resource: opening.policy,
      resourceKind: "key",
      grants: opening.grants,
      strict: true,
      isForwarded: true,
      resourceAccount: accountOf(keyArn),
      session: sessionPolicy(association),
      skipResourceControl: !isUnderResourceControl(keyArn),
    }),
    request: { action: "kms:Decrypt", resource: keyArn },
    caller,
    context,
  };
}

function sessionPolicy({ policy, roleArn }: AssociationDocuments): ParsedPolicy[] {
  return readDocument("session", "session policy of the association", roleArn, policy);
}

/** A session of the role with just the tags that the service gives it, and the role's own of other names. */
function callerOf(
  setup: SpelledSetup,
  association: AssociationDocuments,
  role: RoleDocuments | undefined,
  name: string,
): SymbolicCaller {
  const caller = symbolicCaller(setup, name);
  const own = lowerKeys(role?.tags);
  const given = fixedTags(setup, association);
  const { problem } = setup;
  problem.require(
    isRole(caller.principal, role?.arn ?? ""),
    "the reader has a session of its association's role",
  );
  const keys = new Set([...setup.tagKeys, ...Object.keys(own), ...Object.keys(given)]);
  for (const key of keys) {
    const value = given[key] ?? own[key];
    const { present } = caller.tag(key);
    if (value !== undefined) problem.require(hasTag(caller, key, value), TAGS);
    else if (!association.disableSessionTags && varyingTags(setup).includes(key)) {
      problem.require(saysSomething(caller.tag(key)), TAGS);
    } else problem.require(not(present), TAGS);
  }
  return caller;
}

const TAGS = "a reader's session has the tags of its service and of its role";

function varyingTags({ deployment }: SpelledSetup): string[] {
  return Object.keys(deployment.kind?.varying ?? {});
}

function fixedTags(
  { deployment }: SpelledSetup,
  association: AssociationDocuments,
): Record<string, string> {
  return association.disableSessionTags ? {} : deployment.reader(association).fixedTags;
}

function tagsSent(setup: SpelledSetup, association: AssociationDocuments): string[] {
  if (association.disableSessionTags) return [];
  return [...Object.keys(fixedTags(setup, association)), ...varyingTags(setup)];
}

/** What the service says as it makes the session: the tags, its source, and an external id where there are no tags. */
function madeWith(
  setup: SpelledSetup,
  association: AssociationDocuments,
  session: SymbolicCaller,
  index: number,
): Record<string, SymbolicKey> {
  const { deployment, problem } = setup;
  const { kind, organization } = deployment;
  const { identity, source: sourceArn } = deployment.reader(association);
  const source: Record<string, SymbolicKey> =
    index > 0
      ? {}
      : {
          "aws:sourceaccount": settledText(accountOf(sourceArn)),
          "aws:sourcearn": settledText(sourceArn),
          ...(organization.id && { "aws:sourceorgid": settledText(organization.id) }),
        };
  if (association.disableSessionTags) {
    const requested = Object.fromEntries(
      [...session.tags.keys()].map((key) => [`aws:requesttag/${key}`, [] as SymbolicKey]),
    );
    const external: Record<string, SymbolicKey> =
      index > 0 && kind ? { "sts:externalid": settledText(kind.externalId(identity)) } : {};
    return { ...requested, ...source, ...external };
  }
  const tags = fixedTags(setup, association);
  const varyingKeys = varyingTags(setup);
  const known = Object.entries(tags).map(([key, value]) => [
    `aws:requesttag/${key}`,
    settledText(value),
  ]);
  const varying = varyingKeys.map((key) => [`aws:requesttag/${key}`, [session.tag(key)]]);
  const others = [...session.tags.keys()]
    .filter((key) => tags[key] === undefined && !varyingKeys.includes(key))
    .map((key) => [`aws:requesttag/${key}`, []]);
  for (const key of varyingKeys) problem.require(saysSomething(session.tag(key)), TAGS);
  const keys = tagsSent(setup, association).flatMap((key) => settledText(key));
  return {
    ...(Object.fromEntries([...known, ...varying, ...others]) as Record<string, SymbolicKey>),
    "aws:tagkeys": keys,
    "sts:transitivetagkeys": keys,
    ...source,
  };
}
