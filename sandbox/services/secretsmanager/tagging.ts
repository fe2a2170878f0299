import type { Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import {
  readTagPairs,
  TAG_LIMIT,
  type TagChange,
  Tagging,
  type Tags,
} from "../../operations/tags/tags";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { changeSecret } from "./authorised-secret";

const SECRET_TAGS = new Tagging({
  reserved: (key) => invalidParameter(`tag keys must not begin with aws:, got ${key}`),
  repeated: (key) => invalidParameter(`tag keys must be unique, got ${key} twice`),
  tooMany: () => invalidParameter(`a secret may carry at most ${TAG_LIMIT} tags`),
});

export function readSecretTags(input: Input): Tags {
  return SECRET_TAGS.read(readTagPairs(input));
}

export function tagResource(request: EncryptingRequest) {
  changeTags(request, SECRET_TAGS.adding(readSecretTags(request.input)));
}

export function untagResource(request: EncryptingRequest) {
  changeTags(request, SECRET_TAGS.removing(request.input.texts("TagKeys")));
}

function changeTags(request: EncryptingRequest, { context, of }: TagChange): void {
  changeSecret(request, (secret) => ({ ...secret, tags: of(secret.tags) }), context);
}
