import { randomUUID } from "node:crypto";

import type { Input } from "../../operations/input/input";

const VERSION_ID = { min: 32, max: 64 };

/** `ClientRequestToken`, which becomes the id of the version. Clients make one for every call; raw calls get one. */
export function newVersionId(input: Input): string {
  return input.optionalText("ClientRequestToken", VERSION_ID) ?? randomUUID();
}

/** A member that names an existing version. */
export function versionIdMember(input: Input, member = "VersionId"): string | undefined {
  return input.optionalText(member, VERSION_ID);
}
