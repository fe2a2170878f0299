import { deepStrictEqual, match } from "node:assert";
import { planLosses } from "../../../../cli/verbs/plan/losses";
import { planShape } from "../../../../cli/verbs/plan/shape";
import { inventoryText, landingZoneOf, type Sections } from "../../../sdk/grant/support";
import { run, withFiles } from "../../support";

/** The losses of a change, as `kind: sentence` up to its first semicolon or colon. */
function between(before: Sections, after: Sections): string[] {
  return planLosses(landingZoneOf(before), landingZoneOf(after)).map(
    ({ kind, says }) => `${kind}: ${says.replace(/[:;].*/, "")}`,
  );
}

const secrets = (...lines: string[]) => ["", ...lines].join("\n  ");
const OWN = "own: { account: a }";
const FOREIGN = "foreign: { account: b, key: pods }";
const READER = "cluster: shop, namespace: web, serviceAccount: web";
const web = (reads: string, more = "") => `\n  web: { ${READER}, reads: ${reads}${more} }`;
const DEPLOYED = ", deployment: { image: nginx, mountPath: /mnt }";
const MAY = "value: secret own of account 111111111111 (a) may have a value, and the inventory";

describe("what a change costs", () => {
  it("is nothing where nothing changes, and where something is added", () => {
    deepStrictEqual(between({}, {}), []);
    deepStrictEqual(between({ readers: " {}" }, {}), []);
  });

  it("is the value of a secret that goes, or gets another name or account", () => {
    const stays = "stays: { account: a }";
    const to = (after: string) =>
      between(
        { secrets: secrets(OWN, stays, FOREIGN), readers: " {}" },
        { secrets: secrets(after, stays, FOREIGN), readers: " {}" },
      );
    deepStrictEqual(to("mine: { account: a }"), [`${MAY} no longer has it`]);
    deepStrictEqual(to("own: { account: a, name: new }"), [
      `${MAY} gives it name new instead of own, where a new one is made without the value`,
    ]);
    deepStrictEqual(to("own: { account: b }"), [`${MAY} no longer has it`]);
  });

  it("says how the value is kept, and for how long it can be restored", () => {
    const says = (days: string) =>
      planLosses(
        landingZoneOf({ secrets: secrets(`own: { account: a${days} }`), readers: " {}" }),
        landingZoneOf({ secrets: secrets("mine: { account: a }"), readers: " {}" }),
      ).map((one) => one.says.split("; ").slice(1));
    const keep = "to keep the value as secret mine, write into secrets.mine: renamedFrom: own";
    const asks = "up asks for its name where it has a value";
    deepStrictEqual(says(""), [
      [keep, `to delete it with its value, which can be restored for 30 days: ${asks}`],
    ]);
    deepStrictEqual(says(", recoveryWindowInDays: 0"), [
      [keep, `to delete it with its value, for good at once: ${asks}`],
    ]);
  });

  it("fails where a secret of a stack is said to exist", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-aBcDeF";
    const existing = {
      secrets: secrets(`own: { account: a, existing: true, arn: "${arn}" }`),
      readers: " {}",
    };
    deepStrictEqual(between({ secrets: secrets(OWN), readers: " {}" }, existing), [
      "fails: secret own must be declared as before, got existing",
    ]);
    deepStrictEqual(between(existing, existing), []);
  });

  it("is the access of a reader that others deploy, once the inventory no longer has it", () => {
    const far =
      '\n  far: { external: true, clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/far", namespace: far, serviceAccount: far, reads: [foreign] }';
    deepStrictEqual(between({ readers: far }, { readers: far }), []);
    deepStrictEqual(between({ readers: far }, { readers: " {}" }), [
      "access: reader far may no longer read secret foreign",
    ]);
  });

  it("is the access of a role that pods had before, once its line is gone", () => {
    const former = (role: string) =>
      web("[own, foreign]", `, formerRole: "arn:aws:iam::111111111111:role/${role}"`);
    const gone = ["access: reader web (former role) may no longer read secret own, secret foreign"];
    deepStrictEqual(between({ readers: former("one") }, { readers: former("one") }), []);
    deepStrictEqual(between({ readers: former("one") }, { readers: web("[own, foreign]") }), gone);
    deepStrictEqual(between({ readers: former("one") }, { readers: former("two") }), gone);
  });

  it("is the pods of a reader that mount by another way", () => {
    const clusters = "\n  shop: { account: a, create: {} }";
    const by = (identity: string) => ({
      clusters,
      readers: web("[own, foreign]", `${DEPLOYED}, identity: ${identity}`),
    });
    deepStrictEqual(between(by("both"), by("podIdentity")), []);
    deepStrictEqual(between(by("both"), by("irsa")), [
      "pods: Deployment web restarts its pods, one after the other",
    ]);
  });

  it("is nothing where a stack leaves the inventory and stays deployed with its values", () => {
    deepStrictEqual(
      between({ readers: web("[own]") }, { secrets: secrets(OWN), readers: web("[own]") }),
      [],
    );
  });

  it("is the access of an account's last reader where up empties its stack", () => {
    const whole = { secrets: secrets(OWN), readers: web("[own]") };
    const less = { secrets: secrets(OWN), readers: " {}" };
    const id = "id: aaaaaaaaaaaa";
    const lost = "access: reader web may no longer read secret own";
    deepStrictEqual(between({ ...whole, more: id }, { ...less, more: id }), [lost]);
    deepStrictEqual(between(whole, less), []);
  });

  it("is what a key that nothing names any more encrypts", () => {
    deepStrictEqual(
      between(
        { secrets: secrets("own: { account: a, key: one }"), readers: " {}" },
        { secrets: secrets("own: { account: a, key: two }"), readers: " {}" },
      ),
      ["value: key a/us-east-1/one stays, though the inventory no longer names it"],
    );
  });

  it("is the access to a parameter that gets another key, until its value is put anew", () => {
    const flags = (key: string, reads: string) => ({
      parameters: `\n  /flags: { account: a${key} }`,
      readers: reads && web(reads),
    });
    const to = (key: string, reads: string) =>
      planLosses(
        landingZoneOf(flags(", key: one", reads)),
        landingZoneOf(flags(key, reads)),
      ).flatMap(({ kind, says }) => (kind === "access" ? [says] : []));
    deepStrictEqual(to(", key: one", "[{ parameter: /flags }]"), []);
    const [dropped = "", ...others] = to("", "[{ parameter: /flags }]");
    deepStrictEqual(others, []);
    match(
      dropped,
      /^parameter \/flags gets the AWS managed key instead of key a\/us-east-1\/one, .*; where it has one, up of a\.workloads is refused until then/,
    );
    match(to(", key: two", "[own]")[0] ?? "", /gets key a\/us-east-1\/two .* gives it anew$/);
  });

  it("is the access of a reader; a deleted replica costs access, and no value", () => {
    const replicated = "own: { account: a, replicas: [{ region: eu-west-1 }] }";
    deepStrictEqual(between({ secrets: secrets(replicated, FOREIGN) }, { readers: web("[own]") }), [
      "access: reader web may no longer read secret foreign",
      "pods: reader web mounts or reads otherwise",
      "access: the replica of secret own in eu-west-1 is deleted",
    ]);
    const other = `\n  other: { ${READER.replaceAll("web", "other")}, reads: [own] }`;
    deepStrictEqual(between({}, { readers: other }), [
      "access: reader web may no longer read secret own, secret foreign",
    ]);
  });

  it("is the access to a replica that gets another key, and none that keeps it", () => {
    const replicated = (key: string) => ({
      secrets: secrets(`own: { account: a, replicas: [{ region: eu-west-1${key} }] }`, FOREIGN),
    });
    const to = (before: string, after: string) => between(replicated(before), replicated(after));
    const anew =
      "access: the replica of secret own in eu-west-1 is deleted and made anew under another key";
    deepStrictEqual(to("", ", key: two"), [anew]);
    deepStrictEqual(to(", key: one", ", key: two"), [
      "value: key a/eu-west-1/one stays, though the inventory no longer names it",
      anew,
    ]);
    deepStrictEqual(to(", key: two", ", key: two"), []);
    deepStrictEqual(to(", key: one", ""), [
      "fails: the replica of secret own in eu-west-1 must keep its key, a/eu-west-1/one, got none",
      "value: key a/eu-west-1/one stays, though the inventory no longer names it",
    ]);
  });

  it("is the pods that restart, and the seconds without an association", () => {
    const targeted = web("[foreign]", `, mode: targetRole${DEPLOYED}`);
    deepStrictEqual(between({ readers: targeted }, { readers: web("[foreign]", DEPLOYED) }), [
      "pods: reader web gets a new Pod Identity association in place of the old one",
      "pods: Deployment web restarts its pods, one after the other",
    ]);
    const scaled = DEPLOYED.replace("image", "replicas: 3, image");
    deepStrictEqual(
      between({ readers: web("[own]", DEPLOYED) }, { readers: web("[own]", scaled) }),
      [],
    );
    deepStrictEqual(
      between(
        { readers: web("[own]", DEPLOYED) },
        { readers: web("[own]", DEPLOYED.replace("nginx", "httpd")) },
      ),
      ["pods: Deployment web restarts its pods, one after the other"],
    );
  });

  it("is the pods of a reader that gets no service account any more, and not of one that gets another target role", () => {
    const says = (before: string, after: string) =>
      planLosses(landingZoneOf({ readers: before }), landingZoneOf({ readers: after })).flatMap(
        (one) => (/target role|service account/.test(one.says) ? [`${one.kind}: ${one.says}`] : []),
      );
    const target = (name: string) =>
      web("[foreign]", `, mode: targetRole, targetRoleName: ${name}`);
    deepStrictEqual(says(target("one"), target("two")), []);
    deepStrictEqual(says(web("[own]"), web("[own]", ", createServiceAccount: false")), [
      "pods: reader web no longer has service account web/web made for it: it is deleted, and no pod starts until there is another of its name",
    ]);
  });

  it("is a cluster that is replaced or deleted with its pods, and a driver that changes", () => {
    const shop = (settings: string) => ({ clusters: `\n  shop: { account: a, ${settings} }` });
    deepStrictEqual(between(shop("create: {}"), shop("create: {}, name: store")), [
      "access: reader web may no longer read secret own, secret foreign",
      "pods: cluster shop of a.cluster will be replaced by another one, with all pods in it, whoever deploys them",
    ]);
    deepStrictEqual(between(shop("create: {}"), shop("existing: true")), [
      "pods: cluster shop of a.cluster is said to exist",
    ]);
    const driver = (install: string) =>
      shop(`existing: true, secretsStoreCsi: { install: ${install} }`);
    deepStrictEqual(between(driver("addon"), driver("helm")), [
      "pods: cluster shop gets its driver and provider by helm instead of addon",
    ]);
    deepStrictEqual(between(driver("helm"), driver("existing")), [
      "pods: cluster shop keeps driver and provider, which its stack installed",
    ]);
    deepStrictEqual(between(driver("existing"), driver("helm")), []);
  });

  it("stands under one heading, as text and as Markdown, and in JSON", async () => {
    const files = {
      "old.yaml": inventoryText({ secrets: secrets(OWN, "gone: { account: a }", FOREIGN) }),
      "new.yaml": inventoryText(),
    };
    await withFiles(files, async (directory) => {
      const args = ["plan", "--inventory", `${directory}/new.yaml`];
      args.push("--against", `${directory}/old.yaml`);
      const lost =
        /secret gone of account 111111111111 \(a\) may have a value, and the inventory no longer has it; to keep the value, write .*: up asks for its name where it has a value/;
      match((await run(args)).stdout, new RegExp(`\nWhat would fail or be lost\n  ${lost.source}`));
      const markdown = (await run([...args, "--markdown"])).stdout;
      match(markdown, new RegExp(`\n### What would fail or be lost\n\n- ${lost.source}`));
      const { changes } = planShape.parse(JSON.parse((await run([...args, "--json"])).stdout));
      deepStrictEqual(
        changes?.costs.map(({ kind }) => kind),
        ["value"],
      );
    });
  }).timeout(60_000);
});
