import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../packages.mjs";
import { run } from "../run.mjs";

const FOLDER = "bin/sdks/packed/dotnet";
const ADDRESS = "https://api.nuget.org/v3/index.json";

/** The SDK of .NET. NUGET_API_KEY holds the key, which NuGet's command takes as an argument only. */
export function releases() {
  const files = readdirSync(join(checkout, FOLDER)).filter((file) => file.endsWith(".nupkg"));
  return files.map((file) => {
    const args = ["nuget", "push", join(FOLDER, file), "--source", ADDRESS, "--skip-duplicate"];
    return {
      name: file,
      command: ["dotnet", ...args].join(" "),
      // The command leaves out what is there.
      isPublished: () => false,
      send: () =>
        run("dotnet", [...args, "--api-key", process.env.NUGET_API_KEY], { cwd: checkout }),
    };
  });
}
