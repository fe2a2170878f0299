import { deepStrictEqual, match } from "node:assert/strict";
import { landingZoneDocuments } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { type AccessDocuments, difference, evaluate } from "../../../proof/pods";
import * as known from "../../../proof/prover/deployments/deployment";
import {
  documentsOf as chainDocuments,
  inCluster,
  mayAssume,
  reader,
  trusting,
} from "../../../proof/prover/deployments/let-in";
import { allowTo, denyTo } from "../../../proof/statements";
import { landingZoneOf } from "../../grant/support";

const SHARED_KEY = `
  own: { account: a }
  foreign: { account: b, key: pods }
  other: { account: b, key: pods }`;

const documentsOf = (readers: string): AccessDocuments =>
  landingZoneDocuments(landingZoneOf({ secrets: SHARED_KEY, readers }));

const web = (reads: string) =>
  `\n  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: web, reads: [${reads}] }`;
const api = (reads: string) =>
  `\n  api: { cluster: shop, namespace: api, serviceAccount: api, roleName: api, reads: [${reads}] }`;

/** The changes, without the evaluator's decisions. These are checked: the evaluator allows each request on the side that the change says. */
async function changesOf(
  before: AccessDocuments,
  after: AccessDocuments,
  options: Parameters<typeof difference>[2] = {},
): Promise<string[]> {
  const claims = await difference(before, after, options);
  return claims.flatMap(({ counterexample, result, subject }) => {
    if (result === "proved") return [];
    if (!counterexample) return [`${subject}: ${result}`];
    const { request, summary } = counterexample;
    const [change = "", remark = ""] = summary.split("; ");
    const [reading, other] = / gains /.test(change) ? [after, before] : [before, after];
    const decisions = [reading, other].map((one) => evaluate(one, request).decision);
    const isSaid = remark.startsWith("evaluate allows this very request in both versions, but ");
    deepStrictEqual(decisions, ["allowed", isSaid ? "allowed" : "denied"], summary);
    return [change];
  });
}

const FOREIGN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:foreign";

describe("difference", function () {
  this.timeout(60_000);

  it("names who gains and who loses, of secrets that share a key", async () => {
    const before = documentsOf(web("foreign") + api("other"));
    const after = documentsOf(web("foreign") + api("other, foreign"));
    const [gain, ...more] = await changesOf(before, after);
    deepStrictEqual(
      [gain?.replace(/-\w{6}$/, ""), more],
      [`a session of arn:aws:iam::111111111111:role/api gains ${FOREIGN}`, []],
    );
    const [loss, ...others] = await changesOf(after, before);
    deepStrictEqual(
      [loss?.replace(/-\w{6}$/, ""), others],
      [`a session of arn:aws:iam::111111111111:role/api loses ${FOREIGN}`, []],
    );
  });

  it("tells a gain by the role's own policy where the owner lets the whole account in", async () => {
    const open = (documents: AccessDocuments): AccessDocuments => {
      const everyone = (Action: string[]) => ({
        Version: "2012-10-17",
        Statement: [allowTo({ AWS: "111111111111" }, Action)],
      });
      return {
        ...documents,
        keys: documents.keys?.map((key) => ({ ...key, policy: everyone(["kms:Decrypt"]) })),
        secrets: documents.secrets?.map((secret) =>
          secret.arn.startsWith(FOREIGN)
            ? { ...secret, policy: everyone(["secretsmanager:GetSecretValue"]) }
            : secret,
        ),
      };
    };
    const before = open(documentsOf(web("foreign") + api("own")));
    const after = open(documentsOf(web("foreign") + api("own, foreign")));
    const [gain, ...more] = await changesOf(before, after);
    deepStrictEqual(
      [gain?.replace(/-\w{6}$/, ""), more],
      [`a session of arn:aws:iam::111111111111:role/api gains ${FOREIGN}`, []],
    );
  });

  it("tells a gain by the own policy of a role that the owner's policies do not name", async () => {
    const withRights = (policies: object[]): AccessDocuments => {
      const letIn = (Action: string) => known.policy(allowTo(known.root("111111111111"), Action));
      const trust = known.podTrust(known.REPORTS);
      return {
        ...known.oneReader({
          keyPolicy: letIn("kms:Decrypt"),
          secretPolicy: letIn("secretsmanager:GetSecretValue"),
        }),
        roles: [{ arn: known.OTHER_ROLE, trust, policies }],
      };
    };
    const [none, rights] = [withRights([]), withRights([known.readPolicy(known.SECRET)])];
    const role = `a session of ${known.OTHER_ROLE}`;
    deepStrictEqual(await changesOf(none, rights), [`${role} gains ${known.SECRET}`]);
    deepStrictEqual(await changesOf(rights, none), [`${role} loses ${known.SECRET}`]);
  });

  it("tells nothing of an administrator whose rights stay while a reader's role comes and another goes", async () => {
    const administrators = ["arn:aws:iam::111111111111:role/admin"];
    const before = { ...documentsOf(web("own")), administrators };
    const after = { ...documentsOf(api("own")), administrators };
    const changes = await changesOf(before, after);
    deepStrictEqual(
      changes.map((one) => one.replace(/ arn:aws:secretsmanager.*$/, "")),
      [
        "a session of arn:aws:iam::111111111111:role/api gains",
        "a session of arn:aws:iam::111111111111:role/web loses",
      ],
    );
  });

  it("tells which pods gain or lose by their association alone", async () => {
    const { associations = [], ...without } = known.oneReader();
    const whole = { ...without, associations };
    const untagged = associations?.map((one) => ({ ...one, disableSessionTags: true })) ?? [];
    const pod = "a pod of billing/api of cluster prod";
    for (const changed of [[], untagged]) {
      const other = { ...without, associations: changed };
      deepStrictEqual(await changesOf(whole, other), [`${pod} loses ${known.SECRET}`]);
      deepStrictEqual(await changesOf(other, whole), [`${pod} gains ${known.SECRET}`]);
    }
    const beside = [...(associations ?? []), { ...known.REPORTS, roleArn: known.ROLE }];
    deepStrictEqual(await changesOf(whole, { ...without, associations: beside }), []);
    const [same] = await difference(whole, { ...without, associations: beside });
    deepStrictEqual(same?.assumptionsUsed.includes("pod-identity-truth"), true);
  });

  it("tells once what a role and the pods that are new to it gain", async () => {
    const before = { ...known.oneReader({ policies: [] }), associations: [] };
    deepStrictEqual(await changesOf(before, known.oneReader()), [
      `a session of ${known.ROLE} gains ${known.SECRET}`,
    ]);
  });

  it("says that a lock may go where the reader's trust stands in for it, and refutes it without that", async () => {
    const { ROLE, READS, oneReader, policy } = known;
    const before = oneReader();
    const after = oneReader({ secretPolicy: policy(allowTo({ AWS: ROLE }, READS)) });
    const [same] = await difference(before, after);
    deepStrictEqual(
      [same?.result, same?.assumptionsUsed.includes("reader-trust")],
      ["proved", true],
    );
    const [gain] = await difference(before, after, { drop: ["reader-trust"] });
    deepStrictEqual(
      [gain?.result, gain?.counterexample?.summary],
      ["refuted", `a session of ${ROLE} gains ${known.SECRET}`],
    );
  });

  it("tells what changes at the beginning of a chain of roles, and leaves it open beyond the limit", async () => {
    const link = (from: string | object, to: string, name: string) => ({
      arn: inCluster(name),
      trust: trusting(typeof from === "string" ? { AWS: inCluster(from) } : from),
      policies: [mayAssume(inCluster(to))],
    });
    const chain = (start: object) =>
      chainDocuments({ AWS: inCluster("last") }, [
        { ...link("third", "", "last"), ...reader },
        link("second", "last", "third"),
        link("first", "third", "second"),
        link(start, "second", "first"),
      ]);
    const closed = chain({ Service: "ec2.amazonaws.com" });
    deepStrictEqual(await changesOf(closed, chain({ Service: "ec2.amazonaws.com" })), []);
    const open = chain({ AWS: "*" });
    deepStrictEqual(await changesOf(closed, open), [
      `a session of ${inCluster("last")} gains ${known.SECRET}`,
    ]);
    deepStrictEqual(await changesOf(closed, open, { limits: { chain: 2 } }), [
      `${known.SECRET}: unknown`,
    ]);
  });

  it("says what evaluate does not show: a key that the request does not name, and sessions that nobody gets", async () => {
    const whole = known.oneReader();
    const changes: [AccessDocuments, RegExp][] = [
      [
        known.oneReader({ keyPolicy: known.policy(known.ownerStatement) }),
        /; evaluate allows this very request in both versions, but in one of them it is not enough: kms:Decrypt: /,
      ],
      [
        { ...whole, associations: [] },
        /; evaluate allows this very request in both versions, but in one of them nobody gets such a session, /,
      ],
    ];
    for (const [other, said] of changes) {
      for (const [before, after] of [
        [whole, other],
        [other, whole],
      ] as const) {
        const [change] = await difference(before, after);
        match(change?.counterexample?.summary ?? "", said);
      }
    }
  });

  it("says why evaluate denies what principals gain of whom it knows nothing", async () => {
    const { oneReader, policy, READS, ROLE, readStatement } = known;
    const read = readStatement(ROLE, known.BILLING);
    const deny = denyTo("*", READS, { ArnNotEquals: { "aws:PrincipalArn": ROLE } });
    const before = oneReader({ secretPolicy: policy(read, deny) });
    const [gain] = await difference(before, oneReader({ secretPolicy: policy(read) }), {
      drop: ["owner-principals-closed"],
    });
    match(
      gain?.counterexample?.summary ?? "",
      / gains \S+; evaluate denies it, because it takes principals of the owner's account /,
    );
  });

  it("finds none between the same documents", async () => {
    const documents = documentsOf(web("foreign") + api("other"));
    deepStrictEqual(await changesOf(documents, documents), []);
  });
});
