import { createHash } from "node:crypto";
import type { AccessDocuments } from "eks-pod-secrets/access";
import { plannedArns } from "eks-pod-secrets/access/landing-zone";
import { administratorArn, type LandingZone } from "eks-pod-secrets/grant";
import { type AssignedArns, secretArnIn } from "eks-pod-secrets/policy";
import type { ClaimResult } from "iam-proof";
import { type InventoryNames, inventoryNames } from "../../access-answers/inventory-names";
import type { WaysAnswer } from "../../access-answers/way-shapes";
import { arnsIn } from "../../documents/arns-in";
import { DRAWING_STYLE } from "../../picture/drawing";
import { graphOf, nodeId } from "../../picture/graph";
import { COLOURS } from "../../picture/icons";
import { accountsIn, MATRIX_STYLE } from "../../picture/matrix";
import { grantsThrough } from "../../picture/parts";
import { grantParts, grantSubject } from "../../proof/grant-subject";
import { Markup, markup } from "../../terminal/markup";
import { ACCESS_STYLE, accessSection } from "./access-section";
import { pageDocuments } from "./documents";
import { grantOutcomes } from "./grant-outcomes";
import { lightsOf } from "./lights";
import { lookup } from "./lookup";
import type { Origin } from "./origin";
import { overviewSection, summary } from "./overview-section";
import type { PageData, PageResult } from "./page-data";
import { asset } from "./parts";
import { picturesSection, wholePicture } from "./pictures-section";
import { type PageProof, proofSection } from "./proof-section";
import { sizesSection } from "./sizes-section";
import { waysSection } from "./ways-section";

/** The input of a page. */
interface PageSource {
  /** The name of the inventory's file, as given. */
  inventory: string;
  zone: LandingZone;
  /** The documents for the inventory's grants, from any source. */
  documents: AccessDocuments;
  /** Notes on what the documents leave out or assume. */
  notes: string[];
  origin: Origin;
  proof: PageProof;
  /** Who can come to read through changes; absent if nobody asked. */
  ways?: WaysAnswer;
}

const STYLES = ["page.css", "tables.css", "details.css", "print.css"];

/** A page that shows who reads what, and why: a single HTML file that fetches nothing. */
export function page(source: PageSource): string {
  const { documents, inventory, notes, origin, proof, ways } = source;
  const names = inventoryNames(source);
  const data = pageData(source);
  const whole = wholePicture(data);
  const lights = lightsOf(data, whole.fits);
  const own = STYLES.map((name) => asset(name)).join("");
  const style = `${COLOURS}${DRAWING_STYLE}${MATRIX_STYLE}${own}${ACCESS_STYLE}${lights.rules}`;
  const script = asset("page.js");
  const title = `Who reads what: ${inventory}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${digest(script)}'; style-src '${digest(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#access-title">Skip to the table</a>
<main>
${summary(data, { inventory, origin, proof, ways })}
${!whole.fits && overviewSection(data, proof)}
${picturesSection(data, whole, lights)}
${accessSection(data)}
${proofSection({ proof, documents, notes, names })}
${ways && waysSection(ways, names)}
${sizesSection(data)}
</main>
<footer><p>The outcome of each grant is what the evaluator decides about its pod’s requests.</p></footer>
<script>${new Markup(script)}</script>
</body>
</html>
`.toString();
}

function pageData({ documents, proof, zone }: PageSource): PageData {
  const arns = arnsIn(documents, plannedArns);
  const byArn = nodesByArn(zone, arns);
  const pages = pageDocuments(documents, byArn);
  const read = grantOutcomes(zone, documents, arns, pages);
  const claims = "answer" in proof ? proof.answer.claims : [];
  const graph = graphOf(zone);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const byGrant = lookup(read, ({ reader, target }) => [`${reader}\n${target}`]);
  const readingsOf = (reader: string, target: string) => byGrant(`${reader}\n${target}`);
  return {
    ...graph,
    nodeOf: (id) => byId.get(id),
    accountOf: accountsIn(graph),
    readingsOf,
    isDenied: (...ends) => readingsOf(...ends).some(({ isAllowed }) => !isAllowed),
    grants: grantsThrough(graph),
    documents: pages,
    readings: read,
    results: pageResults(
      claims,
      subjectNodes(zone, documents, byArn),
      inventoryNames({ documents, zone }),
    ),
    administrators: Object.fromEntries(
      zone.accounts.map((account) => [
        nodeId.account(account),
        account.administrators.map(administratorArn),
      ]),
    ),
  };
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** The nodes by every ARN that a document or a proof may name. */
function nodesByArn(zone: LandingZone, arns: AssignedArns): Map<string, string> {
  const nodes = new Map<string, string>();
  for (const cluster of zone.clusters) nodes.set(cluster.arn, nodeId.cluster(cluster));
  for (const reader of [...zone.readers, ...zone.externalReaders]) {
    nodes.set(reader.clusterArn, nodeId.cluster(reader.cluster));
    nodes.set(reader.role.arn, nodeId.role(reader));
    if (reader.targetRole) nodes.set(reader.targetRole.arn, nodeId.targetRole(reader));
  }
  const keysOfOthers = zone.externalSecrets.flatMap(({ key }) => key ?? []);
  for (const key of [...zone.keys, ...keysOfOthers]) nodes.set(arns.keyArn(key), nodeId.key(key));
  for (const parameter of zone.parameters) nodes.set(parameter.arn, nodeId.parameter(parameter));
  for (const secret of [...zone.secrets, ...zone.externalSecrets]) {
    const primary = arns.secretArn(secret);
    nodes.set(primary, nodeId.secret(secret));
    for (const { region } of secret.replicas) {
      nodes.set(secretArnIn(region, primary), nodeId.secret(secret));
    }
  }
  return nodes;
}

/**
 * Finds the nodes of a proof's subject: the one with an ARN, or the reader and the secret of a grant. Empty if the subject
 * belongs to another landing zone.
 */
function subjectNodes(
  zone: LandingZone,
  { grants }: AccessDocuments,
  byArn: ReadonlyMap<string, string>,
): (subject: string) => string[] {
  const readers = new Map(
    [...zone.readers, ...zone.externalReaders].map((reader) => [
      `${reader.clusterArn} ${reader.namespace}/${reader.serviceAccount}`,
      nodeId.reader(reader),
    ]),
  );
  const granted = new Set(
    (grants ?? []).map(({ reader: { clusterArn, namespace, serviceAccount }, secret }) =>
      grantSubject({ reader: `${clusterArn} ${namespace}/${serviceAccount}`, target: secret }),
    ),
  );
  return (subject) => {
    const node = byArn.get(subject);
    if (node) return [node];
    const grant = grantParts(subject);
    if (!grant || !granted.has(grantSubject(grant))) return [];
    const { reader, target } = grant;
    return [readers.get(reader) ?? "", byArn.get(target) ?? ""].filter((id) => id !== "");
  };
}

/** The results for everything in the picture. Subjects are found by the ARNs and grants that they name. */
function pageResults(
  claims: readonly ClaimResult[],
  nodesOf: (subject: string) => string[],
  { named }: Pick<InventoryNames, "named">,
): PageResult[] {
  return claims
    .filter(({ claim }) => claim !== "difference")
    .map(({ alsoAllowed, assumptionsUsed, claim, counterexample, reason, result, subject }) => ({
      claim,
      result,
      about: nodesOf(subject),
      assumptionsUsed,
      ...(alsoAllowed && { alsoAllowed }),
      ...(reason && { reason: named(reason) }),
      ...(counterexample && {
        summary: named(counterexample.summary),
        fix: named(counterexample.fix),
      }),
    }));
}
