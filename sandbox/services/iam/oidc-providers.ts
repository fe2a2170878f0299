import {
  findOidcProvider,
  type OidcProviderRecord,
  oidcProviderKey,
} from "../../identity/records/oidc-providers";
import type { Input } from "../../operations/input/input";
import type { Limits } from "../../operations/input/input-dialect";
import type { Request } from "../../operations/service";
import {
  authoriseNewTags,
  requestTagContext,
  type TagChange,
  tagList,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages";
import { alreadyExists, invalidInput, limitExceeded, noSuchEntity } from "./errors";
import { addedTags, readTags, removedTags, tagPage } from "./tags";

/** Quotas of a provider: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_CLIENT_IDS = 100;
const MOST_THUMBPRINTS = 5;
const MOST_PROVIDERS = 100;

/** The thumbprint of the authority that signs EKS's issuers. IAM fetches it if none is given. */
const THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

const CLIENT_ID: Limits = { min: 1, max: 255 };

export function createOpenIDConnectProvider({ platform, call, input, action }: Request) {
  const address = input.text("Url", { min: 1, max: 255 });
  if (!/^https:\/\/[^\s?#:]+$/.test(address)) {
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
    clientIds: readClientIds(input),
    thumbprints: readThumbprints(input) ?? [THUMBPRINT],
    tags,
    createDate: call.now,
  };
  platform.store.transaction((writer) => {
    if (findOidcProvider(platform.store, account, url)) {
      throw alreadyExists(`Provider with url https://${url} already exists.`);
    }
    if (platform.store.list(["oidc-provider", account]).length >= MOST_PROVIDERS) {
      throw limitExceeded(
        `Cannot exceed quota for OpenIdConnectProvidersPerAccount: ${MOST_PROVIDERS}`,
      );
    }
    writer.put(oidcProviderKey(account, url), record);
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

/** Deleting a missing provider is no error. */
export function deleteOpenIDConnectProvider(request: Request) {
  request.platform.store.transaction((writer) => {
    const found = lookUpProvider(request);
    if (found) writer.remove(oidcProviderKey(request.call.caller.account, found.url));
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

export function listOpenIDConnectProviderTags(request: Request) {
  return tagPage(authorisedProvider(request).tags, request.input);
}

export function updateOpenIDConnectProviderThumbprint(request: Request) {
  request.input.texts("ThumbprintList");
  const thumbprints = readThumbprints(request.input) ?? [];
  changeProvider(request, () => ({ thumbprints }));
}

/** Adding an audience again is no error. */
export function addClientIDToOpenIDConnectProvider(request: Request) {
  const id = request.input.text("ClientID", CLIENT_ID);
  changeProvider(request, ({ clientIds }) => ({
    clientIds: withinQuota([...clientIds.filter((one) => one !== id), id]),
  }));
}

/** Removing a missing audience is no error. */
export function removeClientIDFromOpenIDConnectProvider(request: Request) {
  const id = request.input.text("ClientID", CLIENT_ID);
  changeProvider(request, ({ clientIds }) => ({
    clientIds: clientIds.filter((one) => one !== id),
  }));
}

export function tagOpenIDConnectProvider(request: Request) {
  changeTags(request, addedTags(request));
}

export function untagOpenIDConnectProvider(request: Request) {
  changeTags(request, removedTags(request));
}

function changeTags(request: Request, { context, of }: TagChange): void {
  changeProvider(request, ({ tags }) => ({ tags: of(tags) }), context);
}

function changeProvider(
  request: Request,
  change: (record: OidcProviderRecord) => Partial<OidcProviderRecord>,
  context?: TagChange["context"],
): void {
  request.platform.store.transaction((writer) => {
    const record = authorisedProvider(request, context);
    const key = oidcProviderKey(request.call.caller.account, record.url);
    writer.put(key, { ...record, ...change(record) });
  });
}

function readClientIds(input: Input): string[] {
  const ids = input.optionalTexts("ClientIDList") ?? [];
  if (ids.some((id) => id.length < 1 || id.length > 255)) {
    const rule =
      "Member must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 1]";
    throw input.refuse("ClientIDList", rule, ids);
  }
  return withinQuota([...new Set(ids)]);
}

function withinQuota(clientIds: string[]): string[] {
  if (clientIds.length <= MOST_CLIENT_IDS) return clientIds;
  throw limitExceeded(
    `Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${MOST_CLIENT_IDS}`,
  );
}

function readThumbprints(input: Input): string[] | undefined {
  const thumbprints = input.optionalTexts("ThumbprintList");
  if (thumbprints === undefined || thumbprints.length === 0) return undefined;
  if (thumbprints.some((one) => one.length !== 40)) {
    const rule =
      "Member must satisfy constraint: [Member must have length less than or equal to 40, Member must have length greater than or equal to 40]";
    throw input.refuse("ThumbprintList", rule, thumbprints);
  }
  if (thumbprints.length > MOST_THUMBPRINTS) {
    throw invalidInput(`Thumbprint list must contain fewer than ${MOST_THUMBPRINTS} entries.`);
  }
  return thumbprints.map((one) => one.toLowerCase());
}

function authorisedProvider(request: Request, context?: TagChange["context"]): OidcProviderRecord {
  const found = lookUpProvider(request, context);
  if (found) return found;
  throw noSuchEntity(`OpenIDConnect Provider not found for arn ${readProviderArn(request)}`);
}

/** The provider that the input names, if it exists and the caller may do this with it. */
function lookUpProvider(
  request: Request,
  context?: TagChange["context"],
): OidcProviderRecord | undefined {
  const { platform, call, action } = request;
  const arn = readProviderArn(request);
  const url = arn.slice(arn.indexOf("oidc-provider/") + "oidc-provider/".length);
  const found = findOidcProvider(platform.store, call.caller.account, url);
  const resourceTags = found?.tags ?? {};
  platform.authorise(call, { action, resource: arn, resourceTags, ...(context && { context }) });
  return found?.arn === arn ? found : undefined;
}

function readProviderArn({ input }: Request): string {
  return input.text("OpenIDConnectProviderArn", { min: 20, max: 2048 });
}
