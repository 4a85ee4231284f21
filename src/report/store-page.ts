/** The page of the store: its tables as the database has them, with the meanings that the data package gives. */
import { openStore } from '../pipeline/store.js';
import { TABLES } from './tables.js';

/** Columns that stand in the store only, or mean something else there. `table.column`, or a column of any table. */
const MEANINGS: Readonly<Record<string, string>> = {
  'meta.key':
    'What is remembered: `schema`, `run` (what run.json says of the program, settings and lexicons), `state`, `derived`.',
  'meta.value': 'Text; `run` is JSON.',
  'runs.run': 'Its number, from 1.',
  'runs.started': 'When it began, ISO time in UTC.',
  'runs.seconds': 'From then until this store was whole; the report is made after that.',
  'runs.version': 'Version of the program.',
  'runs.analysis_hash': 'What it analyzed with, as in `documents`.',
  'runs.articles': 'Articles of the store after it.',
  'runs.analyzed':
    'New and changed articles, or all when it analyzed with something else than the run before.',
  'runs.kept': 'Articles taken over.',
  'runs.dropped': 'Articles of the run before that it left out.',
  'runs.failed': 'Inputs and articles that could not be analyzed.',
  'mentions.text': 'The words that name the speaker there, a pronoun among them.',
  'documents.event': 'Id of the event as the input names it; events found by the program stand in `events`.',
  'documents.record': 'The analysis record, JSON, as in analysis.jsonl.',
  'documents.content_hash': 'Of text, metadata and what was unclear: another one is another article.',
  'documents.analysis_hash':
    'Of program, lexicons, targets and what is excluded: with another one the article is analyzed again.',
  'documents.input_hash': 'Of the file as it stands on disk, where it holds one article.',
  'documents.input': 'JSON of what the analysis took from the input that the record does not keep.',
  'documents.file': 'Where it was read, with the row where the file has rows.',
  'documents.problems': 'JSON array of what was unclear; NULL: nothing.',
  'document_speakers.name': 'The name in this article.',
  'document_speakers.mentions': 'How often the article mentions the speaker.',
  'document_speakers.speaker': 'Id of the speaker over the run.',
  'document_speakers.names': 'JSON array of every form of the name met.',
  'speakers.names': 'JSON array of every form of the name met.',
  'voices.words': 'Words of that voice, and of that speaker in it.',
  'lemmas.lemma': 'Lower-cased lemma.',
  'lemmas.uses': "Uses in the author's own voice.",
  'events.given': 'Whether the input named the event; else the program found it.',
  'facts.fact': 'Number of the fact within its event.',
  'facts.text': 'The passage.',
  'facts.start': 'Where the passage begins in the text, in UTF-16 code units.',
  'facts.end': 'First character behind it.',
  'findings.rank': 'From 1, the most telling.',
  'findings.scope': '`run`, or the id of an event.',
  'findings.sentence': 'The finding in words.',
  'findings.certainty': 'How sure it is, in words.',
  'findings.a': 'The group or article it is about.',
  'findings.b': 'What that is compared with.',
  local_speaker: 'Id of the speaker within its article (`s1`).',
  kind: 'person, organization, group, document or anonymous.',
  role: 'Office or function.',
  affiliation: 'Country, organization or party.',
};

const ABOUT: Readonly<Record<string, string>> = {
  meta: 'What the run wants remembered.',
  runs: 'The runs that brought something new, the first one first.',
  document_speakers: 'One row a speaker of an article.',
  mentions: 'One row a place where an article names one of its speakers.',
  voices: 'Words of an article by voice; quoted and reported ones also by speaker.',
  lemmas: 'Words of an article, for keywords.',
  events: 'One row an article with an event, and near-duplicates.',
  facts: 'Passages of several accounts of one event that tell the same thing.',
  findings: 'The most telling findings, in words.',
};

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
}

/** What a column of the store means; null: nobody wrote it down, and a test fails. */
function meaningOf(table: string, column: string): string | null {
  const described = TABLES.find(({ name }) => name === table)?.columns;
  const own = described?.find(({ name }) => name === column.replaceAll('-', '_'));
  const anywhere = () => TABLES.flatMap(({ columns }) => columns).find(({ name }) => name === column);
  return MEANINGS[`${table}.${column}`] ?? own?.meaning ?? MEANINGS[column] ?? anywhere()?.meaning ?? null;
}

/** The page, Markdown. Throws for a table or column without a meaning. */
export async function storePage(): Promise<string> {
  const store = await openStore(':memory:');
  const columns = await store
    .query<ColumnRow>(
      "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal ORDER BY table_oid, column_index",
    )
    .finally(() => store.close());
  const names = [...new Set(columns.map((column) => column.table_name))].sort();
  const parts = names.map((table) => {
    const about = ABOUT[table] ?? TABLES.find(({ name }) => name === table)?.about;
    const rows = columns
      .filter((column) => column.table_name === table)
      .map(({ column_name: name, data_type: type }) => {
        const meaning = meaningOf(table, name);
        if (meaning === null || about === undefined) throw new Error(`${table}.${name}: say what it means`);
        return `| \`${name}\` | ${type} | ${meaning.replaceAll('|', '\\|')} |`;
      });
    return `### ${table}\n\n${about}\n\n| column | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${INTRODUCTION}\n${parts.join('\n')}`;
}

const INTRODUCTION = `# The store

<!-- Made from src/report/store-page.ts by: npm run docs -->

\`out/framescope.duckdb\` holds everything that a run found; all tables, records and pages are made from it. It is an
ordinary [DuckDB](https://duckdb.org) file: open it with the DuckDB shell, Python or R, and read only, so that a run
finds it free. The CSV files of \`out/csv\` are views of it, with names joined in; \`--format parquet\` writes the same tables, and
\`mentions\` and \`lemmas\`, to \`out/parquet\`.

\`\`\`sh
duckdb -readonly out/framescope.duckdb "SELECT source, count(*) FROM markers m JOIN documents d ON d.id = m.document
  WHERE category = 'loaded-language' AND voice = 'author' AND NOT negated GROUP BY source ORDER BY 2 DESC"
\`\`\`

\`\`\`python
import duckdb
with duckdb.connect("out/framescope.duckdb", read_only=True) as db:
    scores = db.sql("SELECT * FROM scores WHERE unit = 'source'").df()
\`\`\`

\`\`\`r
library(duckdb)
db <- dbConnect(duckdb(), "out/framescope.duckdb", read_only = TRUE)
scores <- dbGetQuery(db, "SELECT * FROM scores WHERE unit = 'source'")
dbDisconnect(db, shutdown = TRUE)
\`\`\`

## How a run keeps it

- **Only what is new.** An article is known by the hash of its text and metadata, the analysis by the hash of program,
  lexicons, targets and what is excluded. A second run analyzes new and changed articles. Articles that are no longer
  among the given paths stay; \`--prune\` drops them. When program, a lexicon or such a setting changed, every article is
  analyzed again, those that are no longer among the paths from what the store has of them, and the run says so before
  it begins. When only what is compared, the rules or the speakers changed, tables and pages are made again, and that
  is said, too. \`--force\` analyzes everything and makes everything again.
- **What is new** since the run before stands in \`csv/changes.csv\` and \`changes.html\`. After a run that brought nothing
  new, \`changes.csv\` has no rows.
- **Never half.** A run works on a draft, \`framescope.duckdb.part\`, and puts it in the place of the store by one renaming.
  When it is killed, the store is as it was, and the next run goes on from the draft. Tables and pages are made after
  that; when that was cut off, the next run makes them again.
- **One at a time.** A run holds \`framescope.lock\`. A second one ends at once with exit code 4 and says who holds it. The
  lock of a dead process is taken over; whether a process on another machine lives nobody can tell, so remove that file
  by hand.
- **Workers.** \`--jobs\` workers analyze at the same time (default: as many as there are cores); the output does not depend
  on it. An article whose analysis takes longer than 30 seconds, and 10 more for every million characters, or that kills
  its worker, is a row of \`problems.csv\`. With \`--jobs 1\` there are no workers, and no such limits.
- **Versions.** \`meta\` has the version of the schema. A store of another version is refused and left as it is: analyze
  into a new folder.

## Tables

\`speaker\` is the id over the run, \`local_speaker\` the one within an article. Offsets are half-open. \`documents\`,
\`document_speakers\`, \`mentions\`, \`quotes\`, \`markers\`, \`stances\`, \`voices\` and \`lemmas\` are filled article by article; the others
are made from them at the end of every run.
`;
