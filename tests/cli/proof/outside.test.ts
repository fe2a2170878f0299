import { deepStrictEqual, doesNotMatch, match } from "node:assert";
import type { SourceDocuments } from "../../../cli/documents/source-documents";
import { oneLockIn } from "../../../cli/proof/one-lock";
import { outside } from "../../../cli/proof/outside";
import { proveSources } from "../../../cli/proof/prove-sources";
import type { VpcEndpointDocuments } from "../../../sdk/access";
import type { LandingZone } from "../../../sdk/grant";
import {
  crossAccountDocuments,
  OWNER_ACCOUNT,
  READER_ACCOUNT,
  ROLE,
} from "../../proof/cross-account-documents";
import {
  CLUSTER_ACCOUNT,
  oneReader,
  policy,
  REGION,
} from "../../proof/prover/deployments/deployment";
import {
  formerReader,
  readerOfBoth,
  tokenReader,
  WEB_IDENTITY,
} from "../../proof/prover/deployments/web-identities";
import { denial, FROM_OFFICE, underControl } from "../../proof/under-control";
import { landingZoneOf, reader } from "../../sdk/grant/support";
import { run, withFiles } from "../support";

const OWNERS_ROLE = `arn:aws:iam::${OWNER_ACCOUNT}:role/opens`;

describe("what lies outside a proof", () => {
  const lines = (documents: Parameters<typeof outside>[0], changers?: string[]) =>
    outside(documents, changers).join("\n");

  it("says which rights in Kubernetes and EKS give a reader's secrets", () => {
    const text = lines(crossAccountDocuments());
    for (const right of [
      "create pods",
      "pods/exec",
      "serviceaccounts/token",
      "administer the cluster",
    ]) {
      match(text, new RegExp(`of cluster \\S+: .*${right}`));
    }
  });

  it("names readers with one lock in place of two, by their role or by the inventory's name", () => {
    match(lines(tokenReader), /one lock in place of two.*: billing\/api as \S+billing-api; only/);
    match(lines(readerOfBoth), /one lock in place of two/);
    doesNotMatch(lines(formerReader), /one lock in place of two/);
    const zoneWith = (reads: string, identity: string) =>
      oneLockIn(
        landingZoneOf({
          clusters: `\n  shop: { account: a, existing: true, oidcProvider: "${WEB_IDENTITY.provider}" }`,
          readers: reader(reads, `    ${identity}\n`),
        }),
      ).join();
    match(zoneWith("[own, foreign]", "identity: irsa"), /one lock in place of two.*: web; only/);
    match(zoneWith("[foreign]", "identity: both"), /: web; only/);
    match(
      zoneWith(
        "[foreign]",
        "formerRole: { role: 'arn:aws:iam::111111111111:role/x', identity: irsa }",
      ),
      /: web \(former role\); only/,
    );
    for (const [reads, identity] of [
      ["[own]", "identity: irsa"],
      ["[own, foreign]", "identity: podIdentity"],
    ] as const) {
      deepStrictEqual(zoneWith(reads, identity), "");
    }
  });

  it("says which rights in the owner's account open a secret", () => {
    const text = lines(crossAccountDocuments());
    for (const action of [
      "PutResourcePolicy",
      "UpdateSecret",
      "PutKeyPolicy",
      "CreateGrant",
      "change IAM",
    ])
      match(text, new RegExp(`in the owners' accounts .*${action}`));
    match(text, /only --live can name some of them/);
  });

  it("names those whom their policies allow it, where these were read", () => {
    const text = lines(crossAccountDocuments(), [ROLE, OWNERS_ROLE]);
    const named = (role: string) =>
      new RegExp(`their policies allow one of .*: ${role}; others may`);
    match(text, new RegExp(`administrators of ${READER_ACCOUNT}: .*${named(ROLE).source}`));
    match(text, new RegExp(`in the owners' accounts .*${named(OWNERS_ROLE).source}`));
    doesNotMatch(text, /only --live/);
  });

  it("never says that nobody may, because its list of calls may lack some", () => {
    const text = lines(crossAccountDocuments(), []);
    match(text, /in the owners' accounts .* roles and users that were read may .* by other calls/);
    doesNotMatch(text, /\bnone\b|\bnobody\b/);
  });

  it("speaks of copies; of a rotation's code, where there is a rotation", () => {
    const documents = crossAccountDocuments();
    match(lines(documents), /copies/);
    doesNotMatch(lines(documents), /rotation function/);
    const secrets = documents.secrets.map((one) => ({ ...one, rotation: { role: ROLE } }));
    match(lines({ ...documents, secrets }), /the code of a rotation function/);
  });
});

const endpoint: VpcEndpointDocuments = {
  arn: `arn:aws:ec2:${REGION}:${CLUSTER_ACCOUNT}:vpc-endpoint/vpce-1`,
  service: `com.amazonaws.${REGION}.secretsmanager`,
  policy: policy({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }),
};

async function difference(before: SourceDocuments, after: SourceDocuments) {
  const settings = { claims: ["difference" as const], drop: [], milliseconds: 10_000 };
  const { proof } = await proveSources([after, before], settings);
  return proof.result;
}

describe("the difference between documents of a network and others", () => {
  const source = (vpcEndpoints?: VpcEndpointDocuments[]): SourceDocuments => ({
    title: "documents",
    documents: oneReader({ more: { ...(vpcEndpoints && { vpcEndpoints }) } }),
    notes: [],
  });
  const inventory = { ...source(), zone: {} as LandingZone };

  it("is none where an inventory says nothing of the network", async () => {
    deepStrictEqual(await difference(inventory, source([endpoint])), "proved");
    deepStrictEqual(await difference(source([endpoint]), inventory), "proved");
  });

  it("is told where a documents file lacks an endpoint", async () => {
    deepStrictEqual(await difference(source(), source([endpoint])), "refuted");
    deepStrictEqual(await difference(source([endpoint]), source()), "refuted");
  });
});

const NONE =
  /turns on:? +aws:SourceIp: the request has none, so NotIpAddress "10\.0\.0\.0\/8" holds in statement "Office" of service control policy 1 at level 2 of account 111111111111\n/;
const WITHIN =
  /\n {4}turns on aws:SourceIp: the request has "10\.[\d.]+", so NotIpAddress "10\.0\.0\.0\/8" does not hold in statement "Office" of service control policy 1 /;

describe("what an answer turns on, in words and in JSON", () => {
  const ask = (documents: object, args: string[], request = {}) =>
    withFiles(
      { "access.json": JSON.stringify(documents), "request.json": JSON.stringify(request) },
      (directory) =>
        run([
          ...args.map((one) => one.replace("@", `${directory}/`)),
          ...["--documents", `${directory}/access.json`],
        ]),
    );
  const prove = ["prove", "--claim", "grant-available"];
  const office = underControl(denial(FROM_OFFICE));

  it("is told by prove and evaluate, which agree", async () => {
    const [text, json] = [await ask(office, prove), await ask(office, [...prove, "--json"])];
    deepStrictEqual([text.code, json.code], [1, 1]);
    match(text.stdout, NONE);
    const [{ counterexample }] = JSON.parse(json.stdout).claims;
    const args = ["evaluate", "--request", "@request.json"];
    const decided = await ask(office, [...args, "--json"], counterexample.request);
    deepStrictEqual(JSON.parse(decided.stdout).turnsOn, counterexample.turnsOn);
    match((await ask(office, args, counterexample.request)).stdout, NONE);
  });

  it("is told by who-can-read and blast-radius", async () => {
    match((await ask(office, ["who-can-read", "secret-b"])).stdout, WITHIN);
    const radius = ["blast-radius", "pod", "default/serviceaccount-b"];
    match((await ask(office, radius)).stdout, WITHIN);
    const { found } = JSON.parse((await ask(office, [...radius, "--json"])).stdout);
    deepStrictEqual(found[0].turnsOn[0].values, ["10.0.0.0/8"]);
  });

  it("is not told where a statement without conditions decides", async () => {
    const denied = underControl(denial());
    for (const args of [prove, [...prove, "--json"], ["who-can-read", "secret-b"]]) {
      doesNotMatch((await ask(denied, args)).stdout, /turns ?on/i);
    }
  });
});
