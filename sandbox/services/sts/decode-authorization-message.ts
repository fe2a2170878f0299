import type { Request } from "../../operations/service";
import { AwsError } from "../../wire/messages/operation";

/** No service of the sandbox answers an encoded message, so that none can be decoded. */
export function decodeAuthorizationMessage({ platform, call, input, action }: Request) {
  input.text("EncodedMessage", { min: 1, max: 10_240 });
  platform.authorise(call, { action, resource: "*" });
  throw new AwsError("InvalidAuthorizationMessageException", "Message is not valid");
}
