import { join } from "node:path";

import { checkout } from "../folders";

/** Writes a page for each component and each type of the library, from the sources. */
export async function writeComponents(directory: string): Promise<void> {
  const { Application } = await import("typedoc");
  const application = await Application.bootstrapWithPlugins({
    ...{ entryPoints: [join(checkout, "sdk", "index.ts")], readme: "none", name: "Components" },
    ...{ tsconfig: join(checkout, "sdk", "tsconfig.json"), skipErrorChecking: true },
    ...{ excludePrivate: true, excludeProtected: true, excludeExternals: true },
    ...{ disableSources: true, plugin: ["typedoc-plugin-markdown"], logLevel: "Warn" },
    treatWarningsAsErrors: true,
    outputs: [{ name: "markdown", path: directory }],
    // The plugin has these options. TypeDoc's own type does not know them.
    ...({
      ...{ entryFileName: "index", hideBreadcrumbs: true, hidePageHeader: true },
      ...{ parametersFormat: "table", interfacePropertiesFormat: "table" },
      ...{ classPropertiesFormat: "table", enumMembersFormat: "table" },
      ...{
        typeDeclarationFormat: "table",
        // Interfaces that only others inherit from have no page.
        tableColumnSettings: { hideInherited: true },
        useCodeBlocks: true,
        pageTitleTemplates: { member: "{name}" },
      },
    } as object),
  });
  const project = await application.convert();
  if (!project) throw new Error("typedoc cannot read the components");
  await application.generateOutputs(project);
}
