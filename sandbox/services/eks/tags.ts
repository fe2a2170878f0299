import { parseArn } from "iam-proof/names";
import { type ClusterChild, childKey, clusterKey } from "../../clusters/records";
import type { Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import type { Request } from "../../operations/service";
import { TAG_LIMIT, type TagChange, Tagging, type Tags } from "../../operations/tags/tags";
import type { Store, StoreKey } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages";

type Tagged = { tags: Tags };

const CHILD_KINDS: Record<string, ClusterChild> = {
  nodegroup: "eks-nodegroup",
  addon: "eks-addon",
  podidentityassociation: "eks-association",
  "access-entry": "eks-access-entry",
};

/** EKS's errors for tags. They are sent as a map, so none is repeated. */
const EKS_TAGS = new Tagging({
  reserved: (key) => invalidParameter(`tag ${key} uses the reserved prefix aws:`),
  repeated: (key) => invalidParameter(`tag ${key} comes twice`),
  tooMany: (count) => invalidParameter(`tags must be at most ${TAG_LIMIT}, got ${count}`),
});

export function readTags(input: Input): Tags {
  const pairs = Object.entries(input.structure("tags")?.members ?? {}).map(
    ([key, value]): [string, string] => {
      if (typeof value !== "string") throw invalidParameter(`tag ${key} must be a string`);
      if (/^aws:/i.test(value)) {
        throw invalidParameter(`the value of tag ${key} uses the reserved prefix aws:`);
      }
      return [key, value];
    },
  );
  return EKS_TAGS.read(pairs);
}

export function tagResource(request: Request) {
  changeTags(request, EKS_TAGS.adding(readTags(request.input)));
}

export function untagResource(request: Request) {
  changeTags(request, EKS_TAGS.removing(request.input.optionalTexts("tagKeys") ?? []));
}

function changeTags(request: Request, { context, of }: TagChange): void {
  const { key, value } = authorisedResource(request, context);
  const tags = of(value.tags);
  request.platform.store.transaction((writer) => writer.put(key, { ...value, tags }));
}

export function listTagsForResource(request: Request) {
  return { tags: authorisedResource(request).value.tags };
}

function authorisedResource(
  { platform, call, input, action }: Request,
  context: Record<string, string | string[]> = {},
): { key: StoreKey; value: Tagged } {
  const resource = input.text("resourceArn");
  const found = findResource(platform.store, call, resource);
  platform.authorise(call, { action, resource, resourceTags: found?.value.tags, context });
  if (found) return found;
  throw new AwsError("NotFoundException", `No resource found for ARN: ${resource}`, 404);
}

function findResource(
  store: Store,
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
