import type { Request } from "../../operations/service";
import { requestTagContext, type TagChange, tagList } from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages";
import { alreadyExists, noSuchEntity } from "./errors";
import { addedTags, authoriseNewTags, readTags, removedTags } from "./tags";

/** An OpenID Connect provider. It is kept, and no role can be assumed through it: STS lacks that here. */
interface OidcProviderRecord {
  arn: string;
  /** Without `https://`. */
  url: string;
  clientIds: string[];
  thumbprints: string[];
  tags: Record<string, string>;
  createDate: Date;
}

export function createOpenIDConnectProvider({ platform, call, input, action }: Request) {
  const address = input.text("Url", { min: 1, max: 255 });
  if (!/^https:\/\/[^\s?#]+$/.test(address)) {
    throw new AwsError("ValidationError", "Invalid Open ID Connect Provider URL");
  }
  const url = address.slice("https://".length).replace(/\/$/, "");
  const { account, partition } = call.caller;
  const arn = `arn:${partition}:iam::${account}:oidc-provider/${url}`;
  const tags = readTags(input);
  platform.authorise(call, { action, resource: arn, context: requestTagContext(tags) });
  authoriseNewTags({ platform, call }, "iam:TagOpenIDConnectProvider", arn, tags);
  const record: OidcProviderRecord = {
    arn,
    url,
    clientIds: input.optionalTexts("ClientIDList") ?? [],
    thumbprints: input.optionalTexts("ThumbprintList") ?? [],
    tags,
    createDate: call.now,
  };
  platform.store.transaction((writer) => {
    if (platform.store.get(["oidc-provider", account, url])) {
      throw alreadyExists(`Provider with url https://${url} already exists.`);
    }
    writer.put(["oidc-provider", account, url], record);
  });
  return { OpenIDConnectProviderArn: arn, Tags: tagList(tags) };
}

export function getOpenIDConnectProvider(request: Request) {
  const record = authorisedProvider(request);
  return {
    Url: record.url,
    ClientIDList: record.clientIds,
    ThumbprintList: record.thumbprints,
    CreateDate: record.createDate,
    Tags: tagList(record.tags),
  };
}

/** One that does not exist is no error. */
export function deleteOpenIDConnectProvider(request: Request) {
  request.platform.store.transaction((writer) => {
    const found = lookUpProvider(request);
    if (found) writer.remove(["oidc-provider", request.call.caller.account, found.url]);
  });
}

export function listOpenIDConnectProviders({ platform, call, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  return {
    OpenIDConnectProviderList: platform.store
      .values<OidcProviderRecord>(["oidc-provider", call.caller.account])
      .map(({ arn }) => ({ Arn: arn })),
  };
}

export function tagOpenIDConnectProvider(request: Request) {
  changeTags(request, addedTags(request));
}

export function untagOpenIDConnectProvider(request: Request) {
  changeTags(request, removedTags(request));
}

function changeTags(request: Request, change: TagChange): void {
  request.platform.store.transaction((writer) => {
    const record = authorisedProvider(request);
    const key = ["oidc-provider", request.call.caller.account, record.url] as const;
    writer.put([...key], { ...record, tags: change.of(record.tags) });
  });
}

function authorisedProvider(request: Request): OidcProviderRecord {
  const found = lookUpProvider(request);
  if (found) return found;
  throw noSuchEntity(`OpenIDConnect Provider not found for arn ${readProviderArn(request)}`);
}

/** The provider that the input names, where it exists, once the caller may do with it what is asked. */
function lookUpProvider(request: Request): OidcProviderRecord | undefined {
  const { platform, call, action } = request;
  const arn = readProviderArn(request);
  platform.authorise(call, { action, resource: arn });
  const url = arn.slice(arn.indexOf("oidc-provider/") + "oidc-provider/".length);
  const found = platform.store.get<OidcProviderRecord>(["oidc-provider", call.caller.account, url]);
  return found?.arn === arn ? found : undefined;
}

function readProviderArn({ input }: Request): string {
  return input.text("OpenIDConnectProviderArn", { min: 20, max: 2048 });
}
