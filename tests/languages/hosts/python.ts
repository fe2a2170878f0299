import {
  programDirectory,
  serveLanguageHost,
  startProgram,
} from "../../../sandbox/pulumi/language-server";

/**
 * A language host for Python that runs each program with Pulumi's own executor, as Pulumi's host does.
 *
 *     python.ts PYTHON EXECUTOR ENGINE
 */
const [python = "", executor = "", engine = ""] = process.argv.slice(2);

serveLanguageHost((request) => {
  const info = request.getInfo();
  const directory = programDirectory(request);
  const args = [
    executor,
    ...["--monitor", request.getMonitorAddress(), "--engine", engine],
    ...["--organization", request.getOrganization(), "--project", request.getProject()],
    ...["--stack", request.getStack(), "--root_directory", info?.getRootDirectory() ?? directory],
    ...["--pwd", directory, "--parallel", String(request.getParallel())],
    ...["--dry_run", String(request.getDryrun())],
    info?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
  return startProgram(request, python, args, {});
});
