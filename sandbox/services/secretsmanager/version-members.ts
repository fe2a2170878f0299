import { randomUUID } from "node:crypto";

import type { Input } from "../../operations/input/member";
import { optionalString } from "../../operations/input/member";

const VERSION_ID = { min: 32, max: 64 };

/** `ClientRequestToken`, which becomes the id of the version. Clients make one for every call; raw calls get one. */
export function newVersionId(input: Input): string {
  return optionalString(input, "ClientRequestToken", VERSION_ID) ?? randomUUID();
}

/** A member that names an existing version. */
export function versionIdMember(input: Input, member = "VersionId"): string | undefined {
  return optionalString(input, member, VERSION_ID);
}

/** A member that names a staging label. */
export function versionStageMember(input: Input): string | undefined {
  return optionalString(input, "VersionStage", { min: 1, max: 256 });
}
