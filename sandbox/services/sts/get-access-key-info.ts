import type { AccessKeyRecord } from "../../identity/records/iam-records";
import { validationError } from "../../operations/input/refusals";
import type { Request } from "../../operations/service";

const ACCESS_KEY_ID = { min: 16, max: 128, pattern: /^\w+$/ };

/** The account of an access key, whoever asks. The id of a session's key says nothing here. */
export function getAccessKeyInfo({ platform, call, input, action }: Request) {
  const id = input.text("AccessKeyId", ACCESS_KEY_ID);
  platform.authorise(call, { action, resource: "*" });
  if (id.startsWith("ASIA")) {
    throw validationError("AccessKeyId of a session is not offered by the sandbox");
  }
  const key = platform.store.get<AccessKeyRecord>(["access-key", id]);
  if (!key) throw validationError(`Access Key ID ${id} is not valid`);
  return { Account: key.account };
}
