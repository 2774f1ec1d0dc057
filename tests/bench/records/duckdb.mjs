// The same five groupings in DuckDB: node duckdb.mjs FOLDER-OF-NODE-MODULES DATA plain|grouping_sets|table
// Results stay in DuckDB as tables; only their checksums come out, so that fetching rows costs nothing.
import { createRequire } from "node:module";

const [folder, data, mode] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${folder}/`)("@duckdb/node-api");
const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();

const files = `${data}/**/*-street.csv`;
const columns = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
  "LSOA name", "Crime type", "Last outcome category", "Context"];
const types = columns.map((name) => `'${name}': '${name === "Longitude" || name === "Latitude" ? "DOUBLE" : "VARCHAR"}'`);

// Metres from degrees by the tangent at 54 N, 2 W: an affine stand-in for the National Grid.
const easting = `floor((400000 + (Longitude + 2) * 65570) / 250)`;
const northing = `floor((455000 + (Latitude - 54) * 111290) / 250)`;
const period = `CASE WHEN Month > strftime(last - INTERVAL 12 MONTH, '%Y-%m') THEN 2
  WHEN Month > strftime(last - INTERVAL 24 MONTH, '%Y-%m') THEN 1 ELSE 0 END`;
const groupings = [`"Crime type", Month`, `"LSOA code", "Crime type"`, `"Last outcome category", "Crime type"`,
  `"LSOA code", period`, `cell_east, cell_north`];

// The last month is in the last file's name: told to DuckDB for nothing.
const { readdirSync } = await import("node:fs");
const last = readdirSync(data).filter((name) => /^\d{4}-\d{2}$/.test(name)).sort().at(-1);
const derived = `*, ${easting} AS cell_east, ${northing} AS cell_north,
  ${period.replaceAll("last", `DATE '${last}-01'`)} AS period`;

async function keep(name, query) {
  await connection.run(`CREATE TEMP TABLE ${name} AS ${query}`);
}

if (mode === "plain") {
  for (const [i, grouping] of groupings.entries())
    await keep(`g${i}`, `SELECT ${grouping}, count(*) AS n FROM (SELECT ${derived} FROM read_csv('${files}')) GROUP BY ${grouping}`);
} else {
  const explicit = `read_csv('${files}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
    columns = {${types.join(", ")}})`;
  const needed = `Month, "Crime type", "LSOA code", "Last outcome category", cell_east, cell_north, period`;
  if (mode === "table") {
    await keep("rows_held", `SELECT ${needed} FROM (SELECT ${derived} FROM ${explicit})`);
    for (const [i, grouping] of groupings.entries())
      await keep(`g${i}`, `SELECT ${grouping}, count(*) AS n FROM rows_held GROUP BY ${grouping}`);
  } else {
    const sets = groupings.map((grouping) => `(${grouping})`).join(", ");
    await keep("all_groups", `SELECT ${needed}, count(*) AS n, GROUPING(Month, "Crime type", "LSOA code",
      "Last outcome category", cell_east, cell_north, period) AS grouped
      FROM (SELECT ${derived} FROM ${explicit}) GROUP BY GROUPING SETS (${sets})`);
    // The bits of GROUPING are set for columns that a grouping leaves out.
    for (const [i, mask] of [0b0011111, 0b1001111, 0b1010111, 0b1101110, 0b1111001].entries())
      await keep(`g${i}`, `SELECT n FROM all_groups WHERE grouped = ${mask}`);
  }
}

const account = [];
for (const i of groupings.keys()) {
  const result = await connection.runAndReadAll(`SELECT count(*), sum(n), sum(n * n) FROM g${i}`);
  account.push(result.getRows()[0].map(Number));
}
console.log(JSON.stringify(account));
