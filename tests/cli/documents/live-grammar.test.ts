import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { accountDocuments } from "../../../cli/documents/account-documents";
import { grammarProblems } from "../../../cli/documents/document-problems";
import { LIVE_CALLS } from "../../../cli/documents/live/calls";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { proveSources } from "../../../cli/proof/prove-sources";
import { CLAIMS } from "../../../proof";
import { createVpcEndpoint } from "../../sandbox/ec2-support";
import { A, B } from "../../sandbox/support";
import { filesIn, run } from "../support";
import { GRANTS, nameOf, OF_FLAGS, OF_FOREIGN, OF_PODS, READS, unknownOf } from "./claims-of-zone";
import { plantMachines, suiteProxied, ZONE, ZONE_TEXT } from "./live-sandbox";
import { answerFromRecord } from "./recorded-answers";

/** The common members of the verbs' answers. In the answer of `prove`, each claim has its reason. */
interface Answer {
  result: string;
  reason?: string;
  claims?: { result: string; reason?: string }[];
  unread?: { call: string }[];
}

/** A version that the policy language does not have. */
const ODD = "2012-10-18";
const odd = (body: string) => body.replaceAll("2012-10-17", ODD);
const oddIn = (element: string) => (body: string) =>
  body.replaceAll(new RegExp(`<${element}>.*?</${element}>`, "gs"), odd);

interface Case {
  call: keyof typeof LIVE_CALLS;
  account: string;
  rewrite: (body: string) => string;
  /** The claims that become unknown. All others are proved. */
  unknown: string[];
  /** What the reasons must say. */
  says: RegExp;
  /** Whether `summary` of the account also reads the document. */
  isOfAccount: boolean;
}

const CASES: Record<string, Case> = {
  "the resource policy of a secret": {
    ...{ call: "getResourcePolicy", account: B, rewrite: odd, isOfAccount: true },
    unknown: [...OF_FOREIGN, "secret-bounded foreign"],
    says: /^secretsmanager:GetResourcePolicy in account 2{12} .*resource policy of arn:.*foreign.*"2012-10-18"/,
  },
  "a key policy": {
    ...{ call: "getKeyPolicy", account: B, rewrite: odd, isOfAccount: true },
    unknown: [...OF_FOREIGN, "key-bounded key"],
    says: /^kms:GetKeyPolicy in account 2{12} .*key policy of arn:.*"2012-10-18"/,
  },
  "a grant of a key": {
    ...{ call: "listGrants", account: B, isOfAccount: true },
    rewrite: (body) =>
      body.replace(
        '"Grants":[',
        '"Grants":[{"GrantId":"1","GranteePrincipal":"no body","Operations":["Decrypt"]}',
      ),
    unknown: [...OF_FOREIGN, "key-bounded key"],
    says: /^kms:ListGrants in account 2{12} .*grant 1 of arn:.*"no body"/,
  },
  "a share of a parameter": {
    ...{ call: "getParameterPolicies", account: A, isOfAccount: true },
    rewrite: (body) => {
      const Policy = JSON.stringify({ Statement: { Principal: { AWS: "no body" } } });
      return JSON.stringify({ ...JSON.parse(body), Policies: [{ Policy }] });
    },
    unknown: OF_FLAGS,
    says: /^ssm:GetResourcePolicies in account 1{12} .*resource shares of arn:.*"no body"/,
  },
  "the trust policies of an account": {
    ...{ call: "getAccountAuthorizationDetails", account: A, isOfAccount: true },
    rewrite: oddIn("AssumeRolePolicyDocument"),
    unknown: [...READS, ...GRANTS, "role-unforgeable web"],
    says: /^who may become arn:aws:iam::1{12}:role.* is not understood: trust policy of .*"2012-10-18"/,
  },
  "the inline policies of an account": {
    ...{ call: "getAccountAuthorizationDetails", account: A, isOfAccount: true },
    rewrite: oddIn("PolicyDocument"),
    unknown: [...READS, ...GRANTS, "role-contained web"],
    says: /^what may be done by arn:aws:iam::1{12}:.* is not understood: policy of .*"2012-10-18"/,
  },
  "a managed policy": {
    ...{ call: "getPolicyVersion", account: B, rewrite: odd, isOfAccount: true },
    unknown: ["read-exclusive foreign"],
    says: /^what may be done by arn:aws:iam::2{12}:role\/batch is not understood: .*"2012-10-18"/,
  },
  "a session policy of pods": {
    ...{ call: "describePodIdentityAssociation", account: A, isOfAccount: false },
    rewrite: (body) => {
      const { association } = JSON.parse(body);
      return JSON.stringify({ association: { ...association, policy: "{}" } });
    },
    unknown: GRANTS,
    says: /^eks:DescribePodIdentityAssociation in account 1{12} .*session policy of .*Statement/,
  },
  "an endpoint policy": {
    ...{ call: "describeVpcEndpoints", account: A, rewrite: odd, isOfAccount: false },
    unknown: GRANTS,
    says: /^ec2:DescribeVpcEndpoints in account 1{12} .*endpoint policy of vpce-.*"2012-10-18"/,
  },
};

describe("documents of --live that are not understood", () => {
  const { live, proxy } = suiteProxied();
  answerFromRecord((action) => action === proxy.failing());

  before(async () => {
    await plantMachines(live);
    const { administrator, endpoint } = live.sandbox;
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }];
    const policy = { Version: "2012-10-17", Statement };
    await createVpcEndpoint(endpoint, administrator(A), "secretsmanager", policy);
  });

  const rewritten = <T>({ account, call, rewrite }: Case, read: () => Promise<T>): Promise<T> => {
    const key = live.sandbox.administrator(account).accessKeyId;
    proxy.fail(LIVE_CALLS[call].action, key, { rewrite });
    return read().finally(() => proxy.fail());
  };

  for (const [title, one] of Object.entries(CASES)) {
    const { account, isOfAccount, says, unknown } = one;

    it(`leave open what rests on ${title}, and nothing else`, async () => {
      const settings = {
        claims: CLAIMS.filter((claim) => claim !== "difference"),
        drop: [],
        milliseconds: 10_000,
      };
      const { proof, sources } = await rewritten(one, async () =>
        proveSources([await liveDocuments(ZONE, "zone.yaml")], settings),
      );
      deepStrictEqual(unknownOf(proof.claims), [...unknown].sort());
      deepStrictEqual(proof.claims.map(nameOf).sort(), [...OF_PODS].sort());
      for (const { reason, result } of proof.claims) {
        if (result === "unknown") match(reason ?? "", says);
      }
      for (const { documents, everyone } of sources) {
        deepStrictEqual([documents, everyone ?? {}].flatMap(grammarProblems), []);
      }
    });

    if (!isOfAccount) continue;
    it(`make the summary of an account incomplete: ${title}`, async () => {
      const resolved = ZONE.accounts.find(({ id }) => id === account);
      ok(resolved);
      const { documents, gaps } = await rewritten(one, () =>
        accountDocuments({ account: resolved, regions: [resolved.region] }),
      );
      match((gaps ?? []).map(({ reason }) => reason).join("\n"), new RegExp(says.source, "m"));
      deepStrictEqual(grammarProblems(documents), []);
    });
  }

  const VERBS = [
    ["prove"],
    ["who-can-read", "foreign"],
    ["blast-radius", "pod", "web"],
    ["what-can-read", "web"],
    ["summary", "--account", "b"],
  ];
  for (const [verb = "", ...args] of VERBS) {
    it(`leave the answer of ${verb} open, and end no command`, async () => {
      const one = CASES["the resource policy of a secret"] as Case;
      const directory = filesIn({ "zone.yaml": ZONE_TEXT });
      const all = [verb, ...args, "--live", "--inventory", `${directory}/zone.yaml`, "--json"];
      const { code, stderr, stdout } = await rewritten(one, () => run(all, { env: process.env }));
      deepStrictEqual([code, stderr], [2, ""]);
      const { claims, reason, result, unread }: Answer = JSON.parse(stdout);
      strictEqual(result, "unknown");
      match(reason ?? claims?.find(({ result }) => result === "unknown")?.reason ?? "", one.says);
      deepStrictEqual(
        unread?.map(({ call }) => call),
        ["secretsmanager:GetResourcePolicy"],
      );
    });
  }
});
