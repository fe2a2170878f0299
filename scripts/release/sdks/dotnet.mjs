import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../run.mjs";

/** A package for NuGet, which the generated project makes when it is built. */
export function pack({ source, packed }) {
  const [project] = readdirSync(source).filter((file) => file.endsWith(".csproj"));
  const options = ["--configuration", "Release", "-p:Deterministic=true"];
  run("dotnet", ["build", join(source, project), ...options, `-p:PackageOutputPath=${packed}`]);
}
