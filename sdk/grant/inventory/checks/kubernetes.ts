import { getOrMake } from "iam-proof/collections";
import { POD_SUFFIX } from "../../../rules/kubernetes";
import type { Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import { createsNamespace } from "../../landing-zone/created-namespaces";
import type { ReaderDraft } from "../resolve/readers";
import { uniqueness } from "../resolve/references";

/** Most characters of `<pod>-<namespace>-<SecretProviderClass>`, a name that the driver makes. */
const POD_STATUS_NAME = 253;

/** Service accounts and Kubernetes objects belong to one reader each, and what is named after them has room for it. */
export function checkKubernetes(drafts: readonly ReaderDraft[], report: Report): void {
  const identity = uniqueness(report);
  const providerClass = uniqueness(report);
  const copies = uniqueness(report);
  const created = new Map<string, string>();
  for (const { path, reader } of drafts) {
    const { cluster, id, namespace, secretProviderClass, serviceAccount } = reader;
    const inNamespace = `${cluster.arn}\n${namespace}`;
    identity(`${inNamespace}\n${serviceAccount}`, id, path, (first) => {
      const account = `${shown(serviceAccount)} of namespace ${shown(namespace)} on ${cluster.id}`;
      return `must be a service account of its own, got ${account}, which ${first} is too; a service account has one role: merge the two`;
    });
    if (createsNamespace(cluster, namespace)) {
      const name = `${cluster.id}-${namespace}`;
      const place = `${shown(namespace)} of ${cluster.id}`;
      const first = getOrMake(created, `${cluster.account.id}/${name}`, () => place);
      if (first !== place) {
        const says = `must be deployed under a name of its own, got ${shown(name)}, as which namespace ${first} is deployed; rename one`;
        report([...path, "namespace"], says);
      }
    }
    providerClass(
      `${inNamespace}\n${secretProviderClass}`,
      id,
      [...path, "secretProviderClass"],
      (first) =>
        `must be unique in its namespace, got ${shown(secretProviderClass)}, which ${first} has too`,
    );
    for (const [index, { name }] of reader.syncToKubernetesSecrets.entries()) {
      const at = [...path, "syncToKubernetesSecrets", index, "name"];
      copies(`${inNamespace}\n${name}`, id, at, (first) => {
        return `must be unique in its namespace, got ${shown(name)}, which ${first} has too`;
      });
    }
    if (reader.syncToKubernetesSecrets.length > 0 && !cluster.secretsStoreCsi.syncSecrets) {
      const says = `will not be synchronised: secretsStoreCsi.syncSecrets of cluster ${shown(cluster.id)} is false; leave it out`;
      report([...path, "syncToKubernetesSecrets"], says, "warning");
    }
    const length = id.length + POD_SUFFIX + namespace.length + secretProviderClass.length + 2;
    if (reader.deployment && length > POD_STATUS_NAME) {
      const most = secretProviderClass.length - (length - POD_STATUS_NAME);
      const says = `must be at most ${most} characters, so that the driver's name of pod, namespace and class fits ${POD_STATUS_NAME}, got ${secretProviderClass.length}`;
      report([...path, "secretProviderClass"], says);
    }
  }
}
