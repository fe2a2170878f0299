import { randomBytes } from "node:crypto";

import { authoriseCaller } from "./authorise-key";
import type { KmsRequest } from "./kms-context";

/** Random bytes, which no key has to do with. */
export function generateRandom(request: KmsRequest) {
  const { input, action } = request;
  const bytes = input.requiredInteger("NumberOfBytes", { min: 1, max: 1024 });
  authoriseCaller(request, action, "*");
  return { Plaintext: randomBytes(bytes) };
}
