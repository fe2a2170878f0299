import { deepStrictEqual } from "node:assert/strict";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";

const KNOWN = "Readonly is not true in request";

function ids(text: string): string[] {
  return diagnose(text).answers.map(({ id }) => id);
}

describe("an answer of AWS, of whatever service", () => {
  const answers = {
    "Go, second version": (code: string) =>
      `operation error Elastic Load Balancing v2: DescribeTags, https response error StatusCode: 400, RequestID: 1, api error ${code}: x`,
    "Go, second version, with a host": (code: string) =>
      `operation error S3: GetObject, https response error StatusCode: 400, RequestID: 1, HostID: a/b+c=, ${code}: x`,
    "Go, first version": (code: string) =>
      `creating ELBv2 Listener: ${code}: x: y\n\tstatus code: 400, request id: 1`,
    "the CLI and botocore": (code: string) =>
      `An error occurred (${code}) when calling the DescribeTags operation: x`,
    "Java, first version": (code: string) =>
      `x (Service: AmazonRoute53; Status Code: 400; Error Code: ${code}; Request ID: 1)`,
    XML: (code: string) => `<Error><Type>Sender</Type><Code>${code}</Code><Message>x</Message>`,
    JSON: (code: string) => `{"__type":"com.amazonaws.elb#${code}","message":"x"}`,
  };
  for (const [client, answer] of Object.entries(answers)) {
    it(`knows what codes mean in all services, as ${client} writes them, and takes no other word for one`, () => {
      deepStrictEqual(ids(answer("TargetGroupNotFound")), ["EPS-726"]);
      deepStrictEqual(ids(answer("InvalidSubnet.Conflict")), ["EPS-951"]);
      deepStrictEqual(ids(answer("InvalidSubnetRange")), ["EPS-725"]);
      deepStrictEqual(ids(answer("AccessDenied")), ["EPS-805"]);
      deepStrictEqual(ids(answer("Strange")), []);
    });
  }

  it("knows what a code means in all services only where AWS has answered, and nothing else is known", () => {
    for (const words of [
      "java.io.FileNotFoundException: x",
      "ModuleNotFoundException: x",
      "error: AccessDenied: x",
      "RDS InvalidDBInstanceState: x",
      "ErrorCode: Rejected.Throttling Recommend: x",
    ]) {
      deepStrictEqual(ids(words), [], words);
    }
    const code = answers["Go, second version"]("TargetGroupNotFound");
    deepStrictEqual(ids(`${code} ${KNOWN}`), ["EPS-252"]);
    deepStrictEqual(ids(`${code}\n\nError: ${KNOWN}`), ["EPS-726", "EPS-252"]);
  });
});
