import { parseArn } from "../../../sdk/rules/arn";
import { type ClusterChild, childKey, clusterKey } from "../../clusters/records";
import { addTags, removeTags, requestTagContext } from "../../operations/tags/tags";
import type { StoreKey } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { type Input, requiredString, stringList, tagsOf } from "./input";
import { authorise } from "./lookup";

type Tagged = { tags: Record<string, string> };

const CHILD_KINDS: Record<string, ClusterChild> = {
  nodegroup: "eks-nodegroup",
  addon: "eks-addon",
  podidentityassociation: "eks-association",
  "access-entry": "eks-access-entry",
};

/** The operations on the tags of clusters and of what hangs from them. */
export function tagOperations(platform: Platform) {
  const { store } = platform;

  const tagged = (call: Call, input: Input, action: string, context = {}) => {
    const resource = requiredString(input, "resourceArn");
    const found = findTagged(platform, call, resource);
    authorise(platform, call, { action, resource, resourceTags: found?.value.tags, context });
    if (!found) {
      throw new AwsError("NotFoundException", `No resource found for ARN: ${resource}`, 404);
    }
    return found;
  };
  const save = ({ key, value }: { key: StoreKey; value: Tagged }, tags: Record<string, string>) =>
    store.transaction((writer) => writer.put(key, { ...value, tags }));

  return {
    TagResource(call: Call, input: Input) {
      const tags = tagsOf(input);
      const found = tagged(call, input, "TagResource", requestTagContext(tags));
      save(found, addTags(found.value.tags, tags));
      return {};
    },

    UntagResource(call: Call, input: Input) {
      const keys = stringList(input, "tagKeys");
      const found = tagged(call, input, "UntagResource", { "aws:TagKeys": keys });
      save(found, removeTags(found.value.tags, keys));
      return {};
    },

    ListTagsForResource(call: Call, input: Input) {
      return { tags: tagged(call, input, "ListTagsForResource").value.tags };
    },
  };
}

function findTagged(
  { store }: Platform,
  call: Call,
  text: string,
): { key: StoreKey; value: Tagged } | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "eks" || arn.account !== call.caller.account) return undefined;
  const [kind = "", name = ""] = arn.resource.split("/");
  const cluster = { account: arn.account, region: arn.region, name };
  if (kind === "cluster") {
    const key = clusterKey(cluster);
    const value = store.get<Tagged>(key);
    return value && { key, value };
  }
  const child = CHILD_KINDS[kind];
  if (!child) return undefined;
  return store
    .list<Tagged & Record<string, unknown>>(childKey(child, cluster))
    .find(({ value }) => [value.arn, value.associationArn, value.accessEntryArn].includes(text));
}
