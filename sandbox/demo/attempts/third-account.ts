import type { Attempt } from "../scene/attempt";
import { createAllPowerfulRole, readSecret, trustInAccount } from "../scene/moves";
import { THIRD_ACCOUNT } from "../scene/scene";

/** What an account allows its own role does not open another account's secret. */
export const thirdAccount: Attempt = {
  name: "a third account's role, allowed everything",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator(THIRD_ACCOUNT);
    const RoleArn = await createAllPowerfulRole(administrator, {
      name: "everything",
      trust: trustInAccount(THIRD_ACCOUNT),
    });
    return readSecret(await scene.session(administrator, { RoleArn }), scene.secretB);
  },
};
