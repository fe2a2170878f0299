import { attempt } from "./attempt";
import { readSecret, strongPod } from "./moves";

/** Another account gives its cluster, namespace, service account and role the very same names. */
export const sameNamesInOtherAccount = attempt(
  {
    name: "a third account uses all the same names",
    refusedBy: "the secret's policy",
    changes: true,
    needs: "a cluster of the same name in a third account",
  },
  async (scene) => {
    await scene.haveNamesake();
    const pod = await strongPod(scene, "third");
    return () => readSecret(pod, scene.secretB);
  },
);
