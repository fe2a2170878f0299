import { deepStrictEqual, match, ok } from "node:assert/strict";

import {
  KINDS,
  type OrganizationDocuments,
  type RoleDocuments,
  sessionOf,
  waysToRead,
} from "../../../proof";
import { missesOfCompute } from "./near-misses/of-compute";
import { missesOfIdentities } from "./near-misses/of-identities";
import { missesOfRivals } from "./near-misses/of-rivals";
import { missesOfSecrets } from "./near-misses/of-secrets";
import { missesOfServices } from "./near-misses/of-services";
import { missesOfSessions } from "./near-misses/of-sessions";
import { waysOfCompute } from "./planted/of-compute";
import { waysOfIdentities } from "./planted/of-identities";
import { waysOfRivals } from "./planted/of-rivals";
import { waysOfSecrets } from "./planted/of-secrets";
import {
  DELEGATES,
  delegated,
  delegating,
  ofSet,
  organizing,
  waysOfServices,
} from "./planted/of-services";
import { waysOfSessions } from "./planted/of-sessions";
import {
  A,
  ATTACKER,
  allow,
  B,
  BUILDER,
  C,
  controls,
  deny,
  letIn,
  may,
  OPEN,
  policy,
  READER,
  readsAll,
  role,
  SEALED,
  trusts,
  withDocuments,
  withRole,
  withSecret,
  worldOf,
} from "./world";

const planted = [
  ...waysOfSecrets,
  ...waysOfIdentities,
  ...waysOfSessions,
  ...waysOfCompute,
  ...waysOfServices,
  ...waysOfRivals,
];
const nearMisses = [
  ...missesOfSecrets,
  ...missesOfIdentities,
  ...missesOfSessions,
  ...missesOfCompute,
  ...missesOfServices,
  ...missesOfRivals,
];

describe("ways to read by changes", () => {
  const waysOf = (differences: Parameters<typeof worldOf>[0], secret: string) =>
    waysToRead(worldOf(differences), {
      kinds: KINDS,
      secrets: [secret],
      starts: [sessionOf(ATTACKER)],
    });

  for (const { differences, secret, steps, title } of planted) {
    it(`finds ${title}`, () => {
      const { ways } = waysOf(differences, secret);
      const found = ways.map((way) => way.steps.map(({ kind }) => kind.id).sort());
      deepStrictEqual(found, [[...steps].sort()]);
      for (const { read, steps: made } of ways) {
        ok(
          read.decision.decision === "allowed" || read.decision.decidedBy === null,
          read.decision.reason,
        );
        for (const { calls } of made) {
          for (const call of calls) {
            ok("request" in call ? call.decision.decision === "allowed" : call.allowed);
          }
        }
      }
    });
  }

  it("finds each of these in GovCloud, by the ARNs there", () => {
    const there = <One>(one: One): One =>
      JSON.parse(JSON.stringify(one).replaceAll("arn:aws:", "arn:aws-us-gov:"));
    const missed = planted.filter(({ differences, secret, steps }) => {
      const { ways } = waysToRead(there(worldOf(differences)), {
        kinds: KINDS,
        secrets: [there(secret)],
        starts: [sessionOf(there(ATTACKER))],
      });
      const found = ways.map((way) => way.steps.map(({ kind }) => kind.id).sort());
      return JSON.stringify(found) !== JSON.stringify([[...steps].sort()]);
    });
    deepStrictEqual(
      missed.map(({ title }) => title),
      [],
    );
  });

  it("supposes what nobody read of an organization: its members, and whose a permission set is", () => {
    const supposed = (...differences: Parameters<typeof worldOf>[0]) =>
      waysOf(differences, OPEN).ways.map(({ steps }) => steps.at(-1)?.worstCase);
    const mailed = organizing([allow(["sts:AssumeRoot", "account:*"])]);
    deepStrictEqual(supposed(mailed), [
      `nobody read whether account ${A} is a member with central root access`,
    ]);
    const team = { ...ofSet("Team"), trust: trusts({ AWS: [ATTACKER, role(C, "organizer")] }) };
    const writes = ["sso:PutInlinePolicyToPermissionSet", "sso:ProvisionPermissionSet"];
    const own = "arn:aws:sso:::permissionSet/ssoins-1111222233334444/ps-5555666677778888";
    deepStrictEqual(supposed(organizing([allow(writes), deny(writes, own)], team)), [
      `nobody read which permission set ${team.arn} is of`,
    ]);
  });

  it("says at whom of an organization it looked", () => {
    const looksOf = (
      organization: OrganizationDocuments | undefined,
      wholeAccounts = [A, B, C],
    ) => {
      const { lookedAt, notLookedAt } = waysOf(
        [withDocuments({ organization, wholeAccounts })],
        OPEN,
      );
      return [lookedAt, notLookedAt];
    };
    const manager = `its management account ${C}`;
    const none = "the organization's delegated administrators";
    deepStrictEqual(looksOf(undefined), [[], []]);
    const trusted = "the services that may act in its accounts";
    deepStrictEqual(looksOf({ id: "o-1234567890" }), [
      [],
      [none, trusted, "its management account"],
    ]);
    deepStrictEqual(looksOf({ managementAccount: C }, [A, B]), [[], [none, trusted, manager]]);
    const ofTrusted = (...trustedServices: string[]) => {
      const [looked, not] = looksOf({ ...delegated(), managementAccount: C, trustedServices });
      return [looked?.includes(trusted), not];
    };
    deepStrictEqual(ofTrusted("guardduty.amazonaws.com", "sso.amazonaws.com"), [true, []]);
    const gap = "which may act in the accounts, and of which it is not known what it gives";
    // A backup of a cluster has its Secrets.
    deepStrictEqual(ofTrusted("backup.amazonaws.com", "ram.amazonaws.com"), [
      false,
      [`backup.amazonaws.com, ${gap}`],
    ]);
    const managed = { managementAccount: C, trustedServices: [] };
    const nobody = { ...managed, delegatedAdministrators: [] };
    deepStrictEqual(looksOf(nobody), [[`${none}, of whom there are none`, trusted, manager], []]);
    const services = ["sso.amazonaws.com", "guardduty.amazonaws.com", "backup.amazonaws.com"];
    const [known, harmless, unknown] = services.map(
      (service) => `account ${B}, delegated administrator for ${service}`,
    );
    const gives = { ...managed, ...delegated(...services) };
    const nothing = `${harmless}, which gives no way to read`;
    const open = `${unknown}, of which it is not known what it gives`;
    deepStrictEqual(looksOf(gives), [[known, nothing, trusted, manager], [open]]);
    deepStrictEqual(looksOf(gives, [A, C]), [
      [nothing, trusted, manager],
      [known, open],
    ]);
    const named = `account ${B}, whom the organization's delegation policy names`;
    const delegation = {
      ...managed,
      ...delegating(letIn(DELEGATES, "organizations:*", undefined, "*")),
    };
    deepStrictEqual(looksOf(delegation), [[named, trusted, manager], []]);
    deepStrictEqual(looksOf(delegation, [A, C]), [[trusted, manager], [named]]);
  });

  for (const { differences, secret, title } of nearMisses) {
    it(`finds no way ${title}`, () => {
      const { reasons, result, ways } = waysOf(differences, secret);
      deepStrictEqual(
        ways.map((way) => way.steps.map(({ kind, target }) => `${kind.id} ${target}`)),
        [],
      );
      deepStrictEqual({ reasons, result }, { reasons: [], result: "complete" });
    });
  }

  it("says of a call that it cannot settle that nobody knows", () => {
    const agent = {
      StringLike: { "aws:UserAgent": "a*" },
      StringNotLike: { "aws:UserAgent": "a" },
    };
    const differences = [may(allow("secretsmanager:PutResourcePolicy", OPEN, agent))];
    const { reasons, result, ways } = waysOf(differences, OPEN);
    deepStrictEqual([result, ways], ["unknown", []]);
    match(
      reasons.join(),
      /nobody knows whether secretsmanager:PutResourcePolicy on .* can be allowed/,
    );
  });

  it("is not complete where nobody read who is in an account", () => {
    const { reasons, result } = waysOf([withDocuments({ wholeAccounts: [B, C] })], OPEN);
    deepStrictEqual(result, "unknown");
    deepStrictEqual(reasons, [`nobody read every role and user of account ${A}`]);
  });

  it("tries at most so many changes", () => {
    const world = worldOf([may(allow("iam:UpdateAssumeRolePolicy", READER))]);
    const starts = [sessionOf(ATTACKER)];
    const waysIn = (most: number) => {
      const { result, ways } = waysToRead(world, { kinds: KINDS, secrets: [SEALED], starts, most });
      return [result, ways.length];
    };
    deepStrictEqual(
      [waysIn(1), waysIn(2)],
      [
        ["complete", 0],
        ["complete", 1],
      ],
    );
  });

  const middle = role(A, "middle");
  const goesOn: RoleDocuments = {
    ...{ arn: middle, trust: trusts({ AWS: ATTACKER }) },
    policies: [policy(allow("sts:AssumeRole", BUILDER))],
  };

  it("is not complete where a longer way hid whether a short one is there", () => {
    const {
      documents,
      managedPolicies: _,
      ...beside
    } = worldOf([
      may(allow("iam:CreatePolicyVersion"), allow("sts:AssumeRole", middle)),
      withRole(BUILDER, { trust: trusts({ AWS: middle }), policies: [readsAll] }),
    ]);
    const roles = [...(documents.roles ?? []), goesOn];
    const { reasons, ways } = waysToRead(
      { ...beside, documents: { ...documents, roles } },
      { kinds: KINDS, secrets: [OPEN], starts: [sessionOf(ATTACKER)], most: 1 },
    );
    deepStrictEqual(ways, []);
    deepStrictEqual(reasons, [
      `${ATTACKER} comes to ${OPEN} by 2 changes, and nobody tried whether 1 would do`,
    ]);
  });

  it("goes on as a role whose tags let it in, where the attacker may do everything but tag", () => {
    const blue = { StringNotEquals: { "aws:PrincipalTag/team": "blue" } };
    const { ways } = waysOf(
      [
        may(allow("*")),
        withRole(BUILDER, { tags: { team: "blue" }, policies: [readsAll] }),
        withSecret(OPEN, {
          policy: policy({ ...letIn("*", "secretsmanager:*", blue, "*"), Effect: "Deny" }),
        }),
        controls(A, deny(["iam:Tag*", "iam:Create*", "sts:TagSession", "organizations:*"])),
      ],
      OPEN,
    );
    deepStrictEqual(ways.length, 1);
  });

  it("tries what is tried last, however many changes come before it", () => {
    const {
      documents,
      managedPolicies: _,
      ...beside
    } = worldOf([may(allow("iam:CreatePolicyVersion"))]);
    const chain = Array.from({ length: 9 }, (_, at) => ({
      arn: role(A, `link-${at}`),
      trust: trusts({ AWS: at === 0 ? ATTACKER : role(A, `link-${at - 1}`) }),
      policies: [],
    }));
    const { ways } = waysToRead(
      { ...beside, documents: { ...documents, roles: [...(documents.roles ?? []), ...chain] } },
      { kinds: KINDS, secrets: [OPEN], starts: [sessionOf(ATTACKER)], most: 1 },
    );
    deepStrictEqual(
      ways.map(({ steps }) => steps.map(({ kind }) => kind.id)),
      [["write-policy-version"]],
    );
  });
});
