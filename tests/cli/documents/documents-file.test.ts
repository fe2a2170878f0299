import { deepStrictEqual, ok, rejects, throws } from "node:assert";
import { join } from "node:path";
import * as fc from "fast-check";
import { readDocumentsFile } from "../../../cli/documents/documents-file";
import { JsonTextError, parseJsonText, placesInJson } from "../../../cli/json/json-text";
import { FileError } from "../../../cli/terminal/errors";
import {
  ASSOCIATION,
  crossAccountDocuments,
  ROLE,
  SECRET,
} from "../../proof/cross-account-documents";
import { withFiles } from "../support";

const PARAMETER = "arn:aws:ssm:us-east-1:222222222222:parameter/one";
const USER = "arn:aws:iam::222222222222:user/ada";
const ENDPOINT = {
  arn: "arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-0a1b",
  service: "com.amazonaws.us-east-1.secretsmanager",
};
const GROUP = "arn:aws:iam::222222222222:group/auditors";

const read = (text: string) =>
  withFiles({ "access.json": text }, (directory) => readDocumentsFile(`${directory}/access.json`));

/** Problems of a documents file, as `line:column message`. */
async function problemsOf(value: unknown): Promise<string[]> {
  try {
    await read(typeof value === "string" ? value : JSON.stringify(value, null, 1));
    return [];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.problems.map(({ column, line, message }) => `${line}:${column} ${message}`);
  }
}

describe("readDocumentsFile", () => {
  it("reads what the prover reads, null or absent for none", async () => {
    deepStrictEqual(await read(JSON.stringify(crossAccountDocuments())), crossAccountDocuments());
    deepStrictEqual(await read('{"secrets": null}'), { secrets: null });
    deepStrictEqual(await read("{}"), {});
  });

  it("reads the walkthrough's, which name their schema", async () => {
    const file = join(__dirname, "../../../examples/walkthrough/access.json");
    const { roles, ...others } = await readDocumentsFile(file);
    deepStrictEqual(roles?.length, 2);
    ok(!("$schema" in others));
  });

  const refusals: [string, unknown, string[]][] = [
    [
      "a key that is not known, at any depth",
      { secrets: [{ arn: SECRET, polcy: {} }] },
      [
        "5:13 secrets[0].polcy is no key that is known here; remove it, or correct its name (eks-pod-secrets schema documents)",
      ],
    ],
    ["what is no object", "[]", ["1:1 the file must be an object, got a list of 0"]],
    [
      "an element of a policy that only JSON can name",
      `{"roles": [{"arn": "${ROLE}", "trust": {"Statement": [], "__proto__": {}}}]}`,
      [`1:86 trust policy of ${ROLE}: unknown element of a policy document, got "__proto__"`],
    ],
    [
      "a policy that is text",
      { roles: [{ arn: ROLE, trust: "{}" }] },
      ['5:13 roles[0].trust must be an object, got "{}"'],
    ],
    [
      "ARNs of another partition than their region's or their account's",
      {
        roles: [{ arn: "arn:aws:iam::222222222222:role/x" }],
        secrets: [
          { arn: SECRET.replace("us-east-1", "cn-north-1") },
          { arn: SECRET.replace("us-east-1", "cn-north-1").replace("arn:aws:", "arn:aws-cn:") },
        ],
      },
      [
        '9:11 secrets[0].arn must be of partition aws-cn, as region cn-north-1 is, got "arn:aws:secretsmanager:cn-north-1:222222222222:secret:secret-b-AbCdEf"',
        '4:11 roles[0].arn must be of partition aws-cn, as account 222222222222 is, got "arn:aws:iam::222222222222:role/x"',
      ],
    ],
    [
      "a key that is named by an alias",
      { secrets: [{ arn: SECRET, key: "arn:aws:kms:us-east-1:222222222222:alias/pods" }] },
      [
        '5:11 secrets[0].key must be an ARN of the form arn:aws:kms:…:key/…, got "arn:aws:kms:us-east-1:222222222222:alias/pods"',
      ],
    ],
    [
      "an ARN that stands twice",
      { roles: [{ arn: ROLE }, { arn: ROLE }] },
      [`7:11 roles[1].arn must stand once in roles, got ${ROLE} twice`],
    ],
    [
      "two VPC endpoints with one id",
      {
        vpcEndpoints: [ENDPOINT, { ...ENDPOINT, arn: ENDPOINT.arn.replace("us-east", "us-west") }],
      },
      [
        "8:11 vpcEndpoints[1].arn must end in an id that no other endpoint has, got vpce-0a1b twice",
      ],
    ],
    [
      "a VPC endpoint that leads nowhere, is in no VPC, or is none",
      {
        vpcEndpoints: [
          { ...ENDPOINT, service: "secretsmanager", vpc: "shop" },
          { ...ENDPOINT, arn: "arn:aws:ec2:us-east-1:111111111111:vpc/vpc-1" },
        ],
      },
      [
        '5:15 vpcEndpoints[0].service must be a service as AWS\'s endpoints name it, got "secretsmanager"',
        '6:11 vpcEndpoints[0].vpc must be the id of a VPC, got "shop"',
        '9:11 vpcEndpoints[1].arn must be an ARN of the form arn:aws:ec2:…:vpc-endpoint/vpce-…, got "arn:aws:ec2:us-east-1:111111111111:vpc/vpc-1"',
      ],
    ],
    [
      "a user in a group that is not there",
      { users: [{ arn: USER, groups: [GROUP, `${GROUP}-2`] }], groups: [{ arn: GROUP }] },
      [`7:5 users[0].groups[1] must name a group of groups, got ${GROUP}-2`],
    ],
    [
      "two associations of one service account",
      { associations: [ASSOCIATION, { ...ASSOCIATION, roleArn: `${ROLE}-2` }] },
      [
        `9:3 associations[1] must be the only one of its service account, got default/serviceaccount-b of ${ASSOCIATION.clusterArn} twice`,
      ],
    ],
    [
      "an administrator by wildcard, who would be nobody",
      { administrators: ["arn:aws:iam::222222222222:role/sso/*"] },
      [
        `3:3 administrators[0] must be one principal's ARN, without wildcards, got "arn:aws:iam::222222222222:role/sso/*"`,
      ],
    ],
    [
      "a document outside the grammar, where it stands",
      { roles: [{ arn: ROLE, policies: [{ Statement: { Effect: "Permit" } }] }] },
      [
        `6:5 identity policy 1 of ${ROLE}, statement 0: Effect must be "Allow" or "Deny", got "Permit"`,
      ],
    ],
  ];
  for (const [title, value, problems] of refusals) {
    it(`rejects ${title}`, async () => deepStrictEqual(await problemsOf(value), problems));
  }

  it("reads every policy, whatever the claims ask", async () => {
    const bad = { Version: "2012-10-17", Statement: [{ Effect: "Permit" }] };
    const documents = crossAccountDocuments();
    const [key, secret, role, association] = [
      documents.keys[0],
      documents.secrets[0],
      documents.roles[0],
      documents.associations[0],
    ];
    const control = [{ account: "111111111111", levels: [[bad]] }];
    const variants = [
      { keys: [{ ...key, policy: bad }] },
      { keys: [{ ...key, grants: [{ grantee: "somebody", operations: ["Decrypt"] }] }] },
      { keys: [{ ...key, grants: [{ grantee: ROLE, operations: ["kms:*"] }] }] },
      { secrets: [{ ...secret, policy: bad }] },
      { roles: [{ ...role, trust: bad }] },
      { roles: [{ ...role, permissionsBoundary: bad }] },
      { parameters: [{ arn: PARAMETER, sharedWith: ["somebody"] }] },
      { users: [{ arn: USER, policies: [bad] }] },
      { users: [{ arn: USER, permissionsBoundary: bad }] },
      { groups: [{ arn: GROUP, policies: [bad] }] },
      { associations: [{ ...association, policy: bad }] },
      { vpcEndpoints: [{ ...ENDPOINT, policy: bad }] },
      { vpcEndpoints: [{ ...ENDPOINT, clusters: [ROLE] }] },
      { vpcEndpoints: [{ ...ENDPOINT, arn: ENDPOINT.arn.replace("us-east", "cn-north") }] },
      { organization: { serviceControlPolicies: control } },
      { organization: { resourceControlPolicies: control } },
    ];
    for (const variant of variants) {
      deepStrictEqual((await problemsOf({ ...documents, ...variant })).length, 1);
    }
  });

  it("rejects a file that is not there, or no text", async () => {
    await rejects(readDocumentsFile("no-such.json"), /^UserError: cannot read .* such file/);
    await withFiles({ "access.json": Buffer.from([0x7b, 0xff, 0x7d]) }, (directory) =>
      rejects(readDocumentsFile(`${directory}/access.json`), /must be UTF-8 text/),
    );
  });
});

/** What is wrong with a text, as `line:column message`. */
function problemOf(text: string): string | undefined {
  try {
    parseJsonText(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return `${error.place.line}:${error.place.column} ${error.message}`;
  }
}

describe("parseJsonText", () => {
  it("reads any JSON as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 1, "\t"), (text, space) => {
        const spaced = JSON.stringify(JSON.parse(text), null, space);
        deepStrictEqual(parseJsonText(spaced), JSON.parse(spaced));
      }),
    );
  });

  it("rejects what JSON.parse rejects, and nothing else but a key that stands twice", () => {
    const broken = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom("", ",", '"', "]", "}", "0", "\\", "-", ".", "e"),
      )
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        const problem = problemOf(text);
        if (problem?.includes("a key must stand once")) return;
        const isJson = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        deepStrictEqual(problem === undefined, isJson, problem);
      }),
      { numRuns: 2000 },
    );
  });

  const refusals: [string, string, string][] = [
    ["a missing value", '{\n  "a": }', '2:8 expected a value, got "}"'],
    ["a missing comma", '{"a": 1\n "b": 2}', '2:2 expected "," or "}", got "\\""'],
    ["a comma too many", "[1, ]", '1:5 expected a value, got "]"'],
    ["an end too early", '{"a": [1', '1:9 expected "," or "]", got the end of the file'],
    [
      "a text over two lines",
      '["a\nb"]',
      "1:2 a text must be closed on its line, and escaped as JSON asks",
    ],
    ["more after the end", "{} {}", '1:4 expected the end of the file, got "{"'],
    [
      "a key that stands twice",
      '{"a": 1,\n "a": 2}',
      '2:2 a key must stand once in an object, got "a" twice',
    ],
    ["an empty file", "", "1:1 expected a value, got the end of the file"],
  ];
  for (const [title, text, problem] of refusals) {
    it(`rejects ${title}, with its place`, () => deepStrictEqual(problemOf(text), problem));
  }

  it("rejects what nests too deep, however deep", () => {
    for (const depth of [66, 1_000_000]) {
      throws(() => parseJsonText("[".repeat(depth)), /at most 64 levels deep/);
    }
    deepStrictEqual(problemOf("[".repeat(60) + "]".repeat(60)), undefined);
  });
});

describe("placesInJson", () => {
  const text = '{\n  "a": [1,\n    {"b": 2}]\n}';

  it("finds the values at paths", () => {
    deepStrictEqual(placesInJson(text, [["a", 1, "b"], ["a"]]), [
      { line: 3, column: 11 },
      { line: 2, column: 8 },
    ]);
  });

  it("finds the last that exists of a path that leads on", () => {
    deepStrictEqual(placesInJson(text, [["a", 1, "c", "d"], ["a", "1"], []]), [
      { line: 3, column: 5 },
      { line: 2, column: 8 },
      { line: 1, column: 1 },
    ]);
  });
});
