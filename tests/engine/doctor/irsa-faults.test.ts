import { match, strictEqual } from "node:assert";
import { done } from "../../outcomes";
import { findsEach, type Undo } from "./fault";
import { associatedAs, BARE, IRSA_FAULTS } from "./irsa-faults";
import { IRSA_INVENTORY } from "./irsa-inventory";
import { patched, podMade, readerOf } from "./planting";
import { doctorScene, type Scene } from "./scene";

const DEPLOYED = { inventory: IRSA_INVENTORY, secrets: ["own", "orders", "sealed"] };
const CSI_DRIVER = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";

/** What looks wrong but is healthy, and what a step says about it. */
const HEALTHY: {
  name: string;
  reader: string;
  says: RegExp;
  plant(scene: Scene): Promise<Undo>;
}[] = [
  {
    name: "an association beside the annotation, of pods that mount",
    ...{ reader: "own", says: /the mounts of shop\/own do not use association a-/ },
    plant: (scene) => associatedAs(scene, "own", "both"),
  },
  {
    name: "a pod whose own program reads by its token",
    ...{ reader: "own", says: /its pods get arn:aws:iam::111111111111:role\/.*-own-/ },
    plant: (scene) => podMade(scene, "asks", "own", BARE),
  },
  {
    name: "a driver that asks for the token of STS alone",
    ...{ reader: "orders", says: /none is needed/ },
    plant: (scene) =>
      patched(scene, CSI_DRIVER, { spec: { tokenRequests: [{ audience: "sts.amazonaws.com" }] } }),
  },
  {
    name: "a pod of a reader with both, made before the webhook knew the association",
    ...{
      reader: "both",
      says: /pod asks: IRSA as arn:.*-both-.*: Pod Identity|: Pod Identity; pod asks: IRSA as arn:.*-both-/,
    },
    plant: (scene) => {
      const env = [
        { name: "AWS_ROLE_ARN", value: readerOf(scene, "both").role.arn },
        { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: "/var/run/token" },
      ];
      const spec = { ...BARE, containers: [{ name: "main", image: "nginx", env }] };
      // As the webhook has left it.
      const labels = { "eks.amazonaws.com/skip-pod-identity-webhook": "true" };
      return podMade(scene, "asks", "both", spec, { labels });
    },
  },
];

describe("doctor, of readers with IAM roles for service accounts", () => {
  const scene = doctorScene(DEPLOYED);

  it("says of all of them that all is right", async () => {
    await done(scene.command(["doctor"]));
  });

  for (const { name, plant, reader: id, says } of HEALTHY) {
    it(`finds nothing wrong: ${name}`, async () => {
      const undo = await plant(scene);
      try {
        const { reader } = await scene.doctor(id);
        const shown = JSON.stringify(reader, null, 1);
        strictEqual(reader.result, "right", shown);
        const said = reader.steps.flatMap(({ findings }) => findings.map((one) => one.says ?? ""));
        match(said.join("\n"), says);
      } finally {
        await undo();
      }
    });
  }

  findsEach(IRSA_FAULTS, scene);
});
