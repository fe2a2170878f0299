import { attempt } from "./attempt";
import {
  allowServices,
  applicationA,
  applicationB,
  associate,
  onceServicesAllowed,
  readersAdministrator,
  readSecret,
  readSecretB,
  strongPod,
} from "./moves";
import type { PodToken } from "./scene";

const exchange = (token: PodToken) => token.exchange();

/** A pod in the same cluster and namespace, with its own service account. */
export const otherPodReadsSecretB = attempt({
  name: "application-a's role reads secret-b",
  refusedBy: "its own policy",
  by: applicationA,
  call: readSecretB,
});

/** The owner's policies alone keep it out, whatever the reader's account allows. */
export const allowedPodReadsSecretB = attempt({
  name: "application-a's role, allowed all secrets in A",
  refusedBy: "the secret's policy",
  changes: true,
  async by(scene) {
    await allowServices(await readersAdministrator(scene), scene.applicationA.role);
    const pod = await applicationA(scene);
    await onceServicesAllowed(pod);
    return pod;
  },
  call: readSecretB,
});

/** Somebody who may do everything in the readers' account is not somebody whom the owner let in. */
export const administratorReads = attempt({
  name: "A's administrator reads secret-b",
  refusedBy: "the secret's policy",
  isBeyondDemo: true,
  by: readersAdministrator,
  call: readSecretB,
});

/** EKS Pod Identity does not accept a pod's token for another service. */
export const otherAudience = attempt({
  name: "application-b's token for another audience",
  refusedBy: "EKS, by the token",
  isBeyondDemo: true,
  refusedWith: ["InvalidTokenException"],
  by: ({ applicationB, token }) =>
    token(applicationB.serviceAccount, { audience: "sts.amazonaws.com" }),
  call: exchange,
});

/** The secret of one account, read by the pod that may only read the other account's secret. */
export const otherPodReadsSecretA = attempt({
  name: "application-b's role reads secret-a",
  refusedBy: "its own policy",
  by: applicationB,
  call: (pod, { secretA }) => readSecret(pod, secretA),
});

/** No association names the other namespace, so its pods get no role. Getting a token there takes a pod, which is a change. */
export const otherNamespace = attempt({
  name: "another namespace's pod reads secret-b",
  refusedBy: "no association",
  changes: true,
  refusedWith: ["ResourceNotFoundException"],
  by: ({ applicationB, otherNamespace: namespace, token }) =>
    token(applicationB.serviceAccount, { namespace }),
  call: exchange,
});

/** An administrator of the reader's account makes that association; the role's trust pins the namespace. */
export const associatedNamespace = attempt({
  name: "the same, given the role by A's administrator",
  refusedBy: "the role's trust",
  changes: true,
  refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  async by(scene) {
    const administrator = await readersAdministrator(scene);
    const { applicationB, cluster, otherNamespace: namespace } = scene;
    const { roleArn, serviceAccount } = applicationB;
    // With its own pods' token the same call succeeds, so a refusal does not come from the caller's rights.
    await scene.pod(serviceAccount);
    const place = { cluster: cluster.name, namespace, serviceAccount };
    await associate(administrator, scene, { ...place, roleArn });
    return scene.token(serviceAccount, { namespace });
  },
  call: exchange,
});

/** A second cluster in the same account uses the role; the role's trust pins the first cluster's ARN. */
export const otherCluster = attempt({
  name: "another cluster of A gives its pod the role",
  refusedBy: "the role's trust",
  changes: true,
  needs: "a second cluster in the readers' account",
  refusedWith: ["AccessDeniedException", "InvalidParameterException"],
  async by(scene) {
    const administrator = await readersAdministrator(scene);
    const { applicationB, namespace } = scene;
    const { roleArn, serviceAccount } = applicationB;
    const cluster = await scene.secondCluster();
    await associate(administrator, scene, { cluster, namespace, serviceAccount, roleArn });
    return scene.token(serviceAccount, { cluster });
  },
  call: exchange,
});

/** Another account uses the same names for its cluster, namespace, service account and role. */
export const sameNamesInOtherAccount = attempt({
  name: "a third account uses all the same names",
  refusedBy: "the secret's policy",
  changes: true,
  needs: "a cluster of the same name in a third account",
  async by(scene) {
    await scene.haveNamesake();
    return strongPod(scene, "third");
  },
  call: readSecretB,
});
