import { requestTagContext } from "../../identity/policies/request-tags";
import type { Request } from "../../operations/service";
import { addTags, removeTags } from "../../operations/tags/tags";
import type { EncryptingPlatform } from "../kms";
import { changeSecret } from "./change-secret";
import { readSecretTags, SECRET_TAGS } from "./secret-tags";

export function tagResource(platform: EncryptingPlatform, request: Request) {
  const added = readSecretTags(request.input);
  changeSecret(
    platform,
    request,
    (secret) => ({ ...secret, tags: addTags(secret.tags, added, SECRET_TAGS) }),
    requestTagContext(added),
  );
}

export function untagResource(platform: EncryptingPlatform, request: Request) {
  const removed = request.input.texts("TagKeys");
  changeSecret(
    platform,
    request,
    (secret) => ({ ...secret, tags: removeTags(secret.tags, removed, SECRET_TAGS) }),
    removed.length > 0 ? { "aws:TagKeys": removed } : {},
  );
}
