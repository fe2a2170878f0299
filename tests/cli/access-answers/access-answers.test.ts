import { deepStrictEqual, match, ok, throws } from "node:assert";
import { join } from "node:path";
import {
  assumedIn,
  assumedLines,
  becomesLines,
  becomesOf,
} from "../../../cli/access-answers/assumed";
import { inventoryNames } from "../../../cli/access-answers/inventory-names";
import {
  clusterNamed,
  readerNamed,
  roleNamed,
  secretNamed,
} from "../../../cli/access-answers/name-in-documents";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import type { Reader } from "../../../sdk/grant/landing-zone/pods";
import { column, each } from "../../facts";
import {
  ASSOCIATION,
  CLUSTER,
  crossAccountDocuments,
  READER_ACCOUNT,
  ROLE,
  SECRET,
} from "../../proof/cross-account-documents";
import {
  ADMIN,
  documentsOf,
  GITHUB,
  github,
  SUB,
  trusting,
} from "../../proof/prover/administrators/ways";
import { landingZoneOf, reader } from "../../sdk/grant/support";
import { filesIn, run } from "../support";

const WALKTHROUGH = join(__dirname, "../../../examples/walkthrough/access.json");

/** Runs a verb over documents, and returns its JSON. */
const answer = async (args: string[], documents: object = crossAccountDocuments()) => {
  const directory = filesIn({ "access.json": JSON.stringify(documents) });
  const source = ["--documents", `${directory}/access.json`, "--json"];
  const { code, stderr, stdout } = await run([...args, ...source]);
  deepStrictEqual([code, stderr], [0, ""]);
  return JSON.parse(stdout);
};

describe("eks-pod-secrets who-can-read", () => {
  it("lists the declared reader, and nobody else where nobody else can", async () => {
    const { found, result, secret, unable } = await answer(["who-can-read", "secret-b"]);
    deepStrictEqual([result, secret, unable], ["complete", SECRET, []]);
    each(found, ({ as, principal }: { as: string; principal: { roleArn: string } }) => [
      as,
      principal.roleArn,
    ]).are([["declared reader", ROLE]]);
  });

  it("finds those of whom nothing was declared", async () => {
    const { stdout } = await run(`who-can-read secret-b --documents ${WALKTHROUGH}`);
    match(stdout, /^secret secret-b of account 222222222222 .* be read by \d+ principals:\n/);
    match(stdout, /\n {2}declared reader +default\/serviceaccount-b of cluster .* 111111111111\n/);
    match(stdout, /\n {2}unknown principal +a session of role \S+ .* are not in \S+access\.json;/);
  });

  it("names declared readers who cannot", async () => {
    const { roles, ...others } = crossAccountDocuments();
    const documents = { ...others, roles: roles.map((role) => ({ ...role, policies: [] })) };
    const { found, unable } = await answer(["who-can-read", SECRET], documents);
    const { namespace, serviceAccount } = ASSOCIATION;
    deepStrictEqual([found, unable], [[], [{ clusterArn: CLUSTER, namespace, serviceAccount }]]);
  });
});

describe("eks-pod-secrets what-can-read and blast-radius", () => {
  const cases: [string, string[], string[]][] = [
    ["a reader", ["what-can-read", "default/serviceaccount-b"], [SECRET]],
    ["a compromised pod", ["blast-radius", "pod", "default/serviceaccount-b"], [SECRET]],
    ["a compromised role", ["blast-radius", "role", "ascp-podidentity-cross"], [SECRET]],
    ["another namespace", ["blast-radius", "namespace", "other@ascp-podidentity"], []],
    ["a cluster", ["blast-radius", "cluster", "ascp-podidentity"], [SECRET]],
    ["an administrator", ["blast-radius", "administrator", READER_ACCOUNT], [SECRET]],
    ["another account's", ["blast-radius", "administrator", "333333333333"], []],
  ];
  for (const [title, args, secrets] of cases) {
    it(`finds what can be read by ${title}`, async () => {
      const { found, result } = await answer(args);
      deepStrictEqual(result, "complete");
      deepStrictEqual(column(found as { secret: string }[], "secret"), secrets);
    });
  }
});

describe("what a reader and an attacker can read, in words", () => {
  const INVENTORY = `accounts:
  own: { id: "111111111111", region: us-east-1 }
clusters: { shop: { account: own, existing: true } }
secrets: { db: { account: own } }
parameters: { /flags: { account: own } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [db, { parameter: /flags }] }
  job: { cluster: shop, namespace: job, serviceAccount: job, reads: [{ parameter: /flags }] }
`;
  const cases: [string[], RegExp][] = [
    [["what-can-read", "web"], / can read 1 secret, 1 parameter:\n/],
    [["what-can-read", "job"], / can read 1 parameter:\n/],
    [["blast-radius", "cluster", "shop"], / gives away 1 secret, 1 parameter:\n/],
  ];
  for (const [args, says] of cases) {
    it(`counts secrets and parameters apart: ${args.join(" ")}`, async () => {
      const directory = filesIn({ "zone.yaml": INVENTORY });
      const { stdout } = await run([...args, "--inventory", `${directory}/zone.yaml`]);
      match(stdout, says);
    });
  }
});

describe("names in documents", () => {
  const documents = crossAccountDocuments();

  it("are ARNs, or names where one thing alone has them", () => {
    const parameter = "arn:aws:ssm:us-east-1:222222222222:parameter/flags";
    const given = { documents: { ...documents, parameters: [{ arn: parameter }] }, title: "a" };
    deepStrictEqual(secretNamed(given, SECRET), [SECRET]);
    deepStrictEqual(secretNamed(given, "secret-b"), [SECRET]);
    deepStrictEqual(secretNamed(given, "/flags"), [parameter]);
    deepStrictEqual(roleNamed({ documents, title: "a" }, "ascp-podidentity-cross"), ROLE);
    deepStrictEqual(
      readerNamed({ documents, title: "a" }, "default/serviceaccount-b@ascp-podidentity")
        .clusterArn,
      CLUSTER,
    );
  });

  it("are found as the inventory calls them", () => {
    const zone = landingZoneOf({
      clusters: "\n  shop: { name: shop-production, account: a, existing: true }",
      secrets: "\n  own: { account: a, name: web/token }\n  foreign: { account: b, key: pods }",
      parameters: "\n  limits: { account: a, name: /web/limits }",
      readers: reader("[own, { parameter: limits }]"),
    });
    const source = { documents: landingZoneDocuments(zone), title: "zone.yaml", zone };
    match(secretNamed(source, "own").join(), /:secret:web\/token-/);
    match(secretNamed(source, "limits").join(), /:parameter\/web\/limits$/);
    match(clusterNamed(source, "shop"), /:cluster\/shop-production$/);
    match(readerNamed(source, "web/web@shop").clusterArn, /:cluster\/shop-production$/);
  });

  it("name a secret with all its replicas, the primary first", () => {
    const zone = landingZoneOf({
      secrets:
        "\n  own: { account: a, region: us-west-2, replicas: [{ region: us-east-1 }] }\n  foreign: { account: b, key: pods }",
    });
    const source = { documents: landingZoneDocuments(zone), title: "zone.yaml", zone };
    const [primary = "", replica = "", ...others] = secretNamed(source, "own");
    match(primary, /:us-west-2:111111111111:secret:own-/);
    deepStrictEqual([replica, others], [primary.replace("us-west-2", "us-east-1"), []]);
    deepStrictEqual(secretNamed(source, replica), [replica]);
  });

  it("stand before ARNs, whose stand-ins are marked", () => {
    const zone = landingZoneOf({ readers: reader("[own]") });
    const [{ arn } = { arn: "" }] = landingZoneDocuments(zone).secrets ?? [];
    const names = inventoryNames({ zone });
    const name = arn.split(":secret:")[1]?.slice(0, -7) ?? "";
    deepStrictEqual(names.object(arn), `${name} (${arn.slice(0, -6)}??????)`);
    deepStrictEqual(
      names.named(`asks for ${arn}, "${arn}", ${SECRET}`),
      `asks for secret ${name}, "${arn.slice(0, -6)}??????", secret secret-b of account 222222222222`,
    );
    match(names.reader(zone.readers[0] as Reader), /^web \(web\/web of cluster shop\)$/);
    deepStrictEqual(
      inventoryNames({}).object(SECRET),
      `secret secret-b of account 222222222222 (${SECRET})`,
    );
  });

  it("stand before the ARN of a key that exists already, or was deployed", () => {
    const existing = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
    const drawn = "arn:aws:kms:us-east-1:222222222222:key/66666666-2222-3333-4444-555555555555";
    const zone = landingZoneOf({ readers: reader("[foreign]") });
    const [key] = zone.keys;
    const planned = landingZoneDocuments(zone);
    const secrets = planned.secrets?.map((one) => (one.key ? { ...one, key: drawn } : one)) ?? [];
    const deployed = inventoryNames({ zone, documents: { ...planned, secrets } });
    deepStrictEqual(deployed.subject(drawn), `${key?.id} (${drawn})`);
    deepStrictEqual(deployed.named(`the key ${drawn}: `), `the key ${key?.id}: `);
    const adopted = { ...zone, keys: zone.keys.map((one) => ({ ...one, existingArn: existing })) };
    deepStrictEqual(
      inventoryNames({ zone: adopted }).subject(existing),
      `${key?.id} (${existing})`,
    );
  });

  it("stand before ARNs in what a claim is about, a grant, a key and a role too", () => {
    const zone = landingZoneOf({ readers: reader("[foreign]") });
    const { keys, roles, secrets } = landingZoneDocuments(zone);
    const arn = secrets?.find(({ key }) => key)?.arn ?? "";
    const key = keys?.[0]?.arn ?? "";
    const names = inventoryNames({ zone });
    const marked = `foreign (${arn.slice(0, -6)}??????)`;
    const [{ clusterArn = "" } = {}] = zone.readers;
    deepStrictEqual(
      [arn, `${clusterArn} web/web → ${arn}`, key, roles?.[0]?.arn ?? ""].map(names.subject),
      [
        marked,
        `web (web/web of cluster shop) → ${marked}`,
        `${zone.keys[0]?.id} (${key.replace(/[^/]*$/, "????????-????-????-????-????????????")})`,
        `role of web (${roles?.[0]?.arn})`,
      ],
    );
  });

  it("rejects a name that nothing has, or several have, and names what there is", () => {
    const source = { documents, title: "access.json" };
    throws(
      () => secretNamed(source, "secret-c"),
      /^UserError: SECRET must name a secret or parameter of access\.json, got "secret-c"; known: secret-b$/,
    );
    const twin = SECRET.replace("AbCdEf", "GhIjKl");
    const twins = {
      documents: { secrets: [{ arn: SECRET }, { arn: twin }] },
      title: "access.json",
    };
    throws(
      () => secretNamed(twins, "secret-b"),
      /^UserError: SECRET must name one secret or parameter, got "secret-b", which secret secret-b of account 222222222222 \(arn:\S+AbCdEf\) and secret secret-b of account 222222222222 \(arn:\S+GhIjKl\) have: give the ARN$/,
    );
    throws(() => secretNamed(twins, "secret-c"), /known: secret secret-b .* secret-b of account/);
    throws(() => roleNamed(source, "nobody"), /^UserError: NAME .* known: ascp-podidentity-cross$/);
    throws(() => clusterNamed(source, "nowhere"), /^UserError: NAME .* known: ascp-podidentity$/);
    throws(
      () => readerNamed(source, "default/nobody"),
      /known: default\/serviceaccount-b@ascp-podidentity/,
    );
  });

  it("rejects a name that nothing has, with those of the inventory", () => {
    const zone = landingZoneOf({
      secrets: "\n  own: { account: a, name: web/token }\n  foreign: { account: b, key: pods }",
      parameters: "\n  limits: { account: a, name: /web/limits }",
      readers: reader("[own, { parameter: limits }]"),
    });
    const source = { documents: landingZoneDocuments(zone), title: "zone.yaml", zone };
    throws(
      () => secretNamed(source, "nothing"),
      /^UserError: SECRET must name a secret or parameter of zone\.yaml, got "nothing"; known: foreign, limits, own$/,
    );
  });
});

describe("what an answer about readers rests on", () => {
  const trust = trusting(github({ StringLike: { [SUB]: "repo:x/*" } }));

  it("names the administrators, who may become each, and what was assumed", () => {
    const assumed = assumedIn(documentsOf({ trust }));
    deepStrictEqual(assumed.administrators, [
      {
        arn: ADMIN,
        becomes: [
          {
            who: [GITHUB],
            where: [`${SUB} StringLike repo:x/*`],
            tokens: [
              {
                provider: GITHUB,
                issuer: "token.actions.githubusercontent.com",
                subjects: ["repo:x/*"],
                audiences: ["*"],
              },
            ],
            statement: 0,
          },
        ],
      },
    ]);
    for (const made of ["owner-principals-closed", "administrator-trust"]) {
      ok(
        assumed.assumptions.some(({ name }) => name === made),
        made,
      );
    }
    const text = assumedLines(assumed).join("\n");
    match(text, /breakglass\n {4}GitHub Actions .* become it where .*; to close this: statement 0/);
    match(text, /\nassumed: reader-trust, /);
  });

  it("says where nobody knows who may become an administrator", () => {
    const text = assumedLines(assumedIn(documentsOf({ trust: null }))).join("\n");
    match(text, /who may become it is not in these documents/);
  });

  it("says who may become a role that reads", () => {
    const documents = documentsOf({ trust: trusting({ Principal: "*" }) });
    const { becomes } = becomesOf(documents, { kind: "session", roleArn: ADMIN, sessionName: "x" });
    match(becomesLines(becomes).join(), /everyone may become it; to close this: statement 0/);
  });
});
