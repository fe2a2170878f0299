import type { Operation } from "../../wire/messages/operation";
import { authorisedKey } from "./change-key";
import { keyMetadata } from "./key-metadata";
import type { KmsContext } from "./kms-context";

/** `DescribeKey` */
export function describeKey(context: KmsContext): Operation {
  return (call, input) => ({
    KeyMetadata: keyMetadata(authorisedKey(context, call, input, "DescribeKey")),
  });
}
