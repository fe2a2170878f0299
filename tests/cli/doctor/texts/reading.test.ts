import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as eks from "@aws-sdk/client-eks";
import * as kms from "@aws-sdk/client-kms";
import * as secretsmanager from "@aws-sdk/client-secrets-manager";
import { namesIn, SUBJECTS, wordsNamed } from "../../../../cli/doctor/catalogue/subjects";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";
import { filled } from "../../../../cli/doctor/texts/filled";

const SUBJECT = wordsNamed(SUBJECTS);
const KNOWN = "Readonly is not true in request";

function ids(text: string): string[] {
  return diagnose(text).answers.map(({ id }) => id);
}

describe("reading a text", () => {
  it("takes the last million characters of a longer one, as a log ends with what happened last", () => {
    const rest = ".".repeat(1_000_000);
    deepStrictEqual(ids(`${rest}${KNOWN}`), ["EPS-252"]);
    deepStrictEqual(ids(`${KNOWN}${rest}`), []);
  });

  it("takes no words of two records for one text", () => {
    const begins = "operation error EKS Auth: AssumeRoleForPodIdentity";
    deepStrictEqual(ids(`I0101 10:00:00.0 ${begins}, ThrottlingException`), ["EPS-161"]);
    deepStrictEqual(
      ids(`I0101 10:00:00.0 ${begins}\nI0101 10:00:01.0 ThrottlingException: Rate exceeded`),
      ["EPS-571"],
    );
  });

  it("answers each of two errors that stand on lines of their own, without times", () => {
    const denied = "not authorized to perform: kms:Decrypt on resource: a";
    const passphrase = "error: failed to decrypt: incorrect passphrase";
    deepStrictEqual(ids(`${denied}\n${passphrase}`), ["EPS-468", "EPS-785"]);
    deepStrictEqual(ids(`${passphrase}\n${denied}`), ["EPS-785", "EPS-468"]);
  });

  const withoutTimes = {
    "of two lists of causes": [
      "Error: An error occurred (AccessDenied) when calling the PutSecretValue operation",
      "No cluster found for name: shop. (Service: AmazonEKS; Error Code: ResourceNotFoundException)",
      ["EPS-465", "EPS-701"],
    ],
    "of two frames": [
      "\u2502 Error: creating EIP: AddressLimitExceeded: The maximum number of addresses has been reached.\n\u2502\n\u2502   with module.vpc.aws_eip.nat[0],",
      "\u2502 Error: creating EKS Pod Identity Association: ResourceInUseException: Association already exists: a-1",
      ["EPS-780", "EPS-751"],
    ],
    "of a code, and of words": [
      "Error: creating EKS Cluster (prod): InvalidParameterException: Subnets specified must be in two zones",
      "error: the stack is currently locked by 1 lock(s).",
      ["EPS-725", "EPS-774"],
    ],
    "of one form": [
      "User: arn:aws:iam::111122223333:user/a is not authorized to perform: secretsmanager:ListSecrets on resource: orders",
      "User: arn:aws:iam::111122223333:user/b is not authorized to perform: kms:Decrypt on resource: key because no resource-based policy allows the kms:Decrypt action",
      ["EPS-805", "EPS-470"],
    ],
    "of one code": [
      `operation error KMS: DescribeKey, NotFoundException: ${KNOWN}`,
      "operation error KMS: ListGrants, NotFoundException: x",
      ["EPS-252", "EPS-560"],
    ],
  } as const;
  for (const [what, [one, other, expected]] of Object.entries(withoutTimes)) {
    it(`answers both errors that were pasted together, ${what}`, () => {
      deepStrictEqual(ids(`${one}\n${other}`), expected);
    });
  }

  const goingOn = {
    "behind a colon": "no EC2 IMDS role found,\nUser: arn:aws:iam::111122223333:user/a",
    "behind a word that ends no sentence":
      "no EC2 IMDS role found by the\nUser: arn:aws:iam::111122223333:user/a",
    "where an editor wraps a line": `${"no EC2 IMDS role found, of".padEnd(72, "x")}\nmine: arn:aws:iam::111122223333:user/a`,
    "at the end of a traceback":
      "no EC2 IMDS role found\n    raise x\na.ClientError: arn:aws:iam::111122223333:user/a",
    "behind an indent": "no EC2 IMDS role found\n  User: arn:aws:iam::111122223333:user/a",
    "with a cause": "no EC2 IMDS role found\ncaused by: User: arn:aws:iam::111122223333:user/a",
    "where a terminal wraps a line": `${"no EC2 IMDS role found, of".padEnd(80, "x")}\nUser: arn:aws:iam::111122223333:user/a`,
  };
  for (const [how, begins] of Object.entries(goingOn)) {
    it(`takes two lines for one error, ${how}`, () => {
      deepStrictEqual(
        ids(`${begins} is not authorized to perform: sts:AssumeRole on resource: a`),
        ["EPS-379"],
      );
    });
  }

  it("tells a role that assumes itself from one that assumes another", () => {
    const text = (role: string) =>
      `arn:aws:sts::111111111111:assumed-role/a/s is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/${role}`;
    deepStrictEqual(ids(text("a")), ["EPS-854"]);
    deepStrictEqual(ids(text("b")), ["EPS-379"]);
  });

  it("lets a cause answer in the place of a text that may have it, wherever it stands", () => {
    const generic = "I0101 10:00:00.0 Failed to fetch secret from all regions: orders/db";
    const cause =
      "I0101 10:00:01.0 JMES Path - a for object alias - a does not point to a valid object.";
    deepStrictEqual(ids(`${generic}\n${cause}`), ["EPS-563"]);
    deepStrictEqual(ids(`${generic}\nI0101 10:00:01.0 ${KNOWN}`), ["EPS-562", "EPS-252"]);
  });

  it("writes what it captured into a command as one word, and a name in capitals for what it did not", () => {
    strictEqual(
      filled("`aws x {key} {serviceAccount}`", { key: "a:*" }),
      "`aws x 'a:*' SERVICE_ACCOUNT`",
    );
  });

  const forms = {
    "the CLI and botocore": (code: string) =>
      `An error occurred (${code}) when calling the DescribeKey operation`,
    "Go, first version": (code: string) => `describing KMS Key: ${code}: x\n\tstatus code: 400`,
    "Go, second version": (code: string) =>
      `operation error KMS: DescribeKey, https response error StatusCode: 400, RequestID: 1, ${code}: x`,
    "Java, first version": (code: string) =>
      `x (Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: 1; Proxy: null)`,
    "Java, second version": (code: string) =>
      `software.amazon.awssdk.services.kms.model.${code}: x (Service: Kms, Status Code: 400)`,
    ".NET": (code: string) => `Amazon.KeyManagementService.Model.${code}: x`,
    JavaScript: (code: string) =>
      `at de_CommandError (node_modules/@aws-sdk/client-kms/x.js) { name: '${code}', $fault: 'client' }`,
    Ruby: (code: string) => `Aws::KMS::Errors::${code}: x`,
    PHP: (code: string) =>
      `Error executing "DescribeKey" on "https://kms.eu-west-1.amazonaws.com"; ${code} (client): x`,
    Rust: (code: string) => `kms: unhandled error (${code}): x`,
  };
  for (const [client, form] of Object.entries(forms)) {
    it(`knows an error of AWS by its code and what it is about, as ${client} writes it`, () => {
      deepStrictEqual(ids(form("NotFoundException")), ["EPS-560"]);
      deepStrictEqual(ids(form("NotFoundElsewhereException")), []);
    });
  }

  const failures = {
    Go: (host: string) =>
      `Get "https://${host}/": dial tcp 10.0.0.9:443: connect: connection timed out`,
    JavaScript: (host: string) => `Error: connect ETIMEDOUT ${host}:443`,
    Java: (host: string) =>
      `Unable to execute HTTP request: Connect to ${host}:443 failed: connect timed out`,
    Python: (host: string) => `ConnectTimeoutError: Connect timeout on endpoint URL: "${host}"`,
    curl: (host: string) =>
      `curl: (28) Failed to connect to ${host} port 443: Connection timed out`,
  };
  const hosts = {
    "secretsmanager.eu-west-1.amazonaws.com": ["EPS-572"],
    "ec2.eu-west-1.amazonaws.com": ["EPS-572"],
    "sts.amazonaws.com": ["EPS-816"],
    "0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com": ["EPS-777"],
    "kubernetes.default.svc": ["EPS-197"],
    "eks-auth.eu-west-1.api.aws": ["EPS-162"],
    "169.254.170.23": ["EPS-155"],
    "s3.eu-west-1.amazonaws.com": [],
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com": [],
    "db.example.com": [],
  };
  for (const [client, failure] of Object.entries(failures)) {
    it(`knows a call without an answer by its host, as ${client} writes it`, () => {
      for (const [host, answers] of Object.entries(hosts)) {
        deepStrictEqual(ids(failure(host)), answers, host);
      }
    });
  }

  it("tells a host that does not answer from one that is not found, in one record", () => {
    const host = "secretsmanager.eu-west-1.amazonaws.com";
    deepStrictEqual(ids(`getaddrinfo EAI_AGAIN ${host}`), ["EPS-820"]);
    deepStrictEqual(ids(`lookup ${host} on 10.0.0.2:53: read udp: i/o timeout`), ["EPS-822"]);
    deepStrictEqual(ids(`I0101 10:00:00.0 call ${host}\nI0101 10:00:01.0 i/o timeout`), []);
  });

  const clients = {
    eks,
    kms,
    secretsmanager,
  };
  for (const [subject, client] of Object.entries(clients)) {
    it(`knows by an operation alone that the call is about ${subject}, as the CLI writes it`, () => {
      const operations = Object.keys(client)
        .filter(
          (name) =>
            /Command$/.test(name) && !/^\$|Tags?(?:ForResource)?Command|agResource/.test(name),
        )
        .map((name) => name.replace(/Command$/, ""));
      ok(operations.length > 15);
      deepStrictEqual(
        operations.filter(
          (name) =>
            namesIn(`whencallingthe${name.toLowerCase()}operation:`, SUBJECT)[0]?.name !== subject,
        ),
        [],
      );
    });
  }

  it("knows an error of AWS by its code only where the record says nothing more", () => {
    const code = "operation error KMS: DescribeKey, NotFoundException:";
    deepStrictEqual(ids(`${code} ${KNOWN}`), ["EPS-252"]);
    deepStrictEqual(ids(`I0101 10:00:00.0 ${code}\nI0101 10:00:01.0 ${KNOWN}`), [
      "EPS-560",
      "EPS-252",
    ]);
  });

  it("knows an error of AWS by the end of its code, of a service that it does not know too", () => {
    deepStrictEqual(ids("Error: creating EC2 EIP: AddressLimitExceeded: The maximum"), ["EPS-780"]);
    deepStrictEqual(ids("Error: creating EC2 EIP: AddressLimit\nExceeded: The maximum"), [
      "EPS-780",
    ]);
    deepStrictEqual(ids("Error: creating EC2 EIP: AddressLimitExceededTwice: The maximum"), []);
  });

  it("takes events that stand in one line for so many records", () => {
    const events = [
      "Warning FailedMount 2m42s kubelet, node-1 driver name secrets-store.csi.k8s.io not found in the list of registered CSI drivers",
      'Normal Pulled 75s (x8 over 2m39s) kubelet, node-1 pulled image Warning Failed 75s kubelet, node-1 Error: secret "orders" not found',
    ];
    deepStrictEqual(ids(events.join(" ")), ids(events.join("\n")));
    deepStrictEqual(ids(events.join(" ")), ["EPS-150", "EPS-650"]);
  });

  const marks = {
    "a frame": "\u2502 ",
    "a quotation": "> > ",
    "a comment": "// ",
    "a comment of many lines": " * ",
    "a difference": "+",
    "the name of a container, of Compose": "app-1  | ",
    "the name of a container, of kubectl": "[pod/orders-1/app] ",
    "the time of a container runtime": "2026-09-02T10:00:00.995199207+09:00 stderr F ",
    "the time of a runner": "2026-09-02T10:00:00.0000000Z ",
    "the time of kubectl": "2026-09-02T10:00:00.000000000Z ",
    "the step of a runner": "build\tdeploy\t2026-09-02T10:00:00.0000000Z ",
    "a bullet": "- ",
    "the columns of a journal": "Sep  2 10:00:00 node-1 kubelet[3211]: ",
  };
  for (const [what, mark] of Object.entries(marks)) {
    it(`passes over what stands before each line: ${what}`, () => {
      deepStrictEqual(ids(KNOWN.replace(/^|(?= not)/g, `\n${mark}`)), ["EPS-252"]);
    });
  }

  it("decodes characters by their numbers, and passes over bold letters", () => {
    for (const text of [
      encodeURIComponent(KNOWN),
      KNOWN.replaceAll(" ", "\\x20"),
      KNOWN.replaceAll(" ", "\\\\u0020"),
      KNOWN.replace("not", "**not**"),
    ]) {
      deepStrictEqual(ids(text), ["EPS-252"], text);
    }
  });

  it("takes no part of a word for a name", () => {
    deepStrictEqual(ids('secrets "store.example.com" not found'), ["EPS-650"]);
    deepStrictEqual(ids("driver secrets-store.example.com not found"), []);
  });

  it("takes small words, or parts of a word, for no error of AWS", () => {
    for (const words of [
      "kms: not found exception",
      "kms notfoundexception",
      "kms: XNotFoundException",
    ]) {
      deepStrictEqual(ids(words), [], words);
    }
  });
});
