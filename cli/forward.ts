#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileOfPackage, installLine } from "./terminal/package-directory";

const COMMAND = "@eks-pod-secrets/cli";

/** The command of the checkout that this file is in, else the one that is installed. The library's package has this file alone. */
const beside = join(__dirname, "main.js");
const command = existsSync(beside) ? beside : fileOfPackage(COMMAND);
if (command) require(command);
else {
  console.error(
    `the command is in the package ${COMMAND}, which is not installed here: ${installLine(COMMAND)}`,
  );
  process.exitCode = 2;
}
