import type { Platform } from "../../identity/platform";
import type { Request } from "../../operations/service";
import { isAttachable } from "./attached-policies";
import { noSuchEntity } from "./errors";
import { changeIdentity, type IdentityKind } from "./identities";

export function putPermissionsBoundary(request: Request, kind: IdentityKind) {
  const arn = request.input.text("PermissionsBoundary", { min: 20, max: 2048 });
  changeIdentity(
    request,
    kind,
    (identity) => {
      requireBoundary(request.platform, arn, identity.account);
      return { ...identity, permissionsBoundary: arn };
    },
    { "iam:PermissionsBoundary": arn },
  );
}

export function deletePermissionsBoundary(request: Request, kind: IdentityKind) {
  changeIdentity(request, kind, (identity) => {
    if (identity.permissionsBoundary === undefined) {
      throw noSuchEntity(`The ${kind.word} ${identity.name} has no permissions boundary.`);
    }
    return { ...identity, permissionsBoundary: undefined };
  });
}

/** Throws unless a managed policy may bound: it must exist, and be AWS's or of the account. */
export function requireBoundary(platform: Platform, arn: string, account: string): void {
  if (isAttachable(platform, arn, account)) return;
  throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
}
