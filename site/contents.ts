/** The parts of the site, each with its pages in the order of the sidebar. */
export const contents = [
  { title: "Start", pages: ["start/sandbox", "start/aws"] },
  {
    title: "Guides",
    pages: ["guides/changing-secrets", "guides/revoke"],
  },
  {
    title: "Reference",
    pages: [
      "reference/inventory",
      "reference/inventory-keys",
      "reference/clusters",
      "reference/verbs",
      "reference/permissions",
      "reference/json/index",
      "reference/components/index",
      "reference/policy-pack",
      "reference/operations",
      "reference/teams",
      "reference/upgrading",
      "reference/trial",
      "reference/summary",
      "reference/programs",
      "reference/languages",
    ],
  },
  {
    title: "Understanding",
    pages: [
      "understanding/architecture",
      "understanding/proof",
      "understanding/prover",
      "understanding/certificates",
      "understanding/sandbox",
      "understanding/scale",
      "understanding/benchmarks",
      "understanding/decisions",
    ],
  },
];
