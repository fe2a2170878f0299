import { attempt } from "./attempt";
import { readSecret, strongSession } from "./moves";

/** What an account allows its own role does not open another account's secret. */
export const thirdAccount = attempt(
  {
    name: "a third account's role, allowed all secrets",
    refusedBy: "the secret's policy",
    changes: true,
    needs: "a third account",
  },
  async (scene) => {
    const role = { name: `${scene.made.prefix}everything` };
    const session = await strongSession(scene, "third", role);
    return () => readSecret(session, scene.secretB);
  },
);
