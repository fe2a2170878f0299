import { randomUUID } from "node:crypto";

import { formatArn } from "../../../sdk/rules/arn";
import type { Call } from "../../wire/messages/operation";
import type { KeyRecord } from "./key-record";
import type { KmsContext } from "./kms-context";

/** A key of the caller's account with fresh random material, not yet stored. */
export function newKey(
  { material }: KmsContext,
  { caller, region, now }: Call,
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
