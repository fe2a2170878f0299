import { requiredStrings } from "../../operations/input/member";
import { addTags, removeTags, requestTagContext } from "../../operations/tags/tags";
import type { Operation } from "../../wire/messages/operation";
import { changeSecret } from "./change-secret";
import { checkTagCount, readSecretTags } from "./secret-tags";
import type { SecretsContext } from "./secrets-context";

/** `TagResource` */
export function tagResource(context: SecretsContext): Operation {
  return (call, input) => {
    const added = readSecretTags(input);
    changeSecret(
      context,
      call,
      input,
      "TagResource",
      (secret) => ({ ...secret, tags: checkTagCount(addTags(secret.tags, added)) }),
      requestTagContext(added),
    );
  };
}

/** `UntagResource` */
export function untagResource(context: SecretsContext): Operation {
  return (call, input) => {
    const removed = requiredStrings(input, "TagKeys");
    changeSecret(
      context,
      call,
      input,
      "UntagResource",
      (secret) => ({ ...secret, tags: removeTags(secret.tags, removed) }),
      removed.length > 0 ? { "aws:TagKeys": removed } : {},
    );
  };
}
