import {
  programDirectory,
  serveLanguageHost,
  startProgram,
} from "../../../sandbox/pulumi/language-server";

/**
 * A language host for Go that runs a program which is already built. Its environment has what Pulumi's own host sets.
 *
 *     go.ts EXECUTABLE ENGINE
 */
const [executable = "", engine = ""] = process.argv.slice(2);

serveLanguageHost((request) =>
  startProgram(request, executable, request.getArgsList(), {
    PULUMI_MONITOR: request.getMonitorAddress(),
    PULUMI_ENGINE: engine,
    PULUMI_ORGANIZATION: request.getOrganization(),
    PULUMI_PROJECT: request.getProject(),
    PULUMI_STACK: request.getStack(),
    PULUMI_ROOT_DIRECTORY: request.getInfo()?.getRootDirectory() ?? programDirectory(request),
    PULUMI_PARALLEL: String(request.getParallel()),
    PULUMI_DRY_RUN: String(request.getDryrun()),
  }),
);
