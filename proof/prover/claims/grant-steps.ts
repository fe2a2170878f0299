import type { RoleDocuments } from "../../domain/documents";
import { isUntagged } from "../../domain/principal-kind";
import type { AccessRequest } from "../../domain/request";
import { isUnderResourceControl } from "../../domain/resource-control-levels";
import { tokenRequest, type WebIdentity } from "../../domain/web-identity";
import { accountOf } from "../documents/deployment";
import { isEncrypted } from "../documents/key-of-read";
import type { GrantQuestion } from "../documents/questions";
import { readActions } from "../documents/read-target";
import { isAllowedByAll } from "../request/allowed-by-all";
import {
  contextOn,
  hasTag,
  isRole,
  type QuestionSetup,
  requestOn,
  type SymbolicCaller,
  symbolicCaller,
} from "../request/caller";
import { serviceKeys } from "../request/service-keys";
import { and, type Formula, not } from "../solver/formula";
import { spellAction } from "../symbols/actions";
import { type SymbolicContext, settledText } from "../symbols/symbolic-context";
import { type SymbolicKey, saysSomething } from "../symbols/symbolic-key";
import { lowerKeys } from "../symbols/symbolic-request";
import { equalsText, knownText } from "../texts/text-value";
import { ABSENT, DIRECT, ofSession } from "./keys-of-readers";

/** A request that must be allowed for a grant to work. */
export interface Step {
  isAllowed: Formula;
  /** The request, without its principal and what the model chooses. */
  request: Pick<AccessRequest, "action" | "resource">;
  caller: SymbolicCaller;
  context: SymbolicContext;
}

/** Creating a session is one call, whose actions all have the same keys. */
const ASSUME = knownText("sts:assumerole");

/**
 * The steps to the reader's session: the service assumes the role and tags the session, and from it the target role. Or a token
 * of the reader creates the session. Facts about these sessions are added to `facts`.
 */
export function sessionSteps(
  setup: QuestionSetup,
  question: GrantQuestion,
  facts: Formula[],
): Step[] {
  const { association, chain } = question;
  if (association.webIdentity) {
    return chain.map((role) =>
      tokenStep(setup, role, association.webIdentity as WebIdentity, facts),
    );
  }
  const service = symbolicCaller(setup, "service");
  facts.push(service.isMaker());
  const session = callerOf(setup, question, chain[0], "session", facts);
  const actions = association.disableSessionTags
    ? ["sts:assumerole"]
    : ["sts:assumerole", "sts:tagsession"];
  return chain.flatMap((role, index) => {
    const caller = index === 0 ? service : session;
    const context = contextOn(setup, caller, `making ${index + 1}`, ASSUME, role.arn, {
      resourceTags: lowerKeys(role.tags),
      settled: {
        ...(index > 0 ? ofSession(setup, question, facts) : ABSENT),
        ...madeWith(setup, question, session, index, facts),
      },
    });
    // So that requests contain all tags, from which the evaluator derives aws:TagKeys.
    for (const key of tagsSent(setup, question)) context.keyOf(`aws:requesttag/${key}`);
    const trust = setup.policies.trustOf(role);
    return actions.map((action): Step => {
      const request = requestOn(setup, caller, context, knownText(action), role.arn);
      return {
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

/** A token of the reader creates the session, in a call that no service makes. */
function tokenStep(
  setup: QuestionSetup,
  role: RoleDocuments,
  tokens: WebIdentity,
  facts: Formula[],
): Step {
  const caller = symbolicCaller(setup, "token");
  const { kinds, provider } = caller.principal;
  facts.push(and(kinds.federated, equalsText(provider, tokens.provider)));
  const { action, ...request } = { ...tokenRequest(tokens), resource: role.arn };
  const spoken = knownText(action.toLowerCase());
  const context = contextOn(setup, caller, "making by token", spoken, role.arn, {
    resourceTags: lowerKeys(role.tags),
    settled: {
      ...ABSENT,
      ...DIRECT,
      ...Object.fromEntries(setup.tagKeys.map((key) => [`aws:requesttag/${key}`, []])),
      ...Object.fromEntries(
        Object.entries(request.context ?? {}).map(([key, value]) => [
          key.toLowerCase(),
          settledText(String(value)),
        ]),
      ),
      "aws:tagkeys": [],
      "sts:transitivetagkeys": [],
    },
  });
  for (const key of Object.keys(request.context ?? {})) context.keyOf(key.toLowerCase());
  return {
    isAllowed: isAllowedByAll(setup, requestOn(setup, caller, context, spoken, role.arn), {
      resource: setup.policies.trustOf(role),
      resourceKind: "trust",
      resourceAccount: accountOf(role.arn),
      strict: true,
    }),
    request: { action, resource: role.arn },
    caller,
    context,
  };
}

/** Both reads of a secret and its decryption, or the read of a parameter. */
export function readSteps(setup: QuestionSetup, question: GrantQuestion, facts: Formula[]): Step[] {
  const { chain, policies, session, target } = question;
  const caller = callerOf(setup, question, chain.at(-1), "reader", facts);
  const { arn, tags } = target.of;
  const steps = readActions(target).map((action): Step => {
    const context = contextOn(setup, caller, "request", knownText(action), arn, {
      resourceTags: lowerKeys(tags),
      settled: { ...ofSession(setup, question, facts), ...DIRECT },
    });
    const request = requestOn(setup, caller, context, knownText(action), arn);
    return {
      isAllowed: isAllowedByAll(setup, request, {
        resource: policies,
        resourceKind: "resource",
        resourceAccount: accountOf(arn),
        strict: true,
        session,
        skipResourceControl: !isUnderResourceControl(arn),
      }),
      request: { action: spellAction(action), resource: arn },
      caller,
      context,
    };
  });
  return isEncrypted(target) ? [...steps, decryptStep(setup, question, caller, facts)] : steps;
}

function decryptStep(
  setup: QuestionSetup,
  question: GrantQuestion,
  caller: SymbolicCaller,
  facts: Formula[],
): Step {
  const { contextArn, opening, session, target } = question;
  const { keyArn } = opening;
  const action = knownText("kms:decrypt");
  const context = contextOn(setup, caller, "decryption", action, keyArn, {
    isForwarded: true,
    resourceTags: lowerKeys(opening.tags),
    settled: {
      ...ofSession(setup, question, facts),
      ...serviceKeys(setup, target, "decryption", contextArn),
    },
  });
  const request = requestOn(setup, caller, context, action, keyArn);
  return {
    isAllowed: isAllowedByAll(setup, request, {
      resource: opening.policy,
      resourceKind: "key",
      grants: opening.grants,
      strict: true,
      isForwarded: true,
      resourceAccount: accountOf(keyArn),
      session,
      skipResourceControl: !isUnderResourceControl(keyArn),
    }),
    request: { action: "kms:Decrypt", resource: keyArn },
    caller,
    context,
  };
}

/** A session of the role with exactly the tags that the service gives it, and the role's own of other names. */
function callerOf(
  setup: QuestionSetup,
  question: GrantQuestion,
  role: RoleDocuments | undefined,
  name: string,
  facts: Formula[],
): SymbolicCaller {
  const caller = symbolicCaller(setup, name);
  const own = lowerKeys(role?.tags);
  const given = fixedTags(question);
  facts.push(isRole(caller.principal, role?.arn ?? ""));
  const keys = new Set([...setup.tagKeys, ...Object.keys(own), ...Object.keys(given)]);
  for (const key of keys) {
    const value = given[key] ?? own[key];
    const { present } = caller.tag(key);
    if (value !== undefined) facts.push(hasTag(caller, key, value));
    else if (!isUntagged(question.association) && varyingTags(setup).includes(key)) {
      facts.push(saysSomething(caller.tag(key)));
    } else facts.push(not(present));
  }
  return caller;
}

function varyingTags({ around }: QuestionSetup): string[] {
  return Object.keys(around.kind?.varying ?? {});
}

function fixedTags({ association, reader }: GrantQuestion): Record<string, string> {
  return isUntagged(association) ? {} : reader.fixedTags;
}

function tagsSent(setup: QuestionSetup, question: GrantQuestion): string[] {
  if (question.association.disableSessionTags) return [];
  return [...Object.keys(fixedTags(question)), ...varyingTags(setup)];
}

/** The keys that the service sends when it creates the session: the tags, its source and, without tags, an external id. */
function madeWith(
  setup: QuestionSetup,
  question: GrantQuestion,
  session: SymbolicCaller,
  index: number,
  facts: Formula[],
): Record<string, SymbolicKey> {
  const { kind, organization } = setup.around;
  const { identity, source: sourceArn } = question.reader;
  const source: Record<string, SymbolicKey> =
    index > 0
      ? {}
      : {
          "aws:sourceaccount": settledText(accountOf(sourceArn)),
          "aws:sourcearn": settledText(sourceArn),
          ...(organization.id && { "aws:sourceorgid": settledText(organization.id) }),
        };
  if (question.association.disableSessionTags) {
    const requested = Object.fromEntries(
      [...session.tags.keys()].map((key) => [`aws:requesttag/${key}`, [] as SymbolicKey]),
    );
    const external: Record<string, SymbolicKey> =
      index > 0 && kind ? { "sts:externalid": settledText(kind.externalId(identity)) } : {};
    return { ...requested, ...source, ...external };
  }
  const tags = fixedTags(question);
  const varyingKeys = varyingTags(setup);
  const known = Object.entries(tags).map(([key, value]) => [
    `aws:requesttag/${key}`,
    settledText(value),
  ]);
  const varying = varyingKeys.map((key) => [`aws:requesttag/${key}`, [session.tag(key)]]);
  const others = [...session.tags.keys()]
    .filter((key) => tags[key] === undefined && !varyingKeys.includes(key))
    .map((key) => [`aws:requesttag/${key}`, []]);
  for (const key of varyingKeys) facts.push(saysSomething(session.tag(key)));
  const keys = tagsSent(setup, question).flatMap((key) => settledText(key));
  return {
    ...(Object.fromEntries([...known, ...varying, ...others]) as Record<string, SymbolicKey>),
    "aws:tagkeys": keys,
    "sts:transitivetagkeys": keys,
    ...source,
  };
}
