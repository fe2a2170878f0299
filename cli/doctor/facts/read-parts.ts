import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ResolvedGrant } from "eks-pod-secrets/grant";
import { isMapping } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { ask, defineCall } from "../../documents/live/live-call";
import type { Seen } from "../step";
import { isCredential } from "../texts/capture-kinds";
import type { FoundObject, PartFacts } from "./account-facts";
import { seenOf } from "./seen";

/** The calls that return values. No other part of the command sees their answers. */
export const VALUES = {
  secret: defineCall(SecretsManagerClient, GetSecretValueCommand, {
    action: "secretsmanager:GetSecretValue",
    reason: "which JSON parts a value has, where that is asked for",
    resources: ({ secrets }) => secrets,
  }),
  parameters: defineCall(SSMClient, GetParametersCommand, {
    action: "ssm:GetParameters",
    reason: "which JSON parts a value has, where that is asked for",
    resources: ({ parameters }) => parameters,
  }),
};

/** Reads the value of a grant with its owner's credentials, and returns which of its JSON parts exist. The value is not kept. */
export function readParts(
  grant: ResolvedGrant,
  { arn }: FoundObject,
  access: AccountAccess,
): Promise<Seen<PartFacts>> {
  return seenOf(grant.target.account, async () =>
    partsOf(await readValue(grant, arn, access), grant),
  );
}

async function readValue(
  { kind, target, version: VersionId, versionStage }: ResolvedGrant,
  SecretId: string,
  access: AccountAccess,
): Promise<string | undefined> {
  if (kind === "secret") {
    const asked = { SecretId, VersionId, VersionStage: VersionId ? undefined : versionStage };
    return (await ask(VALUES.secret, access, asked)).SecretString;
  }
  const selector = VersionId ?? versionStage;
  const Names = [selector ? `${target.name}:${selector}` : target.name];
  const { Parameters = [] } = await ask(VALUES.parameters, access, { Names, WithDecryption: true });
  return Parameters[0]?.Value;
}

/** The parts of a value that exist. */
export async function partsOf(
  text: string | undefined,
  { jmesPath }: ResolvedGrant,
): Promise<PartFacts> {
  const value = parsed(text);
  const { search } = await import("jmespath");
  const partAt = (path: string) => {
    try {
      return search(value ?? null, path) ?? undefined;
    } catch {
      return undefined; // a function of JMESPath refuses what it finds
    }
  };
  const found = jmesPath.map(({ path }) => ({ path, part: partAt(path) }));
  const pathsOf = (is: (type: string) => boolean) =>
    found.flatMap(({ part, path }) => (is(typeof part) ? [path] : []));
  return {
    ...(isMapping(value) && { names: Object.keys(value).map(shownName) }),
    missing: pathsOf((type) => type === "undefined"),
    noText: pathsOf((type) => type !== "undefined" && type !== "string"),
  };
}

/** A member's name for messages: names may be tokens, or text that imitates this command's output. */
function shownName(name: string): string {
  return /^[\w.:/@ -]{1,64}$/.test(name) && !isCredential(name) ? name : "another name";
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined; // the parser's own message quotes the value
  }
}
