import { deepStrictEqual, match, strictEqual } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { changesPermissions } from "../../../cli/access-answers/changes-permissions";
import { waysOf } from "../../../cli/access-answers/through-changes";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { serviceTrust } from "../../sandbox/eks-support";
import { call } from "../../sandbox/raw";
import { policy } from "../../sandbox/secrets-support";
import { A, B } from "../../sandbox/support";
import { landingZone } from "../../stacks/run-stack";
import { C, suiteLive, ZONE_TEXT } from "./live-sandbox";

const D = "444444444444";
const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";

/** The same inventory, with a management account and more about its organization. */
const zoneWith = (accounts: string, more = "") =>
  landingZone(
    `${ZONE_TEXT.replace("accounts:", `accounts:${accounts}`)}
organization: { id: o-exampleorg, managementAccount: "${C}"${more} }`,
  );
const MANAGER = `\n  m: { id: "${C}", region: us-east-1 }`;
const DELEGATE = `\n  d: { id: "${D}", region: us-east-1 }`;
const manager = `its management account ${C}`;
const nobodyKnown = "the organization's delegated administrators";
const services = "the services that may act in its accounts";

describe("what --live reads of an organization", () => {
  const live = suiteLive();
  const ask = async (operation: string, input: object = {}) => {
    const { text } = await call(live.sandbox.endpoint, live.sandbox.administrator(C), {
      service: "organizations",
      body: JSON.stringify(input),
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSOrganizationsV20161128.${operation}`,
      },
    });
    return text === "" ? {} : JSON.parse(text);
  };
  const waysIn = async (zone: ReturnType<typeof landingZone>) => {
    const file = join(live.sandbox.directory, "landing-zone.yaml");
    const source = await liveDocuments(zone, file);
    const { throughChanges } = await waysOf(source, { throughChanges: true });
    const { lookedAt = [], notLookedAt = [], reason = "", ways = [] } = throughChanges ?? {};
    const ofMine = ways.filter(({ start }) => start.key.endsWith("/planted"));
    return {
      ...{ lookedAt, notLookedAt, reason },
      ways: ofMine.map(({ steps }) => steps.map(({ kind }) => kind).join(" > ")),
    };
  };

  before(async () => {
    const file = process.env.AWS_SHARED_CREDENTIALS_FILE ?? "";
    const { accessKeyId, secretAccessKey } = live.sandbox.administrator(D);
    const profile = `[${D}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    writeFileSync(file, profile, { flag: "a" });
    const organization = { id: "o-exampleorg", managementAccount: C };
    await live.sandbox.control("PUT", "/organization", organization);
  });
  afterEach(() => live.clear());

  it("is nothing where the inventory lacks the management account", async () => {
    const { lookedAt, notLookedAt } = await waysIn(zoneWith(""));
    deepStrictEqual([lookedAt, notLookedAt], [[], [nobodyKnown, services, manager]]);
    const declared = await waysIn(zoneWith("", ", delegatedAdministrators: []"));
    deepStrictEqual(declared.notLookedAt, [services, manager]);
  });

  it("is who is in the management account, and that it delegates to nobody", async () => {
    await live.plant(C, "planted", serviceTrust("codebuild.amazonaws.com"), {
      ...{ Action: ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"] },
      Resource: "*",
    });
    const { lookedAt, notLookedAt, ways } = await waysIn(zoneWith(MANAGER));
    deepStrictEqual(notLookedAt, []);
    deepStrictEqual(lookedAt, [`${nobodyKnown}, of whom there are none`, services, manager]);
    // One way for each secret and for the parameter.
    deepStrictEqual(new Set(ways), new Set(["deploy-to-members"]));
  });

  it("is to whom it delegates, and who is there", async () => {
    await ask("RegisterDelegatedAdministrator", { AccountId: B, ServicePrincipal: STACK_SETS });
    const Content = policy({
      ...{ Principal: { AWS: `arn:aws:iam::${A}:root` } },
      ...{ Action: "organizations:DetachPolicy", Resource: "*" },
    });
    await ask("PutResourcePolicy", { Content });
    await live.plant(B, "planted", serviceTrust("codebuild.amazonaws.com"), {
      ...{ Action: "cloudformation:*", Resource: "*" },
    });
    const { lookedAt, notLookedAt, ways } = await waysIn(zoneWith(MANAGER));
    deepStrictEqual(notLookedAt, []);
    deepStrictEqual(lookedAt, [
      `account ${B}, delegated administrator for ${STACK_SETS}`,
      `account ${A}, whom the organization's delegation policy names`,
      services,
      manager,
    ]);
    strictEqual(ways.includes("deploy-to-members"), true);
    await ask("RegisterDelegatedAdministrator", { AccountId: D, ServicePrincipal: STACK_SETS });
    const other = `account ${D}, delegated administrator for ${STACK_SETS}`;
    deepStrictEqual((await waysIn(zoneWith(MANAGER))).notLookedAt, [other]);
    const whole = await waysIn(zoneWith(MANAGER + DELEGATE));
    deepStrictEqual(whole.notLookedAt, []);
    strictEqual(whole.lookedAt.includes(other), true);
  });

  it("is which services may act in every account, and what is not known of them", async () => {
    for (const ServicePrincipal of ["guardduty.amazonaws.com", "ssm.amazonaws.com"]) {
      await ask("EnableAWSServiceAccess", { ServicePrincipal });
    }
    const { lookedAt, notLookedAt } = await waysIn(zoneWith(MANAGER + DELEGATE));
    deepStrictEqual(notLookedAt, [
      "ssm.amazonaws.com, which may act in the accounts, and of which it is not known what it gives",
    ]);
    strictEqual(lookedAt.includes(services), false);
  });

  it("is left open where a call is denied, which the answer names", async () => {
    const denied = { Effect: "Deny", Action: "organizations:List*", Resource: "*" };
    const { iam } = live.sandbox.clients(C);
    const named = { UserName: "administrator", PolicyName: "own" };
    await iam.putUserPolicy({ ...named, PolicyDocument: policy(denied) });
    const { notLookedAt, reason } = await waysIn(zoneWith(MANAGER));
    await iam.deleteUserPolicy(named);
    deepStrictEqual(notLookedAt, [nobodyKnown, services]);
    match(
      reason,
      /ListDelegatedAdministrators in account \d+ \(m\) leaves open the organization's delegated administrators: AccessDenied/,
    );
  });

  it("takes the rights that permissions lists", () => {
    const zone = zoneWith(
      MANAGER + DELEGATE,
      `, delegatedAdministrators: [{ account: "${D}", services: [${STACK_SETS}] }]`,
    );
    const found = changesPermissions(zone).map(({ account, actions }) => [
      account,
      actions.map(({ action }) => action).filter((one) => /^organizations:/.test(one)),
      actions.some(({ action }) => action === "iam:GetAccountAuthorizationDetails"),
    ]);
    const calls = ["ListDelegatedAdministrators", "ListDelegatedServicesForAccount"];
    calls.push("ListAWSServiceAccessForOrganization", "DescribeResourcePolicy");
    const all = calls.map((one) => `organizations:${one}`);
    deepStrictEqual(found, [
      [A, [], true],
      [B, [], true],
      [C, all, true],
      [D, [], true],
    ]);
  });
});
