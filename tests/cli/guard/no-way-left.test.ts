import { deepStrictEqual, ok } from "node:assert";
import { clustersFrom } from "../../../cli/changes/clusters-from";
import { EKS_KINDS, KUBERNETES_KINDS } from "../../../cli/changes/kinds";
import { withClusters } from "../../../cli/changes/world";
import { usableInventory } from "../../../cli/inventory/inventory-file";
import { actorOf, sessionOf } from "../../../proof/changes/actors";
import type { World } from "../../../proof/changes/change";
import { KINDS } from "../../../proof/changes/kinds";
import { waysToRead } from "../../../proof/changes/ways-to-read";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone } from "../../../sdk/grant";
import { policy } from "../../proof/prover/deployments/deployment";
import { allow, trusts } from "../../proof/statements";
import { controlOf, deployer, EVERYTHING, EXAMPLES, guardsOf } from "./guards";

/** The landing zone. Each account also has an administrator whom nobody declared, and the deployers. */
function worldOf(zone: LandingZone, isGuarded: boolean): World {
  const documents = landingZoneDocuments(
    zone,
    undefined,
    isGuarded ? controlOf(guardsOf(zone)) : {},
  );
  const identities = zone.accounts.flatMap(({ id }) =>
    [attacker(id), deployer(id)].map((arn) => ({
      arn,
      tags: {},
      trust: policy(trusts({ Service: "codebuild.amazonaws.com" }, "sts:AssumeRole")),
      policies: [policy(allow("*"))],
    })),
  );
  const world: World = {
    // Nothing that others could change runs with the rights of exempt roles.
    compute: [],
    documents: {
      ...documents,
      roles: [...(documents.roles ?? []), ...identities],
      wholeAccounts: zone.accounts.map(({ id }) => id),
    },
  };
  // Nobody has rights in the clusters yet.
  const clusters = clustersFrom({ clusters: zone.clusters.map(({ arn }) => ({ arn })) });
  return withClusters(world, clusters);
}

/** These kinds run code on a node. No control policy can tell their calls from others. */
const ON_NODES =
  "add-node change-launch-template change-node-user-data connect-to-node run-command-on-node";
const ALL_KINDS = [...KINDS, ...EKS_KINDS, ...KUBERNETES_KINDS].filter(
  ({ id }) => !ON_NODES.split(" ").includes(id),
);

const attacker = (account: string) => `arn:aws:iam::${account}:role/somebody`;

describe("who can come to read, with a guard in force", function () {
  this.timeout(120_000);

  const zones = [
    ["everything", async () => EVERYTHING],
    ...EXAMPLES.map(
      (file) => [file, async () => (await usableInventory(file)).landingZone] as const,
    ),
  ] as const;
  for (const [name, read] of zones) {
    it(`is nobody with all rights in an account whom it does not exempt, nor its root user: ${name}`, async () => {
      const zone = await read();
      // The root user of a member account can be enabled again.
      const starts = zone.accounts.flatMap(({ id }) => [
        sessionOf(attacker(id)),
        actorOf({ kind: "root", account: id }),
      ]);
      const open = waysToRead(worldOf(zone, false), { kinds: ALL_KINDS, starts });
      ok(open.ways.length > 0);
      const closed = waysToRead(worldOf(zone, true), { kinds: ALL_KINDS, starts });
      deepStrictEqual(
        closed.ways.map(({ steps }) =>
          steps.map(({ kind, target }) => `${kind.id} ${target}`).join(" > "),
        ),
        [],
      );
      deepStrictEqual(closed.reasons, []);
    });
  }
});
