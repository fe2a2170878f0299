import { strictEqual } from "node:assert";
import { explainedError } from "../../../cli/aws/aws-error";

const said: [name: string, message: string, remedy: string][] = [
  [
    "ExpiredTokenException",
    "The security token included in the request is expired.",
    "The session of the credentials has ended: get new ones, and run the command again",
  ],
  [
    "InvalidSignatureException",
    "Signature expired: 20260101T000000Z is now earlier than 20260101T005500Z",
    "The clock of this machine is wrong: set it, and run the command again",
  ],
  [
    "RequestExpired",
    "Request has expired.",
    "The session of the credentials has ended, or the clock of this machine is wrong: get new ones or set it, and run the command again",
  ],
];

describe("explainedError", () => {
  for (const [name, message, remedy] of said) {
    it(`says what to do about ${name}`, () => {
      const error = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
      strictEqual(explainedError(error), `${name}: ${message.replace(/\.$/, "")}. ${remedy}`);
    });
  }
});
