import { deepStrictEqual } from "node:assert";

import { partsThatGo } from "../../../../cli/stacks/engine/driver-parts";
import { landingZoneOf } from "../../../sdk/grant/support";

const urn = (type: string, name: string) => `urn:pulumi:a.cluster::p::C$${type}::${name}`;
const part = (type: string, name: string) => ({ type, urn: urn(type, name) });
const AGENT = part("aws:eks/addon:Addon", "shop-agent");
const ADDON = part("aws:eks/addon:Addon", "shop-driver");
const RELEASES = ["shop-provider", "shop-driver"].map((name) =>
  part("kubernetes:helm.sh/v3:Release", name),
);
const OTHERS = [part("aws:eks/addon:Addon", "workshop-driver")];

function going(settings: string, held: { type: string; urn: string }[]) {
  const zone = landingZoneOf({
    clusters: `\n  shop: { account: a, existing: true, secretsStoreCsi: { ${settings} } }`,
  });
  const [account] = zone.accounts;
  if (!account) throw new Error("no account");
  return partsThatGo(zone, account, [...held, ...OTHERS]);
}

const urns = (parts: { urn: string }[]) => parts.map((one) => one.urn);

describe("partsThatGo", () => {
  it("replaces the add-on by releases, and releases by the add-on", () => {
    const none = { handedOver: [], replaced: [] };
    deepStrictEqual(going("install: addon", [AGENT, ADDON]), none);
    deepStrictEqual(going("install: helm", [AGENT, ...RELEASES]), none);
    deepStrictEqual(going("install: helm", [AGENT, ADDON]), { ...none, replaced: [ADDON.urn] });
    deepStrictEqual(going("install: addon", [AGENT, ...RELEASES]), {
      ...none,
      replaced: urns(RELEASES),
    });
  });

  it("hands over what is said to exist, a release after the one that needs it", () => {
    const all = [...RELEASES, AGENT];
    deepStrictEqual(going("install: existing", all), { replaced: [], handedOver: urns(all) });
    deepStrictEqual(going("podIdentityAgent: existing", [AGENT, ADDON]), {
      replaced: [],
      handedOver: [AGENT.urn],
    });
  });
});
