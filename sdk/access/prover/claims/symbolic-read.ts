import { parseArn } from "../../../grant/arn";
import { parsePolicy } from "../../grammar/parse-policy";
import type { ParsedPolicy } from "../../grammar/syntax";
import { managedKeyArn, managedKeyPolicy } from "../../may-read";
import type { AccessRequest, RequestPrincipal } from "../../request";
import { spellAction } from "../actions";
import {
  contextOn,
  isAllowedByAll,
  requestOn,
  type SymbolicCaller,
  symbolicCaller,
} from "../caller";
import { accountOf, type Deployment, readDocument } from "../deployment";
import { always, and, type Formula } from "../formula";
import { lowerKeys } from "../lower-keys";
import type { NamedScene } from "../scene";
import { type SymbolicContext, settledText } from "../symbolic-context";
import { knownText } from "../text-value";
import { contextKeyOf, type ReadTarget, readActions, viaServiceOf } from "./reading";

/** Somebody's reading of a secret or parameter: the value fetched, and decrypted through the service. */
export interface SymbolicRead {
  scene: NamedScene;
  caller: SymbolicCaller;
  /** Keys of both requests: what the caller chooses is the same in them. */
  context: SymbolicContext;
  isPossible: Formula;
  /** The caller belongs to the owner's account. */
  isOwnAccount: Formula;
  /** The requests that a model makes; of the AWS managed key nothing is asked. */
  requests(
    principal: RequestPrincipal,
    render: (context: SymbolicContext) => NonNullable<AccessRequest["context"]>,
  ): AccessRequest[];
}

export function symbolicRead(
  deployment: Deployment,
  target: ReadTarget,
  sceneOf: (policies: ParsedPolicy[]) => NamedScene,
): SymbolicRead {
  const { arn, key, tags } = target.of;
  const [action = ""] = readActions(target);
  const documents =
    target.kind === "secret"
      ? readDocument("resource", "resource policy", arn, target.of.policy)
      : [];
  const keyDocuments = key ? keyPolicy(deployment, key) : managedPolicy(arn);
  const scene = sceneOf([...documents, ...(key ? keyDocuments : [])]);
  const caller = symbolicCaller(scene, "principal");
  const context = contextOn(scene, caller, "request", arn, { resourceTags: lowerKeys(tags) });
  const fetch = requestOn(scene, caller, context, knownText(action), arn);
  const keyArn = key ?? managedKeyArn(parseArn(arn) ?? noArn);
  const decryptionContext = contextOn(scene, caller, "request", keyArn, {
    resourceTags: lowerKeys(key ? deployment.key(key)?.tags : {}),
    settled: {
      "kms:viaservice": settledText(viaServiceOf(arn)),
      [contextKeyOf(target).toLowerCase()]: settledText(arn),
    },
  });
  const decryption = requestOn(scene, caller, decryptionContext, knownText("kms:decrypt"), keyArn);
  const isEncrypted = target.kind === "secret" || key || target.of.secure === true;
  const ownAccountOnly = target.kind === "parameter" || !key;
  return {
    scene,
    caller,
    context,
    isOwnAccount: fetch.isSameAccount,
    isPossible: and(
      isAllowedByAll(scene, fetch, documents, "resource", accountOf(arn)),
      ownAccountOnly ? fetch.isSameAccount : always,
      isEncrypted
        ? isAllowedByAll(scene, decryption, keyDocuments, "key", accountOf(keyArn), !key)
        : always,
    ),
    requests: (principal, render) => [
      { principal, action: spellAction(action), resource: arn, context: render(context) },
      ...(key
        ? [
            {
              principal,
              action: "kms:Decrypt",
              resource: key,
              context: {
                ...render(decryptionContext),
                "kms:ViaService": viaServiceOf(arn),
                [contextKeyOf(target)]: arn,
              },
            },
          ]
        : []),
    ],
  };
}

function keyPolicy(deployment: Deployment, key: string): ParsedPolicy[] {
  return readDocument("key", "key policy", key, deployment.key(key)?.policy);
}

const managed = new Map<string, ParsedPolicy[]>();

function managedPolicy(arn: string): ParsedPolicy[] {
  const name = `${accountOf(arn)} ${viaServiceOf(arn)}`;
  const known = managed.get(name) ?? [
    parsePolicy(managedKeyPolicy(accountOf(arn), viaServiceOf(arn)), "key"),
  ];
  managed.set(name, known);
  return known;
}

const noArn = { partition: "aws", service: "", region: "", account: "", resource: "" };
