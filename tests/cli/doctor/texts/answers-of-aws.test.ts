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
    "C++": (code: string) =>
      `HTTP response code: 400\nRequest ID: 1\nException name: ${code}\nError message: x\n6 response headers:\ndate : 1`,
    "Rust's display": (code: string) => `service error: ${code}: x`,
    Swift: (code: string) =>
      `AWSClientRuntime.UnknownAWSHTTPServiceError(typeName: Optional("${code}"), message: Optional("x"))`,
    "botocore's response": (code: string) =>
      `{'Error': {'Message': 'x', 'Code': '${code}'}, 'ResponseMetadata': {'HTTPStatusCode': 400}}`,
    "JavaScript, second version": (code: string) =>
      `${code}: x\n    at Request.extractError (/app/node_modules/aws-sdk/lib/protocol/json.js:80:27)`,
    "JavaScript, third version": (code: string) =>
      `${code}: x\n    at ProtocolLib.getErrorSchemaOrThrowBaseException (/app/index.js:69:67)`,
    "the Cloud Control API": (code: string) =>
      `waiter state transitioned to FAILED. StatusMessage: x.. ErrorCode: ${code}`,
  };
  for (const [client, answer] of Object.entries(answers)) {
    it(`knows what codes mean in all services, as ${client} writes them, and takes no other word for one`, () => {
      deepStrictEqual(ids(answer("TargetGroupNotFound")), ["EPS-726"]);
      deepStrictEqual(ids(answer("InvalidSubnet.Conflict")), ["EPS-951"]);
      deepStrictEqual(ids(answer("InvalidSubnetRange")), ["EPS-725"]);
      deepStrictEqual(ids(answer("AccessDenied")), ["EPS-805"]);
      deepStrictEqual(ids(answer("Strange")), []);
    });

    it(`never names another cause than the words of a denial, as ${client} writes it`, () => {
      const denial = (why: string) =>
        answer("AccessDeniedException").replace(
          /x(?=[^x]*$)/,
          `User: arn:aws:sts::111122223333:assumed-role/orders/eks-shop-1 is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbCdEf${why}`,
        );
      deepStrictEqual(ids(denial("")), ["EPS-465"]);
      deepStrictEqual(ids(denial(" with an explicit deny")), ["EPS-464"]);
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

  it("knows a rare code by its beginning, its end or its middle, and by its end first", () => {
    const answer = answers["the CLI and botocore"];
    for (const [code, expected] of [
      ["DuplicateHandshakeException", "EPS-951"],
      ["ResourceShareInvitationAlreadyAcceptedException", "EPS-951"],
      ["PurgeQueueInProgress", "EPS-951"],
      ["InvalidInstanceState", "EPS-951"],
      ["InvalidRouteNotFound", "EPS-726"],
      ["S3BucketDoesNotExistException", "EPS-726"],
      ["CloudTrailARNInvalidException", "EPS-725"],
      ["UnsupportedMediaTypeException", "EPS-725"],
      ["MaxDocumentSizeExceeded", "EPS-725"],
      ["MaximumNumberOfTrailsExceededException", "EPS-780"],
      ["EC2ThrottledException", "EPS-571"],
      ["StaleRequestException", "EPS-787"],
    ] as const) {
      deepStrictEqual(ids(answer(code)), [expected], code);
    }
    deepStrictEqual(ids(answer("SubnetIPAddressLimitReachedException")), []);
    deepStrictEqual(ids("The request is a duplicate, already in progress, and invalid."), []);
  });

  it("takes a code that the text cuts off for no other, and for its own only where no other begins so", () => {
    for (const [cut, expected] of [
      ["An error occurred (InvalidIdentityTo", ["EPS-370"]],
      ["GetSecretValue, RequestID: 1, AccessDeniedExc", ["EPS-465"]],
      ["GetSecretValue, RequestID: 1, ResourceNotFoundEx", ["EPS-550"]],
      ["An error occurred (Invalid", []],
      ["An error occurred (InvalidSubnetRange", ["EPS-725"]],
    ] as const) {
      deepStrictEqual(ids(cut), expected, cut);
    }
  });

  it("knows a code of CloudTrail, which leaves out the word Exception", () => {
    const event = { eventSource: "eks-auth.amazonaws.com", eventName: "AssumeRoleForPodIdentity" };
    deepStrictEqual(ids(JSON.stringify({ ...event, errorCode: "AccessDenied" })), ["EPS-357"]);
  });
});
