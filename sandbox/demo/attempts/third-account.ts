import type { Attempt } from "../attempt";
import { createAllPowerfulRole, readSecret, trustInAccount } from "../moves";
import { THIRD_ACCOUNT } from "../scene";

/** What an account allows its own role does not open another account's secret. */
export const thirdAccount: Attempt = {
  name: "a role of a third account that allows itself everything reads secret-b",
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
