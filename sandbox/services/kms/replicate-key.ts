import { knownRegions } from "iam-proof/names";
import { shownPolicy } from "../../identity/policies/accept-policy";
import { requestTagContext } from "../../identity/policies/request-tags";
import { alreadyExists, unsupportedOperation } from "../../operations/input/refusals";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authoriseCaller } from "./authorise-key";
import { authorisedKey } from "./change-key";
import { defaultKeyPolicy } from "./default-key-policy";
import { keyMetadata } from "./key-metadata";
import { findKey, type KeyRecord, putKey } from "./key-record";
import { requireEnabled } from "./key-state";
import type { KmsRequest } from "./kms-context";
import { keyTagList, readKeyTags } from "./tagging";

const REGION = { max: 32, pattern: /^([a-z]+-){2,3}\d+$/ };

/** The same id and material in another Region; policy, tags and aliases are the replica's own. */
export function replicateKey(request: KmsRequest) {
  const { platform, call, input } = request;
  const { store } = platform;
  const { account, partition } = call.caller;
  const region = input.text("ReplicaRegion", REGION);
  if (!knownRegions.has(region)) {
    throw unsupportedOperation(`ReplicaRegion must be a Region of AWS, got ${region}`);
  }
  const tags = readKeyTags(input);
  const policy = input.optionalText("Policy", { min: 1, max: 131_072 });
  const description = input.optionalText("Description", { max: 8192 }) ?? "";
  return store.transaction((writer) => {
    const primary = authorisedKey(request, { "kms:ReplicaRegion": region });
    if (primary.multiRegion?.primaryRegion !== primary.region) {
      throw unsupportedOperation(`${primary.arn} is not a multi-region primary key.`);
    }
    requireEnabled(primary);
    if (region === primary.region || findKey(request, account, primary.keyId, region)) {
      throw alreadyExists(`${primary.keyId} already exists in ${region}.`);
    }
    const there = { ...call, region };
    authoriseCaller({ platform, call: there }, "kms:CreateKey", "*", requestTagContext(tags));
    const arn = primary.arn.replace(`:${primary.region}:`, `:${region}:`);
    if (Object.keys(tags).length > 0) {
      authoriseCaller({ platform, call: there }, "kms:TagResource", arn, requestTagContext(tags));
    }
    const { primaryRegion, replicaRegions } = primary.multiRegion;
    const multiRegion = { primaryRegion, replicaRegions: [...replicaRegions, region] };
    const replica: KeyRecord = {
      ...primary,
      arn,
      region,
      created: call.now,
      description,
      policy: defaultKeyPolicy(partition, account),
      tags,
      aliases: [],
      multiRegion,
    };
    if (policy !== undefined) {
      replica.policy = acceptKeyPolicy({ platform, call: there, input }, replica, policy);
    }
    putKey(writer, replica);
    for (const sibling of [primaryRegion, ...replicaRegions]) {
      const key = findKey(request, account, primary.keyId, sibling);
      if (key) putKey(writer, { ...key, multiRegion });
    }
    return {
      ReplicaKeyMetadata: keyMetadata(replica),
      ReplicaPolicy: shownPolicy(store, replica.policy),
      ReplicaTags: keyTagList(Object.entries(tags)),
    };
  });
}
