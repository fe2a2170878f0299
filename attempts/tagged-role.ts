import { attempt } from "./attempt";
import { readSecret, strongSession, tagsOfPod } from "./moves";

/** A role's own tags count as principal tags too: attributes alone would let this one in. */
export const taggedRole = attempt(
  {
    name: "a role of A that is tagged like the pod",
    refusedBy: "the secret's policy",
    changes: true,
  },
  async (scene) => {
    const { path, prefix } = scene.made;
    const role = { name: `${prefix}tagged-as-pod`, path, tags: tagsOfPod(scene) };
    const session = await strongSession(scene, "reader", role);
    return () => readSecret(session, scene.secretB);
  },
);
