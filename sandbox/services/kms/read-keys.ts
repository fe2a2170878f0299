import { IDENTIFIER } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import { authoriseCaller, authoriseKey } from "./authorise-key";
import { checkGrantTokens } from "./grant-token";
import { keyMetadata } from "./key-metadata";
import { allAliases, allKeys } from "./key-record";
import type { KmsRequest } from "./kms-context";
import { resolveKey, resolveKeyById } from "./resolve-key";

export function describeKey(request: KmsRequest) {
  checkGrantTokens(request);
  const found = resolveKey(request, request.input.text("KeyId", IDENTIFIER));
  authoriseKey(request, request.action, found);
  return { KeyMetadata: keyMetadata(found.key) };
}

/** The keys of the caller's account. */
export function listKeys(request: KmsRequest) {
  const { platform, call, input, action } = request;
  authoriseCaller(request, action, "*");
  const { items, more } = cutPage(
    allKeys(platform.store, call),
    input,
    PAGES.kms,
    1000,
    ({ keyId }) => keyId,
  );
  return { Keys: items.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...more };
}

/** The aliases of the caller's account, or of one key of it. */
export function listAliases(request: KmsRequest) {
  const { platform, call, input, action } = request;
  authoriseCaller(request, action, "*");
  const keyId = input.optionalText("KeyId", IDENTIFIER);
  const only = keyId === undefined ? undefined : resolveKeyById(request, keyId).key;
  const aliases = allAliases(platform.store, call).filter(
    (alias) => only === undefined || alias.keyId === only.keyId,
  );
  const { items, more } = cutPage(aliases, input, PAGES.kms, 100, ({ name }) => name);
  return {
    Aliases: items.map((alias) => ({
      AliasName: alias.name,
      AliasArn: alias.arn,
      TargetKeyId: alias.keyId,
      CreationDate: alias.created,
      LastUpdatedDate: alias.updated,
    })),
    ...more,
  };
}
