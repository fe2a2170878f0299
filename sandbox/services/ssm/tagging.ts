import { IDENTIFIER, type Input } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import {
  readTagPairs,
  TAG_LIMIT,
  type TagChange,
  Tagging,
  type Tags,
  tagList,
} from "../../operations/tags/tags";
import { AwsError } from "../../wire/messages";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { readParameterName } from "./parameter-name";
import { authoriseParameter, type ParameterRecord, putParameterRecord } from "./parameter-record";

const wrongKey = (key: string) =>
  validationException(`tag keys must be unique and not begin with aws:, got ${key}`);

const PARAMETER_TAGS = new Tagging({
  reserved: wrongKey,
  repeated: wrongKey,
  tooMany: () =>
    new AwsError("TooManyTagsError", `a parameter may carry at most ${TAG_LIMIT} tags`),
});

export function readParameterTags(input: Input): Tags {
  return PARAMETER_TAGS.read(readTagPairs(input, { limits: { max: 1000 } }));
}

export function addTagsToResource(request: EncryptingRequest) {
  changeTags(request, PARAMETER_TAGS.adding(readParameterTags(request.input)));
}

export function removeTagsFromResource(request: EncryptingRequest) {
  changeTags(request, PARAMETER_TAGS.removing(request.input.texts("TagKeys")));
}

export function listTagsForResource(request: EncryptingRequest) {
  return { TagList: tagList(authorisedParameter(request).tags) };
}

function changeTags(request: EncryptingRequest, { context, of }: TagChange): void {
  request.platform.store.transaction((writer) => {
    const parameter = authorisedParameter(request, context);
    putParameterRecord(writer, request.call, { ...parameter, tags: of(parameter.tags) });
  });
}

function authorisedParameter(
  request: EncryptingRequest,
  context: Record<string, string | string[]> = {},
): ParameterRecord {
  const { call, input } = request;
  const type = input.text("ResourceType");
  if (type !== "Parameter") {
    throw new AwsError("InvalidResourceType", `ResourceType must be Parameter, got ${type}`);
  }
  const name = readParameterName(call, input.text("ResourceId", IDENTIFIER));
  const parameter = authoriseParameter(request, name, context);
  if (!parameter) throw new AwsError("InvalidResourceId", "The resource ID is not valid.");
  return parameter;
}
