import { IDENTIFIER } from "../../operations/input/input";
import type { Store, StoreWriter } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages/operation";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authoriseParameter } from "./authorise-parameter";
import { type ParameterName, readParameterName, readParameterNames } from "./parameter-name";
import { findParameter, removeParameter } from "./parameter-record";

export function deleteParameter(request: EncryptingRequest) {
  const { call, input } = request;
  const { store } = request.platform;
  const name = readParameterName(call, input.text("Name", IDENTIFIER));
  store.transaction((writer) => {
    authoriseParameter(request, name);
    if (!remove(store, writer, call, name)) throw new AwsError("ParameterNotFound", "");
  });
}

/** Names that do not exist are listed. */
export function deleteParameters(request: EncryptingRequest) {
  const { call } = request;
  const { store } = request.platform;
  const names = readParameterNames(request);
  return store.transaction((writer) => {
    for (const name of names) authoriseParameter(request, name);
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
