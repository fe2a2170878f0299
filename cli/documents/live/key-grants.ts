import type { GrantListEntry } from "@aws-sdk/client-kms";

import type { KeyGrantDocuments } from "iam-proof";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { askAllPages, UnreadError } from "./live-call";

/** Reads every grant of a key. */
export async function keyGrants(
  KeyId: string,
  access: AccountAccess,
): Promise<KeyGrantDocuments[]> {
  const pages = await askAllPages(LIVE_CALLS.listGrants, access, { KeyId });
  return pages.flatMap(({ Grants }) => Grants ?? []).map(grantDocuments);
}

function grantDocuments(grant: GrantListEntry): KeyGrantDocuments {
  const { Constraints, GranteePrincipal, GranteeServicePrincipal, Operations } = grant;
  const grantee = GranteePrincipal ?? GranteeServicePrincipal;
  if (!grantee || !Operations) {
    const reason = `AWS names the grant ${grant.GrantId} and leaves out what it gives, or to whom`;
    throw new UnreadError(LIVE_CALLS.listGrants.action, reason);
  }
  return {
    grantee,
    operations: Operations,
    retiringPrincipal: grant.RetiringPrincipal ?? grant.RetiringServicePrincipal ?? null,
    encryptionContextSubset: Constraints?.EncryptionContextSubset ?? null,
    encryptionContextEquals: Constraints?.EncryptionContextEquals ?? null,
    sourceArn: Constraints?.SourceArn ?? null,
  };
}
