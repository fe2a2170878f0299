/** The colours of pictures and pages, as custom properties: on white, and on a dark screen. */
export const COLOURS = `:root{color-scheme:light dark;
--page:#f7f7f5;--surface:#ffffff;--sunken:#f1f1ee;--line:#dcdcd6;--line-strong:#b9b9b1;
--text:#1b1c1e;--quiet:#5b5e64;
--reader:#1f5fbf;--role:#6d43c4;--secret:#0d7467;--key:#8a5a00;--account:#44474d;
--reader-tint:#eaf1fc;--role-tint:#f1ecfb;--secret-tint:#e5f4f1;--key-tint:#faf1de;
--own:#7b7f87;--cross:#c2410c;--good:#1a7a3c;--bad:#b3261e;--warn:#8a5a00;--focus:#1f5fbf}
@media (prefers-color-scheme:dark){:root{
--page:#131416;--surface:#1b1d20;--sunken:#16181a;--line:#33363b;--line-strong:#555a62;
--text:#ececea;--quiet:#a5a9b1;
--reader:#8db8ff;--role:#c3a6ff;--secret:#66d3c2;--key:#e9b95c;--account:#c5c8ce;
--reader-tint:#1b2738;--role-tint:#271f3a;--secret-tint:#152b29;--key-tint:#2e2512;
--own:#8b9099;--cross:#ff9d66;--good:#6fd492;--bad:#ff8f86;--warn:#e9b95c;--focus:#8db8ff}}
@media print{:root{color-scheme:light;
--page:#fff;--surface:#fff;--sunken:#fff;--line:#c8c8c2;--line-strong:#8c8c86;
--text:#000;--quiet:#44474d;
--reader:#1f5fbf;--role:#6d43c4;--secret:#0d7467;--key:#8a5a00;--account:#44474d;
--reader-tint:#fff;--role-tint:#fff;--secret-tint:#fff;--key-tint:#fff;
--own:#7b7f87;--cross:#c2410c;--good:#1a7a3c;--bad:#b3261e;--warn:#8a5a00}}
`;
