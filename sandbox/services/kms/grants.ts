import { randomBytes } from "node:crypto";
import { showPrincipal } from "../../identity/policies/principals";
import { IDENTIFIER, type Input } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Store } from "../../store/store";
import { AwsError } from "../../wire/messages";
import {
  covers,
  FOR_NO_RESOURCE,
  grantContext,
  isRepeated,
  PRINCIPAL,
  readGrant,
} from "./asked-grant";
import { authoriseCaller, authorisedKey, authoriseKey } from "./authorise-key";
import {
  checkGrantTokens,
  type GrantRecord,
  grantKey,
  grantsOf,
  grantToken,
  readGrantToken,
} from "./grant-record";
import { allKeys, requireEnabled, requireNotPendingDeletion } from "./key-record";
import type { KmsRequest } from "./kms-context";
import { resolveKeyById } from "./resolve-key";

const ID = { min: 1, max: 128 };

export function createGrant(request: KmsRequest) {
  const { platform, call, input, action } = request;
  checkGrantTokens(request);
  const found = resolveKeyById(request, input.text("KeyId", IDENTIFIER));
  const asked = readGrant(platform.store, input);
  // A caller that may make grants only by a grant may pass on what that grant gives, and no more.
  const covering = grantsOf(platform.store, found.key).filter((grant) => covers(grant, asked));
  authoriseKey(request, action, found, grantContext(platform.store, asked), covering);
  requireEnabled(found.key);
  return platform.store.transaction((writer) => {
    const same = grantsOf(platform.store, found.key).find((grant) => isRepeated(grant, asked));
    const grantId = same?.grantId ?? randomBytes(32).toString("hex");
    const { arn: keyArn } = found.key;
    const issuingAccount = call.caller.account;
    if (!same) {
      const record: GrantRecord = { ...asked, grantId, keyArn, issuingAccount, created: call.now };
      writer.put(grantKey(found.key, grantId), record);
    }
    return { GrantId: grantId, GrantToken: grantToken({ keyArn, grantId }) };
  });
}

export function listGrants(request: KmsRequest) {
  const { platform, input } = request;
  const key = authorisedKey(request, FOR_NO_RESOURCE);
  requireNotPendingDeletion(key);
  const id = input.optionalText("GrantId", ID);
  const grantee = input.optionalText("GranteePrincipal", PRINCIPAL);
  const service = input.optionalText("GranteeServicePrincipal", PRINCIPAL);
  const shown = grantsOf(platform.store, key)
    .filter(({ grantId }) => id === undefined || grantId === id)
    .map((grant) => grantOutput(platform.store, grant))
    .filter((one) => grantee === undefined || one.GranteePrincipal === grantee)
    .filter((one) => service === undefined || one.GranteeServicePrincipal === service);
  return grantPage(input, shown);
}

export function listRetirableGrants(request: KmsRequest) {
  const { platform, call, input, action } = request;
  authoriseCaller(request, action, "*");
  const retiring = input.optionalText("RetiringPrincipal", PRINCIPAL);
  const service = input.optionalText("RetiringServicePrincipal", PRINCIPAL);
  if ((retiring === undefined) === (service === undefined)) {
    throw validationException("Specify RetiringPrincipal or RetiringServicePrincipal.");
  }
  const shown = allKeys(platform.store, call)
    .flatMap((key) => grantsOf(platform.store, key))
    .map((grant) => grantOutput(platform.store, grant))
    .filter((one) => one.RetiringPrincipal === retiring)
    .filter((one) => one.RetiringServicePrincipal === service);
  return grantPage(input, shown);
}

/** Retires a grant by its token, or by key and ID. Only the grant itself, and policies, allow that. */
export function retireGrant(request: KmsRequest) {
  const { KeyId, GrantId } = namedGrant(request.input);
  removeGrant(request, KeyId, GrantId, {});
}

export function revokeGrant(request: KmsRequest) {
  const { input } = request;
  removeGrant(request, input.text("KeyId", IDENTIFIER), input.text("GrantId", ID), FOR_NO_RESOURCE);
}

function removeGrant(
  request: KmsRequest,
  keyId: string,
  grantId: string,
  context: Record<string, string>,
): void {
  const { platform, action } = request;
  platform.store.transaction((writer) => {
    const found = resolveKeyById(request, keyId);
    const grant = grantsOf(platform.store, found.key).find((one) => one.grantId === grantId);
    authoriseKey(request, action, found, context, grant ? [grant] : []);
    if (!grant) throw new AwsError("InvalidGrantIdException", `no grant ${grantId} of the key`);
    writer.remove(grantKey(found.key, grantId));
  });
}

function namedGrant(input: Input): { KeyId: string; GrantId: string } {
  const token = input.optionalText("GrantToken", { min: 1, max: 8192 });
  if (token === undefined) {
    return { KeyId: input.text("KeyId", IDENTIFIER), GrantId: input.text("GrantId", ID) };
  }
  if (input.has("KeyId") || input.has("GrantId")) {
    throw validationException("Please specify either a grant token or a key ID and grant ID.");
  }
  const { keyArn, grantId } = readGrantToken(token);
  return { KeyId: keyArn, GrantId: grantId };
}

function grantPage(input: Input, grants: ReturnType<typeof grantOutput>[]) {
  const { items, more } = cutPage(grants, input, PAGES.kms, 100, ({ GrantId }) => GrantId);
  return { Grants: items, ...more };
}

function grantOutput(store: Store, grant: GrantRecord) {
  const shown = (text: string | null | undefined, isService: boolean, member: string) =>
    text ? { [`${member}${isService ? "Service" : ""}Principal`]: showPrincipal(store, text) } : {};
  const constraints = {
    EncryptionContextSubset: grant.encryptionContextSubset ?? undefined,
    EncryptionContextEquals: grant.encryptionContextEquals ?? undefined,
    SourceArn: grant.sourceArn ?? undefined,
  };
  const principals: Record<string, string> = {
    ...shown(grant.grantee, grant.isForService, "Grantee"),
    ...shown(grant.retiringPrincipal, grant.isRetiredByService, "Retiring"),
  };
  return {
    KeyId: grant.keyArn,
    GrantId: grant.grantId,
    Name: grant.name ?? "",
    CreationDate: grant.created,
    IssuingAccount: `arn:aws:iam::${grant.issuingAccount}:root`,
    Operations: grant.operations,
    ...(Object.values(constraints).some(Boolean) && { Constraints: constraints }),
    GranteePrincipal: principals.GranteePrincipal,
    GranteeServicePrincipal: principals.GranteeServicePrincipal,
    RetiringPrincipal: principals.RetiringPrincipal,
    RetiringServicePrincipal: principals.RetiringServicePrincipal,
  };
}
