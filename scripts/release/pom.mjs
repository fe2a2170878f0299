import { XMLBuilder } from "fast-xml-parser";

/** The Maven project of the SDK, with everything that Maven Central requires. */
export function projectObjectModel(schema, dependencies) {
  const { name, version, description, publisher, license } = schema;
  const { groupId, url } = placeOf(schema);
  const licence = { name: license, url: "https://www.apache.org/licenses/LICENSE-2.0.txt" };
  const project = {
    "@xmlns": "http://maven.apache.org/POM/4.0.0",
    modelVersion: "4.0.0",
    ...{ groupId, artifactId: name, version },
    ...{ name, description, url },
    licenses: { license: licence },
    developers: { developer: { name: publisher, url } },
    scm: { connection: `scm:git:${url}.git`, url },
    properties: {
      "maven.compiler.release": 11,
      "project.build.sourceEncoding": "UTF-8",
      // A fixed time, so that each build gives the same bytes.
      "project.build.outputTimestamp": "1980-01-01T00:00:02Z",
    },
    dependencies: { dependency: dependencies },
    build: { plugins: { plugin: BUILD } },
    profiles: { profile: { id: "release", build: { plugins: { plugin: RELEASE } } } },
  };
  const options = { format: true, ignoreAttributes: false, attributeNamePrefix: "@" };
  return new XMLBuilder(options).build({ project });
}

/** Maven Central gives a group to the owner of the repository. Until that is published, the group is the code's package. */
function placeOf({ repository: url = "https://example.invalid", language: { java } }) {
  const [, owner] = /github\.com\/([^/]+)/.exec(url) ?? [];
  return { url, groupId: owner ? `io.github.${owner.toLowerCase()}` : java.basePackage };
}

/** Compiles, and makes the jars of classes, sources and documentation. */
const BUILD = [
  { artifactId: "maven-clean-plugin", version: "3.5.0" },
  { artifactId: "maven-resources-plugin", version: "3.3.1" },
  { artifactId: "maven-compiler-plugin", version: "3.13.0" },
  { artifactId: "maven-jar-plugin", version: "3.4.2" },
  { artifactId: "maven-source-plugin", version: "3.3.1", ...goal("jar-no-fork") },
  {
    ...{ artifactId: "maven-javadoc-plugin", version: "3.11.2", ...goal("jar") },
    configuration: { doclint: "none", quiet: true, notimestamp: true },
  },
];

/** Signs the jars, and sends them to Maven Central. */
const RELEASE = [
  { artifactId: "maven-gpg-plugin", version: "3.2.7", ...goal("sign", "verify") },
  {
    groupId: "org.sonatype.central",
    ...{ artifactId: "central-publishing-maven-plugin", version: "0.8.0", extensions: true },
    configuration: { publishingServerId: "central", autoPublish: true, waitUntil: "published" },
  },
];

/** Without `phase`, Maven runs the goal in the goal's default phase. */
function goal(name, phase) {
  const execution = { id: name, ...(phase && { phase }), goals: { goal: name } };
  return { executions: { execution } };
}
