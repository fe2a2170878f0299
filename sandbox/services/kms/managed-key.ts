import { randomUUID } from "node:crypto";
import { accountRootArn, formatArn } from "iam-proof/names";
import type { Calling } from "../../operations/service";
import type { StoreWriter } from "../../store/store";
import { findAlias, findKey, type KeyRecord, putAlias } from "./key-record";
import type { KeyUse, KmsContext } from "./kms-context";

const DESCRIPTIONS: Record<string, string> = {
  secretsmanager: "Default key that protects my Secrets Manager data when no other key is defined",
  ssm: "Default key that protects my SSM parameters when no other key is defined",
};

export function managedKeyAlias(service: string): string {
  return `alias/aws/${service}`;
}

/** The AWS managed key of that alias, made at its first use as in AWS. Undefined if the sandbox does not know it. */
export function ensureManagedKey(request: KeyUse, alias: string): KeyRecord | undefined {
  const service = Object.keys(DESCRIPTIONS).find((name) => managedKeyAlias(name) === alias);
  if (!service) return undefined;
  const { platform, call } = request;
  const { account, partition } = call.caller;
  const find = () => {
    const existing = findAlias(request, account, alias);
    return existing && findKey(request, account, existing.keyId);
  };
  const makeOnce = (writer: StoreWriter) => {
    // A call may see only later that another made it.
    const made = find();
    if (made) return made;
    const key = newKey(request, {
      description: DESCRIPTIONS[service] ?? "",
      manager: "AWS",
      policy: managedKeyPolicy(service, partition, account, call.region),
    });
    key.rotation = { periodInDays: 365, since: call.now };
    return putAlias(writer, call, alias, key);
  };
  return find() ?? platform.store.transaction(makeOnce);
}

function managedKeyPolicy(
  service: string,
  partition: string,
  account: string,
  region: string,
): string {
  const throughService = {
    StringEquals: {
      "kms:CallerAccount": account,
      "kms:ViaService": `${service}.${region}.amazonaws.com`,
    },
  };
  return JSON.stringify({
    Version: "2012-10-17",
    Id: `auto-${service}-2`,
    Statement: [
      {
        Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:CreateGrant",
          "kms:DescribeKey",
        ],
        Resource: "*",
        Condition: throughService,
      },
      {
        Sid: "Allow direct access to key metadata to the account",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(partition, account) },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
        Resource: "*",
      },
    ],
  });
}

export function newKey(
  { platform: { material }, call: { caller, region, now } }: Calling<KmsContext>,
  choices: Pick<KeyRecord, "description" | "manager" | "policy"> &
    Partial<Pick<KeyRecord, "tags" | "multiRegion">>,
): KeyRecord {
  const { account, partition } = caller;
  const keyId = choices.multiRegion ? `mrk-${randomUUID().replaceAll("-", "")}` : randomUUID();
  return {
    arn: formatArn({ partition, service: "kms", region, account, resource: `key/${keyId}` }),
    account,
    region,
    keyId,
    created: now,
    state: "Enabled",
    tags: {},
    aliases: [],
    material: [material.create(keyId, 1)],
    ...choices,
  };
}
