import { getOrMake } from "../../collections";
import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import { isUnderResourceControl } from "../../domain/resource-control-levels";
import { accountOf } from "../documents/deployment";
import { isEncrypted, type Opening, type ReadQuestion } from "../documents/key-of-read";
import { contextKeyOf, fetchesOf, isOwnAccountOnly, viaServiceOf } from "../documents/read-target";
import { always, and, type Formula, holds, not, or } from "../solver/formula";
import { spellAction } from "../symbols/actions";
import { type SymbolicContext, settledText } from "../symbols/symbolic-context";
import { lowerKeys, type SymbolicRequest } from "../symbols/symbolic-request";
import type { Model } from "../texts/problem";
import { equalsText, knownText } from "../texts/text-value";
import { isAllowedByAll } from "./allowed-by-all";
import {
  contextOn,
  type QuestionSetup,
  requestOn,
  type SymbolicCaller,
  symbolicCaller,
} from "./caller";
import { isRotation } from "./rotation";
import { serviceKeys } from "./service-keys";

/** Name of the assumption that principals of the owner's account have no rights of their own to read. */
export const OWNER_CLOSED = "owner-principals-closed";

/** A request with which the service decrypts a value. */
export interface Decryption {
  opening: Opening;
  context: SymbolicContext;
  request: SymbolicRequest;
}

/** A read of a secret or parameter by an unknown caller: it fetches the value, and the service decrypts it. */
export interface SymbolicRead {
  caller: SymbolicCaller;
  /** The keys of each request that may fetch the value (the usual one first), and of the requests that the service may make to KMS. */
  contexts: SymbolicContext[];
  /** The ways in which the service may open the value, one for each key, the current one first. */
  decryptions: Decryption[];
  isPossible: Formula;
  /** The caller is an administrator of the owner's account. */
  isAdministrator: Formula;
  /** The requests in a model, first the one that fetches the value. There is none for a key that is unknown or AWS's own. */
  requests(
    model: Model,
    principal: RequestPrincipal,
    render: (context: SymbolicContext) => NonNullable<AccessRequest["context"]>,
  ): AccessRequest[];
}

/**
 * A read by a caller about which nothing is known. `ownRights`: whether principals of the owner's account that are not in the
 * documents, except administrators and the rotation role, may fetch the value by rights of their own. They may always do what the
 * secret's policy itself grants them.
 */
export function symbolicRead(
  setup: QuestionSetup,
  question: ReadQuestion,
  ownRights: Formula,
): SymbolicRead {
  const { administrators, openings, policies, session, target } = question;
  const { arn, tags } = target.of;
  const caller = symbolicCaller(setup, "principal");
  const rotation = isRotation(caller, target);
  const { account, arn: callerArn, hasArn } = caller.principal;
  const isAdministrator = or(
    ...administrators.map((one) => and(hasArn, equalsText(callerArn, one))),
  );
  const isSameAccount = and(hasArn, equalsText(account, accountOf(arn)));
  const contexts = new Map<string, SymbolicContext>();
  const fetches = fetchesOf(target).map(({ action, isRecursive = false, resource }) => {
    const context = getOrMake(contexts, `${action} ${isRecursive}`, () =>
      contextOn(setup, caller, "request", knownText(action), arn, {
        resourceTags: lowerKeys(tags),
        ...(isRecursive && { settled: { "ssm:recursive": settledText("true") } }),
      }),
    );
    const request = requestOn(setup, caller, context, knownText(action), resource);
    const isAllowed = isAllowedByAll(setup, request, {
      resource: policies,
      resourceKind: "resource",
      resourceAccount: accountOf(arn),
      session,
      skipResourceControl: !isUnderResourceControl(arn),
      strangersMay: or(not(isSameAccount), isAdministrator, rotation, ownRights),
    });
    return { action, resource, context, isAllowed };
  });
  const decryptions = openings.map((opening, index) => {
    const opened = decryptionOf(setup, caller, opening, index, session);
    const isOpen = isOwnAccountOnly(opening.target) ? isSameAccount : always;
    const isAllowed = and(opened.isAllowed, isOpen);
    return { ...opened, isAllowed };
  });
  return {
    caller,
    contexts: [...contexts.values(), ...decryptions.map(({ context }) => context)],
    decryptions,
    isAdministrator,
    isPossible: and(
      or(...fetches.map(({ isAllowed }) => isAllowed)),
      or(...decryptions.map(({ isAllowed }) => isAllowed)),
    ),
    requests: (model, principal, render) => [
      ...fetches
        .filter(({ isAllowed }) => holds(isAllowed, model.truth))
        .slice(0, 1)
        .map(({ action, context, resource }) => ({
          principal,
          action: spellAction(action),
          resource,
          context: render(context),
        })),
      ...decryptions
        .filter(({ isAllowed }) => holds(isAllowed, model.truth))
        .slice(0, 1)
        .flatMap(({ context, opening }) => {
          const { key } = opening.target.of;
          if (!key || opening.isUnknown) return [];
          const named = { "kms:ViaService": viaServiceOf(arn, key), [contextKeyOf(target)]: arn };
          const request = { principal, action: "kms:Decrypt", resource: key };
          return [{ ...request, context: { ...render(context), ...named } }];
        }),
    ],
  };
}

/** The request with which the service opens the value with one of its keys. For an unknown key, anyone may make it. */
function decryptionOf(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  opening: Opening,
  index: number,
  session: ReadQuestion["session"],
): Decryption & { isAllowed: Formula } {
  const { grants, isUnknown, keyArn, policy, tags, target } = opening;
  const name = index === 0 ? "decryption" : `decryption ${index + 1}`;
  const action = knownText("kms:decrypt");
  const context = contextOn(setup, caller, name, action, keyArn, {
    isForwarded: true,
    resourceTags: lowerKeys(tags),
    settled: serviceKeys(setup, target, name),
  });
  const request = requestOn(setup, caller, context, action, keyArn);
  return {
    opening,
    context,
    request,
    isAllowed:
      isEncrypted(target) && !isUnknown
        ? isAllowedByAll(setup, request, {
            resource: policy,
            resourceKind: "key",
            grants,
            isForwarded: true,
            resourceAccount: accountOf(keyArn),
            session,
            skipResourceControl: !isUnderResourceControl(keyArn),
            // AWS does not document whether a boundary without AWS managed keys prevents their use.
            isUnlimited: !target.of.key,
          })
        : always,
  };
}
