import { IDENTIFIER, requiredString, requiredStrings } from "../../operations/input/member";
import type { StoreWriter } from "../../store/store";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authoriseParameter } from "./authorise-parameter";
import type { ParameterName } from "./parameter-name";
import { readParameterName } from "./parameter-name";
import { findParameter, removeParameter } from "./parameter-record";
import type { SsmContext } from "./ssm-context";

/** `DeleteParameter` */
export function deleteParameter(context: SsmContext): Operation {
  return (call, input) => {
    const name = readParameterName(call, requiredString(input, "Name", IDENTIFIER));
    context.platform.store.transaction((writer) => {
      authoriseParameter(context, call, "DeleteParameter", name);
      if (!remove(context, writer, call, name)) throw new AwsError("ParameterNotFound", "");
    });
  };
}

/** `DeleteParameters`: names that do not exist are listed. */
export function deleteParameters(context: SsmContext): Operation {
  return (call, input) => {
    const names = requiredStrings(input, "Names", { min: 1, max: 10 }).map((given) =>
      readParameterName(call, given),
    );
    return context.platform.store.transaction((writer) => {
      for (const name of names) authoriseParameter(context, call, "DeleteParameters", name);
      const DeletedParameters: string[] = [];
      const InvalidParameters: string[] = [];
      for (const name of names) {
        const list = remove(context, writer, call, name) ? DeletedParameters : InvalidParameters;
        list.push(name.given);
      }
      return { DeletedParameters, InvalidParameters };
    });
  };
}

function remove(
  { platform }: SsmContext,
  writer: StoreWriter,
  call: Call,
  { name, selected }: ParameterName,
): boolean {
  if (name === undefined || selected !== undefined) return false;
  if (!findParameter(platform.store, call, name)) return false;
  removeParameter(platform.store, writer, call, name);
  return true;
}
