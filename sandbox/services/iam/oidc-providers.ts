import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { alreadyExists, noSuchEntity } from "./errors";
import { list, text } from "./input";
import { mergeTags, readTags, requestTagContext, tagList, withoutTags } from "./tags";

interface OidcProviderRecord {
  arn: string;
  /** Without `https://`. */
  url: string;
  clientIds: string[];
  thumbprints: string[];
  tags: Record<string, string>;
  createDate: Date;
}

/** OpenID Connect providers. They are kept, and no role can be assumed through them: STS lacks that here. */
export function oidcProviderOperations(platform: Platform): Record<string, Operation> {
  const { store } = platform;
  const find = (call: Call, input: Record<string, unknown>, action: string) => {
    const arn = text(input, "OpenIDConnectProviderArn", { min: 20, max: 2048 });
    const url = arn.slice(arn.indexOf("oidc-provider/") + "oidc-provider/".length);
    const found = store.get<OidcProviderRecord>(["oidc-provider", call.caller.account, url]);
    platform.authorise(call, { action: `iam:${action}`, resource: arn });
    if (found?.arn !== arn) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
    return found;
  };
  return {
    CreateOpenIDConnectProvider: (call, input) => {
      const address = text(input, "Url", { min: 1, max: 255 });
      if (!/^https:\/\/[^\s?#]+$/.test(address)) {
        throw new AwsError("ValidationError", "Invalid Open ID Connect Provider URL");
      }
      const url = address.slice("https://".length).replace(/\/$/, "");
      const { account, partition } = call.caller;
      const arn = `arn:${partition}:iam::${account}:oidc-provider/${url}`;
      const tags = mergeTags({}, readTags(input));
      platform.authorise(call, {
        action: "iam:CreateOpenIDConnectProvider",
        resource: arn,
        context: requestTagContext(tags),
      });
      const record: OidcProviderRecord = {
        arn,
        url,
        clientIds: list(input, "ClientIDList").map(String),
        thumbprints: list(input, "ThumbprintList").map(String),
        tags,
        createDate: call.now,
      };
      store.transaction((writer) => {
        if (store.get(["oidc-provider", account, url])) {
          throw alreadyExists(`Provider with url https://${url} already exists.`);
        }
        writer.put(["oidc-provider", account, url], record);
      });
      return { OpenIDConnectProviderArn: arn, Tags: tagList(tags) };
    },

    GetOpenIDConnectProvider: (call, input) => {
      const record = find(call, input, "GetOpenIDConnectProvider");
      return {
        Url: record.url,
        ClientIDList: record.clientIds,
        ThumbprintList: record.thumbprints,
        CreateDate: record.createDate,
        Tags: tagList(record.tags),
      };
    },

    DeleteOpenIDConnectProvider: (call, input) => {
      store.transaction((writer) => {
        const { url } = find(call, input, "DeleteOpenIDConnectProvider");
        writer.remove(["oidc-provider", call.caller.account, url]);
      });
      return {};
    },

    ListOpenIDConnectProviders: (call) => {
      platform.authorise(call, { action: "iam:ListOpenIDConnectProviders", resource: "*" });
      return {
        OpenIDConnectProviderList: store
          .list<OidcProviderRecord>(["oidc-provider", call.caller.account])
          .map(({ value }) => ({ Arn: value.arn })),
      };
    },

    TagOpenIDConnectProvider: (call, input) => {
      const tags = readTags(input);
      store.transaction((writer) => {
        const record = find(call, input, "TagOpenIDConnectProvider");
        const changed = { ...record, tags: mergeTags(record.tags, tags) };
        writer.put(["oidc-provider", call.caller.account, record.url], changed);
      });
      return {};
    },

    UntagOpenIDConnectProvider: (call, input) => {
      const keys = list(input, "TagKeys").map(String);
      store.transaction((writer) => {
        const record = find(call, input, "UntagOpenIDConnectProvider");
        const changed = { ...record, tags: withoutTags(record.tags, keys) };
        writer.put(["oidc-provider", call.caller.account, record.url], changed);
      });
      return {};
    },
  };
}
