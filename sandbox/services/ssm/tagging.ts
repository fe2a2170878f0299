import type { Input } from "../../operations/input/member";
import { IDENTIFIER, requiredString, requiredStrings } from "../../operations/input/member";
import { addTags, removeTags, requestTagContext } from "../../operations/tags/tags";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authoriseParameter } from "./authorise-parameter";
import { readParameterName } from "./parameter-name";
import type { ParameterRecord } from "./parameter-record";
import { findParameter, putParameterRecord } from "./parameter-record";
import { checkTagCount, readParameterTags } from "./parameter-tags";
import type { SsmContext } from "./ssm-context";

/** `AddTagsToResource` */
export function addTagsToResource(context: SsmContext): Operation {
  return (call, input) => {
    const added = readParameterTags(input);
    context.platform.store.transaction((writer) => {
      const parameter = authorisedParameter(
        context,
        call,
        input,
        "AddTagsToResource",
        requestTagContext(added),
      );
      const tags = checkTagCount(addTags(parameter.tags, added));
      putParameterRecord(writer, call, { ...parameter, tags });
    });
  };
}

/** `RemoveTagsFromResource` */
export function removeTagsFromResource(context: SsmContext): Operation {
  return (call, input) => {
    const removed = requiredStrings(input, "TagKeys");
    context.platform.store.transaction((writer) => {
      const parameter = authorisedParameter(
        context,
        call,
        input,
        "RemoveTagsFromResource",
        removed.length > 0 ? { "aws:TagKeys": removed } : {},
      );
      const tags = removeTags(parameter.tags, removed);
      putParameterRecord(writer, call, { ...parameter, tags });
    });
  };
}

/** `ListTagsForResource` */
export function listTagsForResource(context: SsmContext): Operation {
  return (call, input) => {
    const { tags } = authorisedParameter(context, call, input, "ListTagsForResource");
    return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  };
}

function authorisedParameter(
  context: SsmContext,
  call: Call,
  input: Input,
  action: string,
  more: Record<string, string | string[]> = {},
): ParameterRecord {
  const type = requiredString(input, "ResourceType");
  if (type !== "Parameter") {
    throw new AwsError("InvalidResourceType", `ResourceType must be Parameter, got ${type}`);
  }
  const name = readParameterName(call, requiredString(input, "ResourceId", IDENTIFIER));
  authoriseParameter(context, call, action, name, more);
  const parameter =
    name.name === undefined ? undefined : findParameter(context.platform.store, call, name.name);
  if (!parameter) throw new AwsError("InvalidResourceId", "The resource ID is not valid.");
  return parameter;
}
