import { IDENTIFIER } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import type { Store, StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingPlatform } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import type { ParameterName } from "./parameter-name";
import { readParameterName, readParameterNames } from "./parameter-name";
import { findParameter, removeParameter } from "./parameter-record";

export function deleteParameter(platform: EncryptingPlatform, request: Request) {
  const { call, input } = request;
  const { store } = platform;
  const name = readParameterName(call, input.text("Name", IDENTIFIER));
  store.transaction((writer) => {
    authoriseParameter(platform, request, name);
    if (!remove(store, writer, call, name)) throw new AwsError("ParameterNotFound", "");
  });
}

/** Names that do not exist are listed. */
export function deleteParameters(platform: EncryptingPlatform, request: Request) {
  const { call } = request;
  const { store } = platform;
  const names = readParameterNames(request);
  return store.transaction((writer) => {
    for (const name of names) authoriseParameter(platform, request, name);
    const DeletedParameters: string[] = [];
    const InvalidParameters: string[] = [];
    for (const name of names) {
      const list = remove(store, writer, call, name) ? DeletedParameters : InvalidParameters;
      list.push(name.given);
    }
    return { DeletedParameters, InvalidParameters };
  });
}

function remove(
  store: Store,
  writer: StoreWriter,
  call: Call,
  { name, selected }: ParameterName,
): boolean {
  if (name === undefined || selected !== undefined) return false;
  if (!findParameter(store, call, name)) return false;
  removeParameter(store, writer, call, name);
  return true;
}
