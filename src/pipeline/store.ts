/**
 * The store: one DuckDB file that analysis fills and every table and page is made from. Rows are written in batches
 * inside transactions; what is read back comes as plain rows, whole numbers as numbers.
 */
import { open } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import {
  type DuckDBBlobVector,
  DuckDBInstance,
  type DuckDBValue,
  type DuckDBVarCharVector,
  listValue,
} from '@duckdb/node-api';
import { keepSmall } from './memory.js';
import { LIST_TABLES, type ListTable, type Rows, rowsOf, type Value } from './records.js';
import { BASE_TABLES, DERIVED_TABLES, SCHEMA_VERSION } from './schema.js';
import type { Analysis } from './types.js';

/** While rows are put in, whoever waits for this process (workers, an interruption) is heard so often. Milliseconds. */
const GIVE_WAY = 5;

export type Bind = Readonly<Record<string, Value | readonly string[] | undefined>>;

export interface StoreProblem {
  readonly file: string;
  readonly document: string | null;
  readonly code: string;
  readonly message: string;
}

export interface Store {
  /** All rows of a query. `$name` in it is the value of that name; lists are cast there: `$ids::VARCHAR[]`. */
  query<T>(sql: string, bind?: Bind): Promise<T[]>;
  /** Rows one by one, for what may not stand in memory. No other statement may run before the last row was taken. */
  stream<T>(sql: string, bind?: Bind): AsyncGenerator<T>;
  /**
   * Rows of a query whose first column is a BLOB, for what is written as it is: bytes, and the second column as text.
   * Some at a time; the bytes hold until the next are asked for, and no other statement may run before the last.
   */
  streamBytes(sql: string): AsyncGenerator<[bytes: Uint8Array | null, text: string | null][]>;
  /** One or several statements without result; values are those of the last. */
  run(sql: string, bind?: Bind): Promise<void>;
  /** Several statements of which all hold or none. */
  runTogether(sql: string): Promise<void>;
  /** Appends rows, columns in the order of the table. */
  insert(table: string, rows: readonly (readonly Value[])[]): Promise<void>;
  /** Appends the rows of all records to the base tables, in one transaction. */
  appendAnalyses(batch: readonly Analysis[]): Promise<void>;
  /** The same for records that were turned into rows elsewhere. */
  appendRows(batch: readonly Rows[]): Promise<void>;
  appendProblems(problems: readonly StoreProblem[]): Promise<void>;
  /** What the run wants remembered, as text by key. */
  setMeta(key: string, value: string): Promise<void>;
  getMeta(key: string): Promise<string | null>;
  /** Gives a store that was opened `MODEST` the memory and threads of others: nothing else works beside it now. */
  grow(): Promise<void>;
  /** Writes everything to the file and lets go of it. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** MB that the database may take, until a statement cannot do with it. */
  readonly memory?: number;
  readonly threads?: number;
  readonly readOnly?: boolean;
  /** Ends the statement that is running, and every later one, when it is aborted. */
  readonly signal?: AbortSignal;
}

/** Where records wait within a transaction. */
const ARRIVED = 'arrived';
const ARRIVAL = `CREATE TEMP TABLE IF NOT EXISTS ${ARRIVED} (document VARCHAR, ${LIST_TABLES.map((table) => `${table} VARCHAR`).join(', ')})`;
/** What the statements call the file. */
const STORE = 'store';
/**
 * A group of rows that was begun is written anew at every checkpoint; records are long, and groups of the usual 122,880
 * rows would hold all articles of most runs. Shorter ones cost more memory: beyond its limit the database keeps about 1 kB
 * for each column of each group that it has seen.
 */
const GROUP_ROWS = 8192;
/** MB. */
const MEMORY = 1000;
const THREADS = 2;
/**
 * Of a store beside which other threads work, that need memory and cores: what does not fit goes to disk, and there is no
 * second thread of the database, because the first waits for it in a busy loop.
 */
export const MODEST = { memory: 400, threads: 1 } satisfies StoreOptions;

/**
 * Not all that a statement takes can go to disk, and nobody can tell before how much that is. So one that ends for want of
 * memory is run again with so many times of it, as long as that is no more than a half of the machine.
 */
const MORE = 1.25;
const mostMemory = (): number => Math.min(totalmem(), process.constrainedMemory() || Infinity) / 2e6;
const WANTS_MEMORY = /^Out of Memory Error/u;

/** A store that cannot be used; the message says what to do. */
export class StoreError extends Error {}

/** Opens a store, `:memory:` for one without a file, and makes its tables. Throws StoreError. */
export async function openStore(path: string, options: StoreOptions = {}): Promise<Store> {
  if (options.readOnly) await mustBeStore(path);
  let memory = options.memory ?? MEMORY;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memory}MB`,
    threads: String(options.threads ?? THREADS),
    checkpoint_threshold: '256MB',
    // The store never fetches or reads anything but itself.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(path === ':memory:' ? {} : { temp_directory: `${path}.tmp` }),
  });
  const connection = await instance.connect();
  try {
    const how = options.readOnly ? 'READ_ONLY' : `ROW_GROUP_SIZE ${GROUP_ROWS}`;
    await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS ${STORE} (${how}); USE ${STORE};`);
  } catch (error) {
    connection.closeSync();
    instance.closeSync();
    throw new StoreError(`${path} could not be opened: ${(error as Error).message.split('\n')[0]}`);
  }
  const { signal } = options;
  // Records on their way into the store are let in: that is short, and spares the next run their analysis.
  let arriving: Promise<void> | null = null;
  const interrupt = () => {
    if (!arriving) connection.interrupt();
  };
  signal?.addEventListener('abort', interrupt);
  const store: Store = {
    async query(sql, bind) {
      signal?.throwIfAborted();
      const reader = await withMemory(() => connection.runAndReadAll(sql, values(bind)));
      // Whatever runs over all articles asks here again and again.
      keepSmall();
      return reader.getRowObjectsJS().map(plainRow) as never[];
    },
    async *stream(sql, bind) {
      signal?.throwIfAborted();
      // What takes memory, a sort or a sum, is done when the first rows come.
      const [rows, first] = await withMemory(async () => {
        const result = await connection.stream(sql, values(bind));
        const rows = result.yieldRowObjectJs();
        return [rows, await rows.next()];
      });
      for (let some = first; !some.done; some = await rows.next())
        for (const row of some.value) yield plainRow(row) as never;
    },
    async *streamBytes(sql) {
      signal?.throwIfAborted();
      const [result, first] = await withMemory(async () => {
        const result = await connection.stream(sql);
        return [result, await result.fetchChunk()];
      });
      for (let chunk = first; chunk?.rowCount; chunk = await result.fetchChunk()) {
        const bytes = chunk.getColumnVector(0) as DuckDBBlobVector;
        const texts = chunk.columnCount > 1 ? (chunk.getColumnVector(1) as DuckDBVarCharVector) : null;
        yield Array.from({ length: chunk.rowCount }, (_, i) => [bytes.getItemBytes(i), texts?.getItem(i) ?? null]); // biome-ignore format: one row
      }
    },
    async run(sql, bind) {
      signal?.throwIfAborted();
      const { count } = await connection.extractStatements(sql);
      for (let i = 0; i < count; i++) {
        await withMemory(async () => {
          // Read anew for every try: what was prepared to make a table and could not cannot be run again.
          const statement = await (await connection.extractStatements(sql)).prepare(i);
          try {
            if (bind && i === count - 1) statement.bind(values(bind)!);
            await statement.run();
          } finally {
            statement.destroySync();
          }
        });
      }
    },
    async runTogether(sql) {
      signal?.throwIfAborted();
      await transaction(() => connection.run(sql));
    },
    insert: (table, rows) => append(table, rows),
    appendAnalyses: (batch) => store.appendRows(batch.map((analysis) => rowsOf(analysis))),
    async appendRows(all) {
      arriving = transaction(async () => {
        await connection.run(ARRIVAL);
        statements ??= await takingIn();
        await append(
          'documents',
          all.map(({ document }) => document),
        );
        await append(
          ARRIVED,
          all.map(({ document, lists }) => [document[0]!, ...LIST_TABLES.map((table) => lists[table])]),
        );
        for (const statement of statements) await connection.run(statement);
      }).finally(() => {
        arriving = null;
      });
      await arriving;
    },
    appendProblems: (problems) =>
      append(
        'problems',
        problems.map(({ file, document, code, message }) => [file, document, code, message]),
      ),
    async setMeta(key, value) {
      await connection.run('INSERT OR REPLACE INTO meta VALUES ($key, $value)', { key, value });
    },
    async getMeta(key) {
      const [row] = await store.query<{ value: string }>('SELECT value FROM meta WHERE key = $key', { key });
      return row?.value ?? null;
    },
    async grow() {
      await allow(MEMORY);
      await store.run(`SET threads = ${THREADS}`);
    },
    async close() {
      signal?.removeEventListener('abort', interrupt);
      await arriving?.catch(() => undefined);
      try {
        if (!options.readOnly) await connection.run(`CHECKPOINT ${STORE}`);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  };

  let statements: readonly string[] | null = null;
  let lastTurn = performance.now();

  /** Gives the database more memory, MB, when it has less. */
  async function allow(needed: number): Promise<void> {
    if (needed <= memory) return;
    memory = Math.round(needed);
    await connection.run(`SET memory_limit = '${memory}MB'`);
  }

  /** What holds wholly or not at all, with as much memory as it needs. */
  async function withMemory<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const more = memory * MORE;
        if (!WANTS_MEMORY.test((error as Error).message) || more > mostMemory()) throw error;
        await allow(more);
      }
    }
  }

  /** Statements that bring what has arrived into the tables: the database reads the lists much faster than we could. */
  async function takingIn(): Promise<string[]> {
    const reader = await connection.runAndReadAll(
      `SELECT table_name AS "table", column_name AS name, data_type AS type FROM duckdb_columns()
       WHERE NOT internal AND database_name = current_database() AND column_name <> 'document' ORDER BY column_index`,
    );
    const columns = reader.getRowObjectsJS() as { table: ListTable; name: string; type: string }[];
    const inserts = LIST_TABLES.map((table) => {
      const own = columns.filter((column) => column.table === table);
      const types = own.map(({ name, type }) => `"${name}":["${type}"]`).join(', ');
      const names = own.map(({ name }) => `"${name}"`);
      return `INSERT INTO ${table} (document, ${names.join(', ')})
        SELECT document, ${names.map((name) => `unnest(c.${name})`).join(', ')}
        FROM (SELECT document, from_json(${table}, '{${types}}') AS c FROM ${ARRIVED})`;
    });
    return [...inserts, `DELETE FROM ${ARRIVED}`];
  }

  async function append(table: string, rows: readonly (readonly Value[])[]): Promise<void> {
    if (rows.length === 0) return;
    const appender = await connection.createAppender(table);
    const { columnCount } = appender;
    const put = Array.from({ length: columnCount }, (_, i) => putter(String(appender.columnType(i))));
    for (const row of rows) {
      for (let i = 0; i < columnCount; i++) {
        const value = row[i];
        if (value === null || value === undefined) appender.appendNull();
        else put[i]!(appender, value);
      }
      appender.endRow();
      if (performance.now() - lastTurn > GIVE_WAY) {
        await turn();
        lastTurn = performance.now();
      }
    }
    appender.closeSync();
    keepSmall();
  }

  function transaction(work: () => Promise<unknown>): Promise<void> {
    return withMemory(async () => {
      await connection.run('BEGIN');
      try {
        await work();
        await connection.run('COMMIT');
      } catch (error) {
        await connection.run('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  if (!options.readOnly) {
    if (await store.getMeta('schema').catch(() => null)) await mustBeOurs(store, path);
    await connection.run(BASE_TABLES);
    await connection.run(DERIVED_TABLES);
    await store.setMeta('schema', String(SCHEMA_VERSION));
  } else await mustBeOurs(store, path);
  return store;
}

/**
 * Texts as a list to stand in a statement: `id IN (${literals(ids)})`. Of a bound list the database joins every row,
 * records and all; of a list in the statement it reads the rows that fit (100 of 100,000 records: a tenth of the time).
 */
export function literals(values: readonly string[]): string {
  return values.length === 0 ? 'NULL' : values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
}

type Appender = Awaited<ReturnType<Awaited<ReturnType<DuckDBInstance['connect']>>['createAppender']>>;

function putter(type: string): (appender: Appender, value: Exclude<Value, null>) => void {
  switch (type) {
    case 'INTEGER':
      return (appender, value) => appender.appendInteger(value as number);
    case 'DOUBLE':
      return (appender, value) => appender.appendDouble(value as number);
    case 'BOOLEAN':
      return (appender, value) => appender.appendBoolean(value as boolean);
    case 'VARCHAR':
      return (appender, value) => appender.appendVarchar(String(value));
    default:
      throw new Error(`no way to append a column of type ${type}`);
  }
}

function values(bind: Bind | undefined): Record<string, DuckDBValue> | undefined {
  if (!bind) return undefined;
  return Object.fromEntries(
    Object.entries(bind)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, Array.isArray(value) ? listValue(value as string[]) : value]),
  ) as Record<string, DuckDBValue>;
}

/** DuckDB counts in 64 bits and more; no figure here comes near the limit of a number. */
function plainRow(row: Record<string, unknown>): Record<string, unknown> {
  for (const key in row) {
    const value = row[key];
    if (typeof value === 'bigint') row[key] = Number(value);
    else if (Array.isArray(value))
      row[key] = value.map((one) => (typeof one === 'bigint' ? Number(one) : one));
  }
  return row;
}

/** What the first bytes of every DuckDB file say. */
const MAGIC = { text: 'DUCK', at: 8 } as const;

async function mustBeStore(path: string): Promise<void> {
  const start = Buffer.alloc(MAGIC.at + MAGIC.text.length);
  try {
    const file = await open(path);
    await file.read(start, 0, start.length, 0).finally(() => file.close());
  } catch {
    throw new StoreError(
      `There is no store at ${path}. Make one first: framescope analyze <paths> -o <folder>`,
    );
  }
  if (start.toString('latin1', MAGIC.at) !== MAGIC.text)
    throw new StoreError(`${path} is no store of framescope.`);
}

async function mustBeOurs(store: Store, path: string): Promise<void> {
  const version = await store.getMeta('schema').catch(() => null);
  if (version !== String(SCHEMA_VERSION)) {
    throw new StoreError(
      `${path} was made by another version of framescope (schema ${version ?? 'unknown'}, this one needs ${SCHEMA_VERSION}). Analyze again into a new folder.`,
    );
  }
}
