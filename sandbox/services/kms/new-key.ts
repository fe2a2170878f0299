import { randomUUID } from "node:crypto";

import { formatArn } from "iam-proof/names";
import type { Calling } from "../../operations/service";
import type { KeyRecord } from "./key-record";
import type { KmsContext } from "./kms-context";

/** A key of the caller's account with fresh random material, not yet stored. */
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
