import { shownPolicy } from "../../identity/policies/accept-policy";
import { optionalString, requiredString } from "../../operations/input/member";
import { requestTagContext } from "../../operations/tags/tags";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authoriseCaller } from "./authorise-key";
import { authorisedKey } from "./change-key";
import { defaultKeyPolicy } from "./default-key-policy";
import { keyMetadata } from "./key-metadata";
import type { KeyRecord } from "./key-record";
import { findKey, putKey } from "./key-record";
import { requireEnabled } from "./key-state";
import { readKeyTags } from "./key-tags";
import type { KmsContext } from "./kms-context";

/** `ReplicateKey`: the same id and material in another Region; policy, tags and aliases are the replica's own. */
export function replicateKey(context: KmsContext): Operation {
  const { store } = context.platform;
  return (call, input) => {
    const region = requiredString(input, "ReplicaRegion", {
      max: 32,
      pattern: /^([a-z]+-){2,3}\d+$/,
    });
    const tags = readKeyTags(input);
    const policy = optionalString(input, "Policy", { min: 1, max: 131_072 });
    const description = optionalString(input, "Description", { max: 8192 }) ?? "";
    return store.transaction((writer) => {
      const primary = authorisedKey(context, call, input, "ReplicateKey", {
        "kms:ReplicaRegion": region,
      });
      if (primary.multiRegion?.primaryRegion !== primary.region) {
        throw new AwsError(
          "UnsupportedOperationException",
          `${primary.arn} is not a multi-region primary key.`,
        );
      }
      requireEnabled(primary);
      const there = { ...call, region };
      const { account, partition } = call.caller;
      if (region === primary.region || findKey(store, call, account, region, primary.keyId)) {
        throw new AwsError(
          "AlreadyExistsException",
          `${primary.keyId} already exists in ${region}.`,
        );
      }
      authoriseCaller(context, { call: there }, "CreateKey", "*", requestTagContext(tags));
      const multiRegion = {
        ...primary.multiRegion,
        replicaRegions: [...primary.multiRegion.replicaRegions, region],
      };
      const replica: KeyRecord = {
        ...primary,
        arn: primary.arn.replace(`:${primary.region}:`, `:${region}:`),
        region,
        created: call.now,
        description,
        policy: defaultKeyPolicy(partition, account),
        tags,
        aliases: [],
        multiRegion,
      };
      if (policy !== undefined) {
        replica.policy = acceptKeyPolicy(context, there, replica, policy, input);
      }
      putKey(writer, replica);
      for (const sibling of [primary.region, ...primary.multiRegion.replicaRegions]) {
        const key = findKey(store, call, account, sibling, primary.keyId);
        if (key) putKey(writer, { ...key, multiRegion });
      }
      return {
        ReplicaKeyMetadata: keyMetadata(replica),
        ReplicaPolicy: shownPolicy(store, replica.policy),
        ReplicaTags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      };
    });
  };
}
