import { deepStrictEqual, strictEqual } from "node:assert";

import { declaredDocuments } from "../../../cli/documents/declared-documents";
import { inventoryDifferences } from "../../../cli/proof/inventory-differences";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone/landing-zone-documents";
import { landingZoneOf } from "../../sdk/grant/support";

const THEIRS = "theirs";
const BOUNDARY = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*" }] };

describe("the documents that an inventory surely leads to", () => {
  it("leave out readers of others in its own cluster, and the content of a boundary that it names", () => {
    const zone = landingZoneOf({
      readers: `
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    permissionsBoundary: arn:aws:iam::111111111111:policy/bounds
    reads: [own]
  theirs:
    external: true
    clusterArn: arn:aws:eks:us-east-1:111111111111:cluster/shop
    namespace: web
    serviceAccount: ${THEIRS}
    roleArn: arn:aws:iam::111111111111:role/theirs
    reads: [own]`,
    });
    const planned = landingZoneDocuments(zone);
    const { associations = [], roles = [], secrets = [] } = planned;
    const found = {
      ...planned,
      associations: associations?.filter(({ serviceAccount }) => serviceAccount !== THEIRS),
      roles: roles
        ?.filter(({ assumed }) => !assumed)
        .map((role) => ({ ...role, permissionsBoundary: BOUNDARY })),
    };
    strictEqual(associations?.length, 2);
    const declared = declaredDocuments(zone, secrets ?? [], plannedArns, plannedArns.keyArn);
    deepStrictEqual(inventoryDifferences(declared, found), []);
  });
});
