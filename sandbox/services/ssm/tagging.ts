import { requestTagContext } from "../../identity/policies/request-tags";
import { IDENTIFIER, type Input } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import {
  addTags,
  readTagPairs,
  readTags,
  removeTags,
  TAG_LIMIT,
  type TagRules,
  type Tags,
  tagList,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import { readParameterName } from "./parameter-name";
import { findParameter, type ParameterRecord, putParameterRecord } from "./parameter-record";

const wrongKey = (key: string) =>
  validationException(`tag keys must be unique and not begin with aws:, got ${key}`);

/** What Parameter Store says of tags that it does not take. */
const PARAMETER_TAGS: TagRules = {
  reserved: wrongKey,
  repeated: wrongKey,
  tooMany: () =>
    new AwsError("TooManyTagsError", `a parameter may carry at most ${TAG_LIMIT} tags`),
};

/** Reads a list of `Key` and `Value`. */
export function readParameterTags(input: Input): Tags {
  return readTags(readTagPairs(input, { limits: { max: 1000 } }), PARAMETER_TAGS);
}

export function addTagsToResource(request: EncryptingRequest) {
  const added = readParameterTags(request.input);
  changeTags(request, (tags) => addTags(tags, added, PARAMETER_TAGS), requestTagContext(added));
}

export function removeTagsFromResource(request: EncryptingRequest) {
  const removed = request.input.texts("TagKeys");
  changeTags(
    request,
    (tags) => removeTags(tags, removed, PARAMETER_TAGS),
    removed.length > 0 ? { "aws:TagKeys": removed } : {},
  );
}

export function listTagsForResource(request: EncryptingRequest) {
  return { TagList: tagList(authorisedParameter(request).tags) };
}

function changeTags(
  request: EncryptingRequest,
  change: (tags: Tags) => Tags,
  context: Record<string, string | string[]>,
): void {
  request.platform.store.transaction((writer) => {
    const parameter = authorisedParameter(request, context);
    putParameterRecord(writer, request.call, { ...parameter, tags: change(parameter.tags) });
  });
}

function authorisedParameter(
  request: EncryptingRequest,
  context: Record<string, string | string[]> = {},
): ParameterRecord {
  const { platform, call, input } = request;
  const type = input.text("ResourceType");
  if (type !== "Parameter") {
    throw new AwsError("InvalidResourceType", `ResourceType must be Parameter, got ${type}`);
  }
  const name = readParameterName(call, input.text("ResourceId", IDENTIFIER));
  authoriseParameter(request, name, context);
  const parameter =
    name.name === undefined ? undefined : findParameter(platform.store, call, name.name);
  if (!parameter) throw new AwsError("InvalidResourceId", "The resource ID is not valid.");
  return parameter;
}
