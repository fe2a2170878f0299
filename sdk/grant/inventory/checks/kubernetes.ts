import { getOrMake } from "iam-proof/collections";
import { jmesPathFlaw } from "../../../rules/jmes-path";
import { POD_SUFFIX } from "../../../rules/kubernetes";
import { fileName } from "../../../rules/mounts";
import { type Path, type Report, shown, suggestion } from "../../../rules/problem";
import { createsNamespace } from "../../landing-zone/created-namespaces";
import type { ResolvedReader } from "../../landing-zone/landing-zone";
import type { GrantDraft, ReaderDraft } from "../resolve/readers";
import { uniqueness } from "../resolve/references";

/** The longest name `<pod>-<namespace>-<SecretProviderClass>` that the driver can create. */
const POD_STATUS_NAME = 253;

/**
 * Checks that each service account and Kubernetes object belongs to only one reader, and that names derived from them are short
 * enough.
 */
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

/** Checks that every file of a mount has a name of its own, and that each copied file exists. */
export function checkFiles(
  reader: ResolvedReader,
  drafts: readonly GrantDraft[],
  path: Path,
  report: Report,
): void {
  const unique = uniqueness(report);
  const files = new Set<string>();
  const claim = (file: string, owner: string, at: Path) => {
    files.add(file);
    unique(
      file,
      owner,
      at,
      (first) =>
        `must be a file name of its own, got ${shown(file)}, which ${first} has too; set as`,
    );
  };
  for (const { entry, grant, path: at } of drafts) {
    const short = `reads[${String(at.at(-1))}]`;
    claim(grant.file, short, entry.as === undefined ? at : [...at, "as"]);
    if (entry.as === undefined && !fileName.pattern.test(grant.file)) {
      report(at, `must have a file name of its own, got the unusable ${shown(grant.file)}; set as`);
    }
    const permission = (value: string | undefined, within: Path) =>
      report([...within, "filePermission"], unreadable(reader, value), "warning");
    permission(grant.filePermission, at);
    for (const [index, part] of grant.jmesPath.entries()) {
      const partAt = [...at, "jmesPath", index];
      permission(part.filePermission, partAt);
      claim(part.file, `${short}.jmesPath[${index}]`, [...partAt, "as"]);
      report([...partAt, "path"], jmesPathFlaw(part.path));
    }
  }
  for (const [index, sync] of reader.syncToKubernetesSecrets.entries()) {
    for (const [key, file] of Object.entries(sync.data)) {
      if (files.has(file)) continue;
      const at = [...path, "syncToKubernetesSecrets", index, "data", key];
      report(at, `must name a file of the mount, got ${shown(file)}${suggestion(file, files)}`);
    }
  }
}

/**
 * Warns of a file mode that the container cannot read: files of a mount belong to root, and a Deployment's container does not run
 * as root by default.
 */
function unreadable({ deployment }: ResolvedReader, filePermission: string | undefined) {
  const isForOthers = filePermission === undefined || Number(filePermission.at(-1)) >= 4;
  if (isForOthers || !deployment || deployment.securityContext?.runAsUser === 0) return undefined;
  return `will keep the container from the file, got ${shown(filePermission)}: the file belongs to root, and the container runs as another user; leave it out, or set securityContext.runAsUser of the deployment to 0, and runAsNonRoot to false`;
}
