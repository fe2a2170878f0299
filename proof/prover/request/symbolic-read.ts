import { getOrMake } from "../../collections/maps";
import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import { isUnderResourceControl } from "../../domain/resource-control-levels";
import type { ParsedPolicy } from "../../grammar/syntax";
import { accountOf, type Deployment } from "../documents/deployment";
import { isEncrypted, isKeyUnknown, keyOf, waysToOpen } from "../documents/key-of-read";
import {
  contextKeyOf,
  fetchesOf,
  isOwnAccountOnly,
  type ReadTarget,
  resourcePolicyOf,
  viaServiceOf,
} from "../documents/read-target";
import { always, and, type Formula, holds, not, or } from "../solver/formula";
import { spellAction } from "../symbols/actions";
import { lowerKeys } from "../symbols/lower-keys";
import { type SymbolicContext, settledText } from "../symbols/symbolic-context";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import type { Model } from "../texts/problem";
import { equalsText, knownText } from "../texts/text-value";
import { isAllowedByAll } from "./allowed-by-all";
import { contextOn, requestOn, type SymbolicCaller, symbolicCaller } from "./caller";
import type { SpelledSetup } from "./question-setup";
import { isRotation } from "./rotation";
import { serviceKeys } from "./service-keys";

/** Name of the assumption that principals of the owner's account have no rights of their own to read. */
export const OWNER_CLOSED = "owner-principals-closed";

/** A request by which the service opens a value. */
export interface Decryption {
  /** What is read, under the key that opens it. */
  way: ReadTarget;
  context: SymbolicContext;
  request: SymbolicRequest;
}

/** A read of a secret or parameter by an unknown caller: it fetches the value, and the service decrypts it. */
export interface SymbolicRead {
  setup: SpelledSetup;
  caller: SymbolicCaller;
  /** Keys of each request that may fetch the value, the usual one first; and of the requests that the service may make of KMS. */
  contexts: SymbolicContext[];
  /** How the service may open the value: with each of its keys, the one in force first. */
  decryptions: Decryption[];
  isPossible: Formula;
  /** The caller is an administrator of the owner's account. */
  isAdministrator: Formula;
  /** The requests that a model makes, the one that fetches the value first; of a key that is unknown, or AWS's own, nothing is asked. */
  requests(
    model: Model,
    principal: RequestPrincipal,
    render: (context: SymbolicContext) => NonNullable<AccessRequest["context"]>,
  ): AccessRequest[];
}

/**
 * Makes a read of the target by a caller of whom nothing is known. `ownRights` tells whether principals of the owner's account of whom the documents say nothing, administrators and the rotation role aside,
 * may fetch the value by rights of their own. What the secret's policy itself grants them, they may in any case.
 * `session` are the caller's session policies.
 */
export function symbolicRead(
  deployment: Deployment,
  target: ReadTarget,
  setupOf: (policies: ParsedPolicy[]) => SpelledSetup,
  ownRights: Formula = always,
  session: ParsedPolicy[] = [],
): SymbolicRead {
  const { arn, tags } = target.of;
  const documents = resourcePolicyOf(target);
  const ways = waysToOpen(deployment, target);
  const ofKeys = ways.flatMap((way) => {
    const { keyDocuments, keyGrants } = keyOf(deployment, way);
    return [...(way.of.key ? keyDocuments : []), ...keyGrants];
  });
  const setup = setupOf([...documents, ...ofKeys, ...session]);
  const caller = symbolicCaller(setup, "principal");
  const rotation = isRotation(caller, target);
  const administrator = isAdministrator(deployment, caller, accountOf(arn));
  const { account, hasArn } = caller.principal;
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
      resource: documents,
      resourceKind: "resource",
      resourceAccount: accountOf(arn),
      session,
      skipResourceControl: !isUnderResourceControl(arn),
      strangersMay: or(not(isSameAccount), administrator, rotation, ownRights),
    });
    return { action, resource, context, isAllowed };
  });
  const decryptions = ways.map((way, index) => {
    const opened = decryptionOf(setup, caller, way, index, session);
    const isAllowed = and(opened.isAllowed, isOwnAccountOnly(way) ? isSameAccount : always);
    return { ...opened, isAllowed };
  });
  return {
    setup,
    caller,
    contexts: [...contexts.values(), ...decryptions.map(({ context }) => context)],
    decryptions,
    isAdministrator: administrator,
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
        .flatMap(({ context, way }) => {
          const { key } = way.of;
          if (!key || isKeyUnknown(deployment, way)) return [];
          const named = { "kms:ViaService": viaServiceOf(arn, key), [contextKeyOf(way)]: arn };
          const request = { principal, action: "kms:Decrypt", resource: key };
          return [{ ...request, context: { ...render(context), ...named } }];
        }),
    ],
  };
}

/** The request by which the service opens the value with one of its keys; of a key that is unknown, anyone may make it. */
function decryptionOf(
  setup: SpelledSetup,
  caller: SymbolicCaller,
  way: ReadTarget,
  index: number,
  session: ParsedPolicy[],
): Decryption & { isAllowed: Formula } {
  const { deployment } = setup;
  const { key } = way.of;
  const { keyArn, keyDocuments, keyGrants } = keyOf(deployment, way);
  const name = index === 0 ? "decryption" : `decryption ${index + 1}`;
  const action = knownText("kms:decrypt");
  const context = contextOn(setup, caller, name, action, keyArn, {
    isForwarded: true,
    resourceTags: lowerKeys(key ? deployment.key(key)?.tags : {}),
    settled: serviceKeys(setup, way, name),
  });
  const request = requestOn(setup, caller, context, action, keyArn);
  return {
    way,
    context,
    request,
    isAllowed:
      isEncrypted(way) && !isKeyUnknown(deployment, way)
        ? isAllowedByAll(setup, request, {
            resource: keyDocuments,
            resourceKind: "key",
            grants: keyGrants,
            isForwarded: true,
            resourceAccount: accountOf(keyArn),
            session,
            skipResourceControl: !isUnderResourceControl(keyArn),
            // AWS does not say whether a boundary that forgets its managed keys keeps anyone from what they are for.
            isUnlimited: !key,
          })
        : always,
  };
}

function isAdministrator(
  { administrators }: Deployment,
  { principal: { arn, hasArn } }: SymbolicCaller,
  account: string,
): Formula {
  return or(
    ...administrators
      .filter((one) => accountOf(one) === account)
      .map((one) => and(hasArn, equalsText(arn, one))),
  );
}
